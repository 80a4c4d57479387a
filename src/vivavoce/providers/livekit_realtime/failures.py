"""What the exceptions of plugins, HTTP clients and WebSockets mean: one kind of fault each, and no payloads."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import aiohttp
from livekit.agents import APIConnectionError, APITimeoutError, llm
from pydantic import ValidationError
from websockets.exceptions import WebSocketException

from vivavoce.domain.errors import Fault, ProviderError


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """How a session failed, in words that hold neither secrets nor what was said."""

    fault: Fault
    message: str
    fix: str = ""

    def error(self, provider: str) -> ProviderError:
        return ProviderError(provider, self.message, fix=self.fix, fault=self.fault)


_KEY_FIX = "Set its key in the environment, and check that it may use this model."
_UNREADABLE = (json.JSONDecodeError, UnicodeDecodeError, ValidationError, KeyError, TypeError, AssertionError)


def failure_of_status(status: int) -> Failure:
    """Return what an HTTP status means."""
    message = f"it answered {status}"
    if status == 429:
        return Failure(
            fault=Fault.OVERLOADED, message=message, fix="Raise its limits, or hold fewer interviews at once."
        )
    if status == 402:
        return Failure(fault=Fault.OVERLOADED, message="its quota is used up", fix="Raise the account's budget.")
    if 400 <= status < 500:
        return Failure(fault=Fault.REFUSED, message=message, fix=_KEY_FIX)
    return Failure(fault=Fault.BROKEN, message=message, fix="Look at the vendor's status page.")


def failure_of(error: BaseException) -> Failure:
    """Return what an exception means; looks through the exceptions that caused it."""
    causes = list(_causes(error))
    for cause in causes:
        if (status := _status(cause)) is not None:
            return failure_of_status(status)
    for cause in causes:
        if (failure := _by_type(cause)) is not None:
            return failure
    return Failure(fault=Fault.BROKEN, message=f"it failed ({type(error).__name__})")


def _by_type(error: BaseException) -> Failure | None:
    if isinstance(error, _UNREADABLE):
        return Failure(fault=Fault.MALFORMED, message="it sent something that its protocol does not allow")
    if isinstance(error, aiohttp.ClientConnectorError | ConnectionRefusedError):
        return Failure(
            fault=Fault.UNREACHABLE, message="it cannot be reached", fix="Check its address and the network."
        )
    if isinstance(error, TimeoutError | APITimeoutError) or _timed_out(error):
        return Failure(fault=Fault.SILENT, message="it did not answer")
    if isinstance(error, WebSocketException | ConnectionError | EOFError | aiohttp.ClientError):
        return Failure(fault=Fault.CUT, message="the connection was cut")
    if isinstance(error, APIConnectionError) and error.__cause__ is None:
        return Failure(fault=Fault.CUT, message="the connection was cut")
    if isinstance(error, OSError):
        return Failure(
            fault=Fault.UNREACHABLE, message="it cannot be reached", fix="Check its address and the network."
        )
    return None


def _timed_out(error: BaseException) -> bool:
    # LiveKit's plugins have one error class for realtime models, and say only in words that a deadline of theirs passed
    return isinstance(error, llm.RealtimeError) and "timed out" in str(error)


def _status(error: BaseException) -> int | None:
    response = getattr(error, "response", None)
    for candidate in (response,) if isinstance(error, WebSocketException) else (error, response):
        for attribute in ("status_code", "status", "code"):
            status = getattr(candidate, attribute, None)
            if isinstance(status, int) and 400 <= status < 600:
                return status
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
