"""The latency ledger of one turn: where the milliseconds between two voices went."""

from dataclasses import dataclass
from enum import StrEnum


class LatencyBand(StrEnum):
    """How the gap feels to a person (bounds in ms: 300, 500, 800, 1200)."""

    NATURAL = "natural"
    RESPONSIVE = "responsive"
    NOTICEABLE = "noticeable"
    SLOW = "slow"
    BROKEN = "broken"


_BOUNDS_MS = (
    (300.0, LatencyBand.NATURAL),
    (500.0, LatencyBand.RESPONSIVE),
    (800.0, LatencyBand.NOTICEABLE),
    (1200.0, LatencyBand.SLOW),
)
P50_BUDGET_MS = 500.0
"""Half of all planned replies begin within this."""
P95_BUDGET_MS = 800.0
"""Above it an operator is told."""


def bands() -> tuple[tuple[LatencyBand, float | None], ...]:
    """Return every band, quickest first, with its upper bound in ms; the last one has none."""
    return (*((band, bound) for bound, band in _BOUNDS_MS), (LatencyBand.BROKEN, None))


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencyLedger:
    """Milliseconds after the candidate's last speech sample reached us, hop by hop; each hop's own duration.

    The hops overlap no longer than they are: they add up to `total_ms`.
    """

    endpoint_ms: float
    """Deciding that the turn has ended."""
    transcript_ms: float
    """Waiting for exact words after that (0 when they were ready or not needed)."""
    brain_ms: float
    """Waiting for the reply's first words."""
    first_audio_ms: float
    """Waiting for the first synthesised sample (0 when pre-rendered)."""
    playout_ms: float
    """From that sample to the line."""

    @property
    def hops_ms(self) -> dict[str, float]:
        """The hops by name, in the order they are waited for."""
        return {
            "endpoint": self.endpoint_ms,
            "transcript": self.transcript_ms,
            "brain": self.brain_ms,
            "first_audio": self.first_audio_ms,
            "playout": self.playout_ms,
        }

    @property
    def total_ms(self) -> float:
        return sum(self.hops_ms.values())

    @property
    def band(self) -> LatencyBand:
        return next((band for bound, band in _BOUNDS_MS if self.total_ms <= bound), LatencyBand.BROKEN)
