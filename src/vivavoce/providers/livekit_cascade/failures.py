"""What the errors of LiveKit's speech plugins mean."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import aiohttp
from livekit.agents import APIConnectOptions, APIError

from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.providers.livekit_cascade.http_session import NotAudioError
from vivavoce.providers.livekit_realtime.failures import Failure, failure_of

ONE_ATTEMPT = APIConnectOptions(max_retry=0, timeout=5.0)
"""Retries and failover are the router's."""
_CUT = Failure(fault=Fault.CUT, message="the answer was cut off")
_NO_AUDIO = Failure(fault=Fault.MALFORMED, message="its answer is no audio")


type Means = Callable[[BaseException], Failure]
"""Says what an exception means."""


@contextmanager
def failures(name: str, means: Means) -> Iterator[None]:
    """Turn whatever a plugin raises into `ProviderError`, without payloads."""
    try:
        yield
    except (APIError, OSError, EOFError) as error:
        raise means(error).error(name) from None


def failure(error: BaseException) -> Failure:
    """Return what an exception means; a body that breaks off carries a status of the parser's, not of the vendor's."""
    match error.__cause__:
        case aiohttp.ClientPayloadError():
            return _CUT
        case NotAudioError():
            return _NO_AUDIO
        case _:
            return failure_of(error)


def silent(name: str, deadline_s: float) -> ProviderError:
    return ProviderError(name, f"nothing came for {deadline_s:g} s", fault=Fault.SILENT)
