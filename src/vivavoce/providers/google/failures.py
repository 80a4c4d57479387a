"""What can go wrong on a Gemini Live connection, as `ProviderError`, without payloads."""

from collections.abc import Iterator
from contextlib import contextmanager

import pydantic
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI, WebSocketException

from vivavoce.domain.errors import Fault, ProviderError

KEY_FIX = "Set the provider's key to one that may use the Live API (aistudio.google.com, API keys)."
_LIMIT_FIX = "Raise the project's quota, or hold fewer interviews at once."
_REFUSED, _OVERLOADED = {400, 401, 403, 404}, {429}
_REASONS = (
    (Fault.REFUSED, ("api key", "permission", "credential", "not found", "not supported", "not enabled")),
    (Fault.OVERLOADED, ("quota", "exhausted", "too many", "overloaded")),
    (Fault.LIMIT, ("deadline", "duration", "session limit", "expired")),
)
_NORMAL, _GOING_AWAY, _ABNORMAL = 1000, 1001, 1006
_WITHOUT_REASON = {_NORMAL, _GOING_AWAY, _ABNORMAL}


@contextmanager
def failures(name: str) -> Iterator[None]:
    """Turn whatever connecting, sending and receiving can raise into `ProviderError`."""
    try:
        yield
    except InvalidStatus as error:
        raise _refused(name, error.response.status_code) from None
    except ConnectionClosed as error:
        closing = error.rcvd
        raise closed(name, closing.code if closing else _ABNORMAL, closing.reason if closing else "") from None
    except (pydantic.ValidationError, UnicodeDecodeError):
        raise ProviderError(name, "a frame was malformed", fault=Fault.MALFORMED) from None
    except InvalidURI:
        message = "its address cannot be used"
        raise ProviderError(name, message, fix="Correct the provider's URL.", fault=Fault.UNREACHABLE) from None
    except (OSError, EOFError, InvalidHandshake) as error:  # websockets lets both of the first escape
        fix = "Check the provider's URL and this machine's network."
        message = f"it cannot be reached ({type(error).__name__})"
        raise ProviderError(name, message, fix=fix, fault=Fault.UNREACHABLE) from None
    except WebSocketException:
        raise ProviderError(name, "the connection broke the protocol", fault=Fault.MALFORMED) from None


def closed(name: str, code: int, reason: str) -> ProviderError:
    """Return what a closed connection means; the vendor says it in words rather than in codes."""
    said = reason.lower()
    fault = next((fault for fault, words in _REASONS if any(word in said for word in words)), None)
    if fault is None:
        fault = Fault.CUT if code in _WITHOUT_REASON else Fault.BROKEN
    fix = KEY_FIX if fault is Fault.REFUSED else _LIMIT_FIX if fault is Fault.OVERLOADED else ""
    return ProviderError(name, f"the connection was closed ({code})", fix=fix, fault=fault)


def _refused(name: str, status: int) -> ProviderError:
    if status in _REFUSED:
        return ProviderError(name, f"it refused the connection ({status})", fix=KEY_FIX, fault=Fault.REFUSED)
    if status in _OVERLOADED:
        return ProviderError(name, f"it takes no more ({status})", fix=_LIMIT_FIX, fault=Fault.OVERLOADED)
    return ProviderError(name, f"it answered {status}", fault=Fault.BROKEN)
