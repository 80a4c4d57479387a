"""Replies that a realtime model begins before it is certain that the turn is over: heard earlier, or never heard of."""

import pytest

from tests.scenarios.failover_stage import ANSWERS, HESITATES, QUESTIONS, FailoverStage, Interview
from tests.scenarios.test_failover import assert_whole
from tests.support.faulty_models import FAULTS, FaultyRealtimeModel, Strike
from vivavoce.domain.capability import Capability
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.domain.transcript import Turn
from vivavoce.routing.breaker import BreakerState

FIRST_S = 0.3
HESITANT = (ANSWERS[0], f"The queue gives its work to another one.{HESITATES}And we would of course get an alert.")


class AsksFromDrafts(Interview):
    """Asks planned questions, for which draft words will do."""

    def _reply(self, number: int) -> Reply:
        planned = super()._reply(number)
        return Reply(id=planned.id, parts=planned.parts)


def held(model: FaultyRealtimeModel, **how: object) -> FailoverStage:
    stage = FailoverStage(realtime=(model,), **how).play()  # type: ignore[arg-type]  # a scenario names the fields
    assert_whole(stage)
    return stage


@pytest.mark.parametrize(("partner", "earlier_s"), [(Interview, 0.05), (AsksFromDrafts, 0.15)])
def test_a_reply_is_heard_earlier_when_the_model_begins_as_soon_as_the_turn_sounds_over(
    partner: type[Interview], earlier_s: float
) -> None:
    usual = held(FaultyRealtimeModel("model", first_s=FIRST_S), partner=partner())
    model = FaultyRealtimeModel("model", first_s=FIRST_S, takes_back=True)

    early = held(model, partner=partner())

    short_answer_s, long_answer_s = (
        before - now for before, now in zip(usual.replied_after_s(), early.replied_after_s(), strict=True)
    )
    assert short_answer_s >= FIRST_S  # an answer that may go on is waited for: the whole reply is there by then
    assert long_answer_s >= earlier_s
    assert model.sessions[0].spoken == [*QUESTIONS]
    assert model.sessions[0].cut_to_s == []


def test_a_reply_begun_too_early_is_never_heard_and_leaves_no_trace() -> None:
    model = FaultyRealtimeModel("model", first_s=0.0, takes_back=True)

    stage = held(model, answers=HESITANT)

    assert model.sessions[0].spoken == [*QUESTIONS, QUESTIONS[-1]]
    assert model.sessions[0].cut_to_s == [0.0]
    assert " ".join(stage.line.words()) == " ".join(QUESTIONS)
    assert stage.partner.failovers == []
    assert stage.breaker("model", Capability.REALTIME) is BreakerState.CLOSED


def test_where_nothing_can_be_taken_back_the_model_is_asked_once_the_turn_is_over() -> None:
    model = FaultyRealtimeModel("model", first_s=0.0, takes_back=False)

    held(model, answers=HESITANT)

    assert model.sessions[0].spoken == [*QUESTIONS]


class Reconsiders(AsksFromDrafts):
    """Asks something else as soon as the words are exact."""

    async def prepare(self, turn: Turn, *, exact: bool) -> Reply:
        reply = await super().prepare(turn, exact=exact)
        return reply if exact else Reply(id="draft", parts=("Did you say that it went well?",))


def test_the_reply_to_a_draft_gives_way_to_the_exact_one_unheard() -> None:
    model = FaultyRealtimeModel("model", first_s=FIRST_S, takes_back=True)

    stage = held(model, partner=Reconsiders())

    assert "Did you say that it went well?" in model.sessions[0].spoken
    assert " ".join(stage.line.words()) == " ".join(QUESTIONS)


@pytest.mark.parametrize("strike", [Strike.CUT, Strike.ERROR, Strike.SILENT])
def test_a_model_that_fails_before_anybody_listens_costs_less_than_a_gap(strike: Strike) -> None:
    broken = FaultyRealtimeModel("first", {2: strike}, takes_back=True)
    late = FaultyRealtimeModel("first", {2: strike})

    stage = FailoverStage(realtime=(broken, FaultyRealtimeModel("second"))).play()
    usual = FailoverStage(realtime=(late, FaultyRealtimeModel("second"))).play()

    assert_whole(stage)
    assert stage.partner.failovers[0].fault is FAULTS[strike]
    assert stage.replied_after_s()[0] <= usual.replied_after_s()[0] - 0.25
