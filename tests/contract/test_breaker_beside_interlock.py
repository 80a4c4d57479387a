"""Our breaker beside one that others wrote: the same calls, overlapping, in virtual time, must meet the same doors.

Where the two differ on purpose (ADR 10) the rules are set so that both say the same: no failures in a row, and rounds of
several probes only where the verdict cannot come early.
"""

import asyncio
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from interlock import CircuitBreaker, CircuitOpenError, Config, State, WindowType

from tests.support.virtual_time import run_virtual
from vivavoce.routing.breaker import Breaker, BreakerRules, BreakerState, CallResult

SLOW_S = 2.0


class VendorError(Exception):
    """The call failed."""


class LoopClock:
    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


@dataclass(frozen=True)
class PlannedCall:
    begins_s: int
    takes_s: int
    ending: str
    """fine, fails or cancelled."""


@dataclass
class Seen:
    """What both breakers did, event by event."""

    ours: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)


@st.composite
def rules(draw: st.DrawFn) -> BreakerRules:
    probes = draw(st.integers(1, 3))
    rates = st.just(1.0) if probes > 1 else st.sampled_from([0.25, 0.5, 0.75, 1.0])
    by_calls = draw(st.booleans())
    return BreakerRules(
        window_calls=draw(st.integers(1, 8)) if by_calls else None,
        window_s=None if by_calls else float(draw(st.integers(2, 30))),
        min_calls=draw(st.integers(1, 5)),
        failure_rate=draw(rates),
        slow_rate=draw(rates),
        in_a_row=None,
        open_s=float(draw(st.integers(1, 10))),
        backoff=draw(st.sampled_from([1.0, 2.0])),
        open_max_s=15.0,
        probes=probes,
        probes_at_once=draw(st.integers(1, probes)),
    )


calls = st.lists(
    st.builds(
        PlannedCall,
        begins_s=st.integers(0, 60),
        takes_s=st.integers(0, 5),
        ending=st.sampled_from(["fine", "fine", "fails", "fails", "cancelled"]),
    ),
    min_size=1,
    max_size=40,
)


@given(rules=rules(), planned=calls)
@settings(max_examples=150, deadline=None)
def test_both_breakers_let_the_same_calls_through_and_stand_the_same(
    rules: BreakerRules, planned: list[PlannedCall]
) -> None:
    seen, _ = run_virtual(side_by_side(rules, planned))

    assert seen.ours == seen.theirs


async def side_by_side(rules: BreakerRules, planned: list[PlannedCall]) -> Seen:
    ours = Breaker(rules, now=asyncio.get_running_loop().time)
    theirs = CircuitBreaker(name="oracle", config=oracle_config(rules), clock=LoopClock())
    seen = Seen()
    async with asyncio.TaskGroup() as group:
        for number, call in enumerate(planned):
            group.create_task(make_call(number, call, ours, theirs, seen))
    return seen


async def make_call(number: int, call: PlannedCall, ours: Breaker, theirs: CircuitBreaker, seen: Seen) -> None:
    await asyncio.sleep(call.begins_s)
    permit = ours.admit()
    seen.ours.append(f"{number} {'in' if permit else 'out'}")
    try:
        async with theirs:
            seen.theirs.append(f"{number} in")
            await asyncio.sleep(call.takes_s)
            if call.ending == "fails":
                raise VendorError
            if call.ending == "cancelled":
                raise asyncio.CancelledError
    except CircuitOpenError:
        seen.theirs.append(f"{number} out")
        assert permit is None, "the oracle's door is closed, ours is open"
        return
    except (VendorError, asyncio.CancelledError):
        pass
    assert permit is not None, "the oracle's door is open, ours is closed"
    if call.ending == "cancelled":
        ours.release(permit)
    else:
        ours.settle(permit, CallResult(failed=call.ending == "fails", slow=call.takes_s > SLOW_S))
    seen.ours.append(standing(ours))
    seen.theirs.append(theirs.state.value)


def standing(breaker: Breaker) -> str:
    """Name the state as the oracle does, which notices the end of a wait only at the next call."""
    waited_out = breaker.state is BreakerState.HALF_OPEN and breaker.is_waiting
    return State.OPEN.value if waited_out else State[breaker.state.name].value


def oracle_config(rules: BreakerRules) -> Config:
    by_calls = rules.window_s is None
    return Config(
        failure_rate_threshold=rules.failure_rate,
        slow_call_rate_threshold=rules.slow_rate,
        slow_call_duration_threshold=SLOW_S + 0.5,  # whole seconds only: neither library's "at least" matters
        minimum_number_of_calls=rules.min_calls,
        permitted_calls_in_half_open=rules.probes,
        max_concurrent_probes=rules.probes_at_once,
        wait_duration_in_open=rules.open_s,
        wait_duration_backoff_multiplier=rules.backoff,
        wait_duration_in_open_max=rules.open_max_s,
        window_type=WindowType.COUNT_BASED if by_calls else WindowType.TIME_BASED,
        window_size=(rules.window_calls if by_calls else round(rules.window_s or 0)) or 1,
    )
