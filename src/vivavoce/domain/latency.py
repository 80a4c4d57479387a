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
    def total_ms(self) -> float:
        return self.endpoint_ms + self.transcript_ms + self.brain_ms + self.first_audio_ms + self.playout_ms

    @property
    def band(self) -> LatencyBand:
        return next((band for bound, band in _BOUNDS_MS if self.total_ms <= bound), LatencyBand.BROKEN)
