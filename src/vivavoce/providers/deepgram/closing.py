"""What it means that Deepgram closed a connection."""

from vivavoce.domain.errors import Fault

_INTERNAL = 1011


def fault_of_close(code: int, reason: str) -> Fault:
    """Return the fault; the vendor says quota and rate limits in the reason."""
    if "PAYMENT" in reason or "RATE" in reason:
        return Fault.OVERLOADED
    return Fault.BROKEN if code == _INTERNAL else Fault.CUT
