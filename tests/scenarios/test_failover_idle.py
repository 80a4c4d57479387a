"""Realtime sessions that die while nobody speaks: another one is there before anybody does, and the record says why."""

import pytest

from tests.scenarios.failover_stage import ANSWERS, FailoverStage
from tests.scenarios.test_failover import FRAMES_S, assert_whole
from tests.support.faulty_models import FAULTS, FaultyRealtimeModel, Strike
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault
from vivavoce.routing.breaker import BreakerState

ANSWERING_S = 3.5
"""In the middle of the first answer: the first question has been heard, the second is not being asked yet."""


def played(*models: FaultyRealtimeModel) -> FailoverStage:
    stage = FailoverStage(realtime=models).play()
    assert_whole(stage)
    return stage


@pytest.mark.parametrize("strike", [Strike.CUT, Strike.LIMIT])
def test_a_session_cut_while_nobody_speaks_costs_the_next_reply_nothing(strike: Strike) -> None:
    undisturbed = played(FaultyRealtimeModel("only")).replied_after_s()
    model = FaultyRealtimeModel("only", dies_idle={1: (ANSWERING_S, strike)})

    stage = played(model)

    assert len(model.sessions) == 2
    assert model.sessions[1].turns == [*ANSWERS]
    assert [(one.from_provider, one.to_provider, one.fault) for one in stage.partner.failovers] == [
        ("only", "only", FAULTS[strike])
    ]
    assert stage.replied_after_s() == pytest.approx(undisturbed, abs=FRAMES_S)
    assert stage.breaker("only", Capability.REALTIME) is BreakerState.CLOSED


def test_a_session_that_stands_by_takes_over_from_one_that_dies_unheard() -> None:
    model = FaultyRealtimeModel("first", dies_idle={1: (ANSWERING_S, Strike.MALFORMED)})
    spare = FaultyRealtimeModel("second", cheap_standby=True, connect_s=1.9)

    stage = played(model, spare)

    assert [(one.from_provider, one.to_provider) for one in stage.partner.failovers] == [("first", "second")]
    assert stage.partner.failovers[0].gap_ms == pytest.approx(0.0, abs=1.0)
    assert spare.sessions[0].turns == [*ANSWERS]


def test_a_refused_session_is_not_opened_again_and_the_cascade_is_told_of() -> None:
    model = FaultyRealtimeModel("only", dies_idle={1: (ANSWERING_S, Strike.REFUSED)})

    stage = played(model)

    assert len(model.sessions) == 1
    assert [(one.to_provider, one.fault) for one in stage.partner.failovers] == [("cascade", Fault.REFUSED)]
    assert stage.breaker("only", Capability.REALTIME) is BreakerState.OPEN


def test_a_vendor_whose_sessions_keep_dying_is_left_alone_by_its_breaker() -> None:
    model = FaultyRealtimeModel("only", dies_idle=dict.fromkeys(range(1, 99), (0.5, Strike.CUT)))

    stage = played(model)

    assert stage.breaker("only", Capability.REALTIME) is not BreakerState.CLOSED
    assert len(model.sessions) <= 6
    assert {one.fault for one in stage.partner.failovers} == {Fault.CUT}


def test_a_standby_that_dies_is_replaced_without_a_word() -> None:
    spare = FaultyRealtimeModel("second", cheap_standby=True, dies_idle={1: (1.0, Strike.CUT)})

    stage = played(FaultyRealtimeModel("first"), spare)

    assert len(spare.sessions) == 2
    assert stage.partner.failovers == []
