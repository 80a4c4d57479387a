"""Connections within one machine: aioice leaves 127.0.0.1 out of its candidates and has no setting for it.

A demo on a laptop without a network, and every test, needs it. The replacement is installed once and acts only for
connections made inside `loopback_candidates(include=True)`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import aioice.ice

_LOOPBACK = "127.0.0.1"
_included: ContextVar[bool] = ContextVar("loopback_candidates", default=False)
_host_addresses = aioice.ice.get_host_addresses


def _host_addresses_and_loopback(use_ipv4: bool, use_ipv6: bool) -> list[str]:  # noqa: FBT001 - aioice's signature
    addresses = _host_addresses(use_ipv4, use_ipv6)
    if _included.get() and use_ipv4 and _LOOPBACK not in addresses:
        addresses.append(_LOOPBACK)
    return addresses


aioice.ice.get_host_addresses = _host_addresses_and_loopback


@contextmanager
def loopback_candidates(*, include: bool) -> Iterator[None]:
    """Let connections that gather their candidates inside this block offer 127.0.0.1, too."""
    token = _included.set(include)
    try:
        yield
    finally:
        _included.reset(token)
