"""One provider gave way to another in the middle of a conversation: what happened, as data."""

from dataclasses import dataclass

from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Failover:
    """A switch that a session went through."""

    capability: Capability
    """The slot that failed; a realtime model that gave way to plain speech is `REALTIME`."""
    from_provider: str
    to_provider: str
    fault: Fault
    """`LIMIT` with no gap is a renewal, or the return to a preferred provider: nothing was wrong."""
    gap_ms: float
    """From the fault, or from the last sign of life of one that fell silent, to the first result of the one that took over."""
