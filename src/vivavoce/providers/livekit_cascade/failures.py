"""What the errors of LiveKit's speech plugins mean."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from livekit.agents import APIConnectOptions, APIError

from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.providers.livekit_realtime.failures import Failure, failure_of

ONE_ATTEMPT = APIConnectOptions(max_retry=0, timeout=5.0)
"""Retries and failover are the router's."""
_CUT = Failure(fault=Fault.CUT, message="the answer was cut off")


@contextmanager
def failures(name: str) -> Iterator[None]:
    """Turn whatever a plugin raises into `ProviderError`, without payloads."""
    try:
        yield
    except (APIError, OSError, EOFError) as error:
        raise failure(error).error(name) from None


def failure(error: BaseException) -> Failure:
    """Return what an exception means; a body that breaks off carries a status of the parser's, not of the vendor's."""
    return _CUT if isinstance(error.__cause__, aiohttp.ClientPayloadError) else failure_of(error)


def silent(name: str, deadline_s: float) -> ProviderError:
    return ProviderError(name, f"nothing came for {deadline_s:g} s", fault=Fault.SILENT)
