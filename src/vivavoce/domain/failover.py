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
    """`LIMIT` is a renewal: nothing was wrong."""
    gap_ms: float
    """From the last sign of life of the one that failed to the first result of the one that took over."""
