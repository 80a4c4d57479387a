"""How every lane is doing: its breaker and how fast it has been lately. Shared by all sessions of the process."""

import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from vivavoce.domain.errors import Fault
from vivavoce.routing.breaker import Breaker, BreakerRules, BreakerState, CallResult, Permit
from vivavoce.routing.provider import Lane

LATENCY_WINDOW_S = 600.0
LATENCY_SAMPLES = 200
MIN_LATENCY_SAMPLES = 5
"""Fewer say nothing about nineteen of twenty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a call."""

    fault: Fault | None = None
    """None: it did its work."""
    first_result_s: float | None = None
    """From asking to the first audio, token or settled text; None: not a call that has one, or none came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneStanding:
    """One lane, for operators and metrics."""

    lane: Lane
    state: BreakerState
    opens_in_s: float
    last_fault: Fault | None
    first_result_p95_s: float | None


@dataclass(slots=True)
class _Lane:
    breaker: Breaker
    first_results: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=LATENCY_SAMPLES))
    last_fault: Fault | None = None


class Health:
    """Breakers and latencies by lane; a lane begins healthy when it is first asked for."""

    def __init__(self, *, now: Callable[[], float], rules: BreakerRules | None = None) -> None:
        self._now = now
        self._rules = rules or BreakerRules()
        self._lanes: dict[Lane, _Lane] = {}

    def allows(self, lane: Lane) -> bool:
        return self._of(lane).breaker.allows

    def opens_in_s(self, lane: Lane) -> float:
        return self._of(lane).breaker.opens_in_s

    def admit(self, lane: Lane) -> Permit | None:
        return self._of(lane).breaker.admit()

    def release(self, lane: Lane, permit: Permit) -> None:
        self._of(lane).breaker.release(permit)

    def settle(self, lane: Lane, permit: Permit, outcome: Outcome, *, slow_s: float) -> None:
        """Let the outcome count: refused opens at once, a planned end (a session limit) does not count at all."""
        known = self._of(lane)
        if outcome.fault is Fault.LIMIT:
            known.breaker.release(permit)
            return
        known.last_fault = outcome.fault
        slow = False
        if outcome.first_result_s is not None:
            known.first_results.append((self._now(), outcome.first_result_s))
            slow = outcome.first_result_s > slow_s
        if outcome.fault is Fault.REFUSED:
            known.breaker.release(permit)
            known.breaker.open_now()
        else:
            known.breaker.settle(permit, CallResult(failed=outcome.fault is not None, slow=slow))

    def breaker(self, lane: Lane) -> Breaker:
        return self._of(lane).breaker

    def first_result_p95_s(self, lane: Lane) -> float | None:
        """Return the time nineteen of twenty calls stayed within lately; None when too few are known."""
        samples = self._of(lane).first_results
        oldest = self._now() - LATENCY_WINDOW_S
        while samples and samples[0][0] < oldest:
            samples.popleft()
        if len(samples) < MIN_LATENCY_SAMPLES:
            return None
        times_s = sorted(time_s for _, time_s in samples)
        return times_s[math.ceil(0.95 * len(times_s)) - 1]

    def standings(self) -> Sequence[LaneStanding]:
        """Return every lane used so far, for operators and metrics."""
        return [
            LaneStanding(
                lane=lane,
                state=known.breaker.state,
                opens_in_s=known.breaker.opens_in_s,
                last_fault=known.last_fault,
                first_result_p95_s=self.first_result_p95_s(lane),
            )
            for lane, known in self._lanes.items()
        ]

    def _of(self, lane: Lane) -> _Lane:
        if lane not in self._lanes:
            self._lanes[lane] = _Lane(breaker=Breaker(self._rules, now=self._now))
        return self._lanes[lane]


type CostPerMinute = Mapping[str, float]
"""Modelled US dollars a minute by provider id."""
