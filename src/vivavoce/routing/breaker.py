"""The circuit breaker of one lane: a vendor that fails or crawls is left alone for a while, then tried with care.

Pure: no tasks, no clock of its own; a permit is taken before a call and settled or given back after it. Failure rate and
slow-call rate follow resilience4j; what differs on purpose is said in docs/adr/0010-routing-and-breakers.md.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

_KEPT_CALLS = 1000
"""A window bounded by time alone keeps no more calls than this."""


class BreakerState(StrEnum):
    CLOSED = "closed"
    """Calls go through."""
    OPEN = "open"
    """No call goes through until the wait is over."""
    HALF_OPEN = "half_open"
    """A few probes decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerRules:
    """When a breaker opens and how it closes again."""

    window_calls: int | None = 20
    """So many calls are looked at; None: all within `window_s`."""
    window_s: float | None = 180.0
    """Calls older than this are forgotten; None: never."""
    min_calls: int = 5
    """No rate is judged on fewer."""
    failure_rate: float = 0.5
    slow_rate: float = 0.8
    in_a_row: int | None = 3
    """So many failures one after another open it, whatever the rate: one live interview must not pay for a statistic."""
    open_s: float = 15.0
    backoff: float = 2.0
    """Each round of probes that fails makes the next wait this much longer …"""
    open_max_s: float = 240.0
    """… up to this."""
    probes: int = 2
    probes_at_once: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """The right to make one call; it counts only in the era it was given in."""

    era: int
    probe: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallResult:
    failed: bool
    slow: bool


class _Window:
    """The calls that are judged."""

    def __init__(self, rules: BreakerRules, now: Callable[[], float]) -> None:
        self._rules = rules
        self._now = now
        self._calls: deque[tuple[float, CallResult]] = deque(maxlen=rules.window_calls or _KEPT_CALLS)

    def add(self, result: CallResult) -> None:
        self._calls.append((self._now(), result))

    def results(self) -> list[CallResult]:
        if self._rules.window_s is not None:
            oldest = self._now() - self._rules.window_s
            while self._calls and self._calls[0][0] <= oldest:
                self._calls.popleft()
        return [result for _, result in self._calls]


class Breaker:
    """Guards one lane; shared by all sessions of the process."""

    def __init__(self, rules: BreakerRules, *, now: Callable[[], float]) -> None:
        self._rules = rules
        self._now = now
        self._era = 0
        self._state = BreakerState.CLOSED
        self._reopens_at = 0.0
        self._failed_rounds = 0
        self._in_a_row = 0
        self._probes_out = 0
        self._probed: list[CallResult] = []
        self._window = _Window(rules, now)

    @property
    def state(self) -> BreakerState:
        """The state as the next call would find it."""
        if self._state is BreakerState.OPEN and self._now() >= self._reopens_at:
            return BreakerState.HALF_OPEN
        return self._state

    @property
    def is_waiting(self) -> bool:
        """It opened and nobody has called since, though the wait may be over."""
        return self._state is BreakerState.OPEN

    @property
    def opens_in_s(self) -> float:
        """Seconds until a call is let through again; 0 when one may be made now."""
        return max(0.0, self._reopens_at - self._now()) if self._state is BreakerState.OPEN else 0.0

    @property
    def allows(self) -> bool:
        """Whether a call made now would be let through; takes nothing."""
        match self.state:
            case BreakerState.CLOSED:
                return True
            case BreakerState.OPEN:
                return False
            case BreakerState.HALF_OPEN:
                return self._state is BreakerState.OPEN or self._has_room_for_a_probe()

    def admit(self) -> Permit | None:
        """Take a permit for one call, or None. Every permit is given to `settle` or `release`, once."""
        if self._state is BreakerState.OPEN and self._now() >= self._reopens_at:
            self._enter(BreakerState.HALF_OPEN)
        if self._state is BreakerState.CLOSED:
            return Permit(era=self._era, probe=False)
        if self._state is BreakerState.HALF_OPEN and self._has_room_for_a_probe():
            self._probes_out += 1
            return Permit(era=self._era, probe=True)
        return None

    def settle(self, permit: Permit, result: CallResult) -> None:
        """The call ended so; ignored when the breaker has changed since the permit was given."""
        if permit.era != self._era:
            return
        if permit.probe:
            self._probes_out -= 1
            self._judge_probes(result)
        else:
            self._judge_calls(result)

    def release(self, permit: Permit) -> None:
        """The call says nothing about the vendor: it was cancelled by us (a barge-in), or it ended as planned."""
        if permit.era == self._era and permit.probe:
            self._probes_out -= 1

    def open_now(self, *, for_s: float | None = None) -> None:
        """Open whatever the window says: trying again cannot help, or another process has found out."""
        # 32 doublings exceed every ceiling, and a larger exponent would leave the range of a float.
        wait_s = self._rules.open_s * self._rules.backoff ** min(self._failed_rounds, 32)
        self._reopens_at = self._now() + (min(wait_s, self._rules.open_max_s) if for_s is None else for_s)
        self._enter(BreakerState.OPEN)

    def close_now(self) -> None:
        """Close with an empty window: the vendor was found healthy, here or by another process."""
        self._failed_rounds = 0
        self._enter(BreakerState.CLOSED)

    def _judge_calls(self, result: CallResult) -> None:
        self._window.add(result)
        self._in_a_row = self._in_a_row + 1 if result.failed else 0
        results = self._window.results()
        is_judged = len(results) >= self._rules.min_calls
        in_a_row = self._rules.in_a_row is not None and self._in_a_row >= self._rules.in_a_row
        if in_a_row or (is_judged and _exceeds(self._rules, results, of=len(results))):
            self.open_now()

    def _judge_probes(self, result: CallResult) -> None:
        """Decide as soon as the remaining probes cannot change the verdict: nobody waits behind a probe in vain."""
        self._probed.append(result)
        if _exceeds(self._rules, self._probed, of=self._rules.probes):
            self._failed_rounds += 1
            self.open_now()
        elif len(self._probed) >= self._rules.probes:
            self.close_now()

    def _has_room_for_a_probe(self) -> bool:
        taken = self._probes_out + len(self._probed)
        return self._probes_out < self._rules.probes_at_once and taken < self._rules.probes

    def _enter(self, state: BreakerState) -> None:
        self._state = state
        self._era += 1
        self._calm()

    def _calm(self) -> None:
        self._window = _Window(self._rules, self._now)
        self._in_a_row = 0
        self._probes_out = 0
        self._probed = []


def _exceeds(rules: BreakerRules, results: list[CallResult], *, of: int) -> bool:
    failed = sum(result.failed for result in results) / of
    slow = sum(result.slow for result in results) / of
    return failed >= rules.failure_rate or slow >= rules.slow_rate
