"""The breaker of one lane, in a time that only the test moves."""

from dataclasses import dataclass

import pytest

from vivavoce.routing.breaker import Breaker, BreakerRules, BreakerState, CallResult

FINE = CallResult(failed=False, slow=False)
FAILED = CallResult(failed=True, slow=False)
SLOW = CallResult(failed=False, slow=True)


@dataclass
class Stopwatch:
    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


def make_call(breaker: Breaker, result: CallResult) -> None:
    permit = breaker.admit()
    assert permit is not None
    breaker.settle(permit, result)


RULES = BreakerRules(min_calls=4, in_a_row=None, open_s=10.0, backoff=2.0, open_max_s=35.0, probes=1)


def test_it_opens_when_half_of_the_calls_failed_and_not_before_enough_were_made() -> None:
    breaker = Breaker(RULES, now=Stopwatch())

    make_call(breaker, FAILED)
    make_call(breaker, FAILED)
    make_call(breaker, FINE)
    before = breaker.state
    make_call(breaker, FINE)

    assert before is BreakerState.CLOSED
    assert breaker.state is BreakerState.OPEN
    assert breaker.admit() is None
    assert not breaker.allows


def test_answers_that_all_come_late_open_it_too() -> None:
    breaker = Breaker(RULES, now=Stopwatch())

    for _ in range(4):
        make_call(breaker, SLOW)

    assert breaker.state is BreakerState.OPEN


def test_three_failures_in_a_row_open_it_whatever_went_well_before() -> None:
    breaker = Breaker(BreakerRules(in_a_row=3), now=Stopwatch())
    for _ in range(17):
        make_call(breaker, FINE)

    for _ in range(3):
        make_call(breaker, FAILED)

    assert breaker.state is BreakerState.OPEN


def test_old_calls_are_forgotten() -> None:
    clock = Stopwatch()
    breaker = Breaker(BreakerRules(min_calls=4, in_a_row=None, window_s=60.0), now=clock)
    for _ in range(3):
        make_call(breaker, FAILED)

    clock.now_s = 61.0
    make_call(breaker, FAILED)

    assert breaker.state is BreakerState.CLOSED


def test_after_the_wait_one_probe_at_a_time_decides() -> None:
    clock = Stopwatch()
    breaker = Breaker(BreakerRules(in_a_row=1, open_s=10.0, probes=2), now=clock)
    make_call(breaker, FAILED)

    clock.now_s = 10.0
    probe = breaker.admit()
    second_at_the_same_time = breaker.admit()
    assert probe is not None
    breaker.settle(probe, FINE)
    after_one = breaker.state
    make_call(breaker, FINE)

    assert second_at_the_same_time is None
    assert after_one is BreakerState.HALF_OPEN
    assert breaker.state is BreakerState.CLOSED


def test_a_failed_probe_opens_it_at_once_and_for_longer_each_time() -> None:
    clock = Stopwatch()
    breaker = Breaker(BreakerRules(in_a_row=1, open_s=10.0, backoff=2.0, open_max_s=35.0, probes=2), now=clock)
    make_call(breaker, FAILED)
    waits_s = []

    for _ in range(4):
        waits_s.append(breaker.opens_in_s)
        clock.now_s += breaker.opens_in_s
        make_call(breaker, FAILED)

    assert waits_s == [10.0, 20.0, 35.0, 35.0]


def test_a_cancelled_call_counts_for_nothing_and_its_probe_may_be_made_again() -> None:
    clock = Stopwatch()
    breaker = Breaker(BreakerRules(in_a_row=1, open_s=10.0, probes=1), now=clock)
    make_call(breaker, FAILED)
    clock.now_s = 10.0

    for _ in range(5):
        probe = breaker.admit()
        assert probe is not None
        breaker.release(probe)
    make_call(breaker, FINE)

    assert breaker.state is BreakerState.CLOSED


def test_what_began_before_it_opened_says_nothing_about_after() -> None:
    clock = Stopwatch()
    breaker = Breaker(BreakerRules(in_a_row=1, open_s=10.0, probes=1), now=clock)
    early = breaker.admit()
    make_call(breaker, FAILED)
    clock.now_s = 10.0
    probe = breaker.admit()
    assert early is not None
    assert probe is not None

    breaker.settle(early, FAILED)
    after_the_early_one = breaker.state
    breaker.settle(probe, FINE)

    assert after_the_early_one is BreakerState.HALF_OPEN
    assert breaker.state is BreakerState.CLOSED


def test_opened_from_outside_it_waits_as_long_as_it_was_told() -> None:
    clock = Stopwatch()
    breaker = Breaker(RULES, now=clock)

    breaker.open_now(for_s=4.0)
    clock.now_s = 3.9
    early = breaker.admit()
    clock.now_s = 4.0

    assert early is None
    assert breaker.allows
    assert breaker.opens_in_s == pytest.approx(0.0)
