"""The authority of this process's simulators: one, so that whoever trusts it can talk to all of them."""

from functools import cache

from vivavoce.providers.simulation import Authority


@cache
def local_authority() -> Authority:
    return Authority()
