"""What can go wrong on a Nova Sonic stream, as `ProviderError`, without payloads."""

from collections.abc import Iterator
from contextlib import contextmanager

import pydantic
from smithy_aws_event_stream.events import EventMessage
from smithy_aws_event_stream.exceptions import EventError

from vivavoce.domain.errors import Fault, ProviderError

KEY_FIX = "Set AWS credentials that may invoke this Bedrock model, and a region that has it."
_LIMIT_FIX = "Raise the account's Bedrock quota, or hold fewer interviews at once."
_REFUSED, _OVERLOADED = {400, 401, 403, 404}, {429}
_EXCEPTIONS = {
    "accessDeniedException": Fault.REFUSED,
    "invalidSignatureException": Fault.REFUSED,
    "unrecognizedClientException": Fault.REFUSED,
    "throttlingException": Fault.OVERLOADED,
    "serviceQuotaExceededException": Fault.OVERLOADED,
    "modelTimeoutException": Fault.LIMIT,
}
"""Whatever else the vendor calls it is an error of its own."""
_FIXES = {Fault.REFUSED: KEY_FIX, Fault.OVERLOADED: _LIMIT_FIX}


@contextmanager
def failures(name: str) -> Iterator[None]:
    """Turn whatever sending and receiving can raise into `ProviderError`."""
    try:
        yield
    except (pydantic.ValidationError, EventError, UnicodeDecodeError):
        raise ProviderError(name, "an event was malformed", fault=Fault.MALFORMED) from None
    except EOFError as error:
        raise ProviderError(name, str(error), fault=Fault.CUT) from None
    except OSError as error:
        message = f"the connection broke ({type(error).__name__})"
        raise ProviderError(name, message, fault=Fault.CUT) from None


def unreachable(name: str, error: OSError) -> ProviderError:
    fix = "Check the region, the provider's URL and this machine's network."
    message = f"it cannot be reached ({type(error).__name__})"
    return ProviderError(name, message, fix=fix, fault=Fault.UNREACHABLE)


def refused(name: str, status: int) -> ProviderError:
    """Return what an answer other than 200 means."""
    fault = Fault.REFUSED if status in _REFUSED else Fault.OVERLOADED if status in _OVERLOADED else Fault.BROKEN
    return ProviderError(name, f"it answered {status}", fix=_FIXES.get(fault, ""), fault=fault)


def fault_of_code(code: str) -> Fault:
    """Return what the vendor's name of an error means; its status does not tell a full quota from a wrong request."""
    return _EXCEPTIONS.get(code[:1].lower() + code[1:], Fault.BROKEN)


def fix_of(fault: Fault) -> str:
    return _FIXES.get(fault, "")


def check(name: str, message: EventMessage) -> None:
    """Raise `ProviderError` when a message is the vendor's own word for a failure."""
    kind = message.headers.get(":message-type")
    if kind == "exception":
        said = str(message.headers.get(":exception-type", "exception"))
        fault = _EXCEPTIONS.get(said, Fault.BROKEN)
        raise ProviderError(name, f"it ended the stream ({said})", fix=_FIXES.get(fault, ""), fault=fault)
    if kind == "error":
        said = str(message.headers.get(":error-code", "error"))
        fault = fault_of_code(said)
        raise ProviderError(name, f"it ended the stream ({said})", fix=_FIXES.get(fault, ""), fault=fault)
    if kind != "event":
        raise ProviderError(name, "an event had no type", fault=Fault.MALFORMED)
