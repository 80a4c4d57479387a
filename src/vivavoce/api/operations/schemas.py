"""Where the time between two voices goes, as operators see it."""

from datetime import datetime

from vivavoce.api.schemas import Answer
from vivavoce.domain.latency import LatencyBand


class Budget(Answer):
    p50_ms: float
    p95_ms: float


class BandCount(Answer):
    band: LatencyBand
    up_to_ms: float | None
    """None: everything above the band before."""
    turns: int


class HopView(Answer):
    """One stretch of the way from the candidate's last word to the interviewer's first."""

    hop: str
    p50_ms: float
    p95_ms: float


class TurnView(Answer):
    at: datetime
    total_ms: float
    band: LatencyBand


class LatencyView(Answer):
    """The last turns of all interviews on this server since it was started; nothing says whose they were."""

    turns: int
    p50_ms: float | None
    """None while there was no turn."""
    p95_ms: float | None
    budget: Budget
    within_budget: bool
    bands: tuple[BandCount, ...]
    """Quickest first."""
    hops: tuple[HopView, ...]
    """In the order they are waited for."""
    latest: tuple[TurnView, ...]
    """Oldest first, 60 at most."""
