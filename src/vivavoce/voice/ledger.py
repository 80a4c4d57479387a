"""Stamps one turn's way from the candidate's last word to the interviewer's first sample, and remembers the last turns."""

import itertools
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from vivavoce.domain.latency import LatencyBand, LatencyLedger

REMEMBERED_TURNS = 200
"""An hour or two of one interview; enough for a 95th percentile to mean something."""


@dataclass(slots=True, kw_only=True)
class TurnStamps:
    """Instants on the event loop's clock, in the order they are waited for; one that was not waited for may be earlier."""

    silent_at: float
    """The candidate's last voiced sample reached us."""
    decided_at: float
    exact_at: float
    replied_at: float
    synthesised_at: float | None = None
    sent_at: float | None = None

    def ledger(self) -> LatencyLedger | None:
        """Return the hops; None while nothing has been sent."""
        if self.sent_at is None:
            return None
        instants = [self.silent_at]
        for stamp in (self.decided_at, self.exact_at, self.replied_at, self.synthesised_at, self.sent_at):
            instants.append(instants[-1] if stamp is None else max(stamp, instants[-1]))
        hops = [1000 * (later - earlier) for earlier, later in itertools.pairwise(instants)]
        return LatencyLedger(
            endpoint_ms=hops[0], transcript_ms=hops[1], brain_ms=hops[2], first_audio_ms=hops[3], playout_ms=hops[4]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentiles:
    """In ms; None while there was no turn."""

    p50_ms: float | None
    p95_ms: float | None


class RecentTurns:
    """The ledgers of this process's last turns, of all interviews together; nothing says whose they were."""

    def __init__(self, *, most: int = REMEMBERED_TURNS) -> None:
        self._turns: deque[tuple[datetime, LatencyLedger]] = deque(maxlen=most)

    def note(self, ledger: LatencyLedger, *, at: datetime | None = None) -> None:
        self._turns.append((at or datetime.now(UTC), ledger))

    @property
    def turns(self) -> Sequence[tuple[datetime, LatencyLedger]]:
        """Oldest first."""
        return tuple(self._turns)

    def totals(self) -> Percentiles:
        return percentiles([ledger.total_ms for _, ledger in self._turns])

    def hops(self) -> dict[str, Percentiles]:
        """Return the percentiles of each hop; empty while there was no turn."""
        hops = [ledger.hops_ms for _, ledger in self._turns]
        return {hop: percentiles([one[hop] for one in hops]) for hop in (hops[0] if hops else ())}

    def bands(self) -> Counter[LatencyBand]:
        return Counter(ledger.band for _, ledger in self._turns)


def percentiles(values_ms: Sequence[float]) -> Percentiles:
    """Return the median and the 95th percentile, between neighbours where they fall between two values."""
    ordered = sorted(values_ms)
    if not ordered:
        return Percentiles(p50_ms=None, p95_ms=None)
    return Percentiles(p50_ms=_at(ordered, 0.5), p95_ms=_at(ordered, 0.95))


def _at(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
