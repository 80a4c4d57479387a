"""Whole interviews in virtual time: every temperament reaches its end in order."""

import pytest

from tests.support.interviews import SESSION, Stage
from tests.support.packs import a_pack
from tests.support.scripted_engine import Spoken
from tests.support.temperaments import TEMPERAMENTS, Temperament
from tests.support.virtual_time import run_virtual
from vivavoce.domain.session import Accommodations, EndReason, SessionStatus
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.interview.state import InterviewState
from vivavoce.interview.time_boxes import TimeBoxes

ORDER = [section.kind.value for section in a_pack().sections]
TALKERS = sorted(set(TEMPERAMENTS) - {"silent"})
BRIEF = sorted(set(TALKERS) - {"rambling", "endless"})


async def _whole(name: str, accommodations: Accommodations | None = None) -> tuple[EndReason, InterviewState, Stage]:
    stage = Stage(accommodations=accommodations)
    await stage.invite()
    await stage.connect(Temperament(stage.pack, TEMPERAMENTS[name]))
    reason = await stage.finished()
    state = await stage.state()
    await stage.host.aclose()
    return reason, state, stage


@pytest.mark.parametrize("name", TALKERS)
def test_everyone_who_talks_reaches_the_close_in_order(name: str) -> None:
    (reason, state, stage), _ = run_virtual(_whole(name))

    assert reason is EndReason.COMPLETED
    assert list(state.sections) == ORDER
    assert stage.engine.heard[0].text.startswith(INTERVIEWER.disclosure)
    assert stage.engine.heard[-1].text.endswith(stage.pack.closing)
    assert not stage.host.linter_violations


@pytest.mark.parametrize("name", sorted(TEMPERAMENTS))
def test_every_planned_question_was_asked_or_has_the_reason_why_not(name: str) -> None:
    (_, state, stage), _ = run_virtual(_whole(name))

    for section in stage.pack.sections:
        for question in section.questions:
            assert state.of_question(question.id).closed, question.id


@pytest.mark.parametrize("name", BRIEF)
def test_who_answers_at_ordinary_length_is_asked_every_core_question(name: str) -> None:
    (_, state, stage), _ = run_virtual(_whole(name))

    core = [question.id for section in stage.pack.sections for question in section.questions if question.core]
    assert [one for one in core if state.of_question(one).asked_at_s is None] == []


@pytest.mark.parametrize("name", sorted(set(TALKERS) - {"endless"}))
def test_sections_keep_to_their_time_boxes(name: str) -> None:
    (_, _, stage), took_s = run_virtual(_whole(name))

    entered = _section_times(stage)
    for section, begun_s, ended_s in zip(
        stage.pack.sections, entered, [*entered[1:], stage.engine.heard[-1].at_s], strict=True
    ):
        # An answer that has begun is never cut short: the last one may run over.
        assert ended_s - begun_s <= 1.15 * section.minutes * 60, section.kind
    assert took_s <= 1.15 * stage.pack.minutes * 60


def test_an_endless_talker_is_not_interrupted_and_still_gets_to_ask() -> None:
    (reason, state, stage), _ = run_virtual(_whole("endless"))

    assert reason is EndReason.COMPLETED
    assert "yours" in {line.question_id for line in stage.engine.heard}
    assert state.of_question("lost-messages").closed == "time"


def test_a_candidate_who_never_speaks_gets_one_offer_a_question_and_then_a_graceful_end() -> None:
    (reason, _, stage), took_s = run_virtual(_whole("silent"))

    offers = [line for line in stage.engine.heard if "Take your time" in line.text]
    assert reason is EndReason.NO_ANSWER
    assert len(offers) == 2
    assert "I will end the interview here" in stage.engine.heard[-1].text
    assert took_s < 300


def test_more_is_covered_by_who_says_more() -> None:
    def covered(name: str) -> int:
        (_, state, _), _ = run_virtual(_whole(name))
        return sum(len(question.covered) for question in state.questions.values())

    assert covered("strong") > covered("average") > covered("weak")


def test_strong_answers_open_harder_optional_questions_and_weak_ones_do_not() -> None:
    (_, strong, _), _ = run_virtual(_whole("strong"))
    (_, weak, _), _ = run_virtual(_whole("weak"))

    assert strong.tier == 3
    assert strong.of_question("hard-locks").asked_at_s is not None
    assert weak.tier == 1
    assert weak.of_question("hard-locks").closed == "tier"


def test_more_time_as_an_accommodation_stretches_every_box() -> None:
    (_, usual, stage), _ = run_virtual(_whole("rambling"))
    (_, stretched, _), _ = run_virtual(_whole("rambling", Accommodations(patience_factor=2.0)))

    assert TimeBoxes(stage.pack, 2.0).total_s == 2 * TimeBoxes(stage.pack).total_s
    assert usual.of_question("slow-queries").follow_ups == 0
    assert stretched.of_question("slow-queries").follow_ups == 2


def test_candidates_questions_are_answered_from_the_pack_or_passed_on() -> None:
    (_, state, stage), _ = run_virtual(_whole("curious"))

    said = " ".join(line.text for line in stage.engine.heard)
    assert "The team has seven people." in said
    assert "Two days a week are remote." in said
    assert "I do not have that information" in said
    assert state.flags == ("unanswered_question",)


def test_time_is_never_counted_down_aloud() -> None:
    (_, _, stage), _ = run_virtual(_whole("rambling"))

    said = " ".join(line.text.lower() for line in _spoken_by_interviewer(stage)[1:])
    assert not any(word in said for word in ("minutes left", "running out", "hurry", "quickly", "seconds"))


def test_the_record_of_the_session_says_how_it_ended() -> None:
    async def play() -> None:
        _, _, stage = await _whole("strong")
        session = await stage.sessions.get(SESSION)

        assert session is not None
        assert session.status is SessionStatus.EVALUATING
        assert session.end_reason is EndReason.COMPLETED
        assert session.started_at is not None
        assert session.ended_at is not None
        assert stage.ended == [(SESSION, EndReason.COMPLETED)]

    run_virtual(play())


def test_many_interviews_go_on_side_by_side_without_touching_each_other() -> None:
    async def play() -> Stage:
        stage = Stage()
        names = sorted(TEMPERAMENTS) * 4
        for number, name in enumerate(names):
            await stage.invite(f"ses_{number}")
            await stage.connect(Temperament(stage.pack, TEMPERAMENTS[name]), session_id=f"ses_{number}")
        stage.ends_expected = len(names)
        await stage.finished()
        await stage.host.aclose()
        return stage

    stage, _ = run_virtual(play())

    reasons = [reason for _, reason in stage.ended]
    assert len(reasons) == 48
    assert reasons.count(EndReason.NO_ANSWER) == 4
    assert reasons.count(EndReason.COMPLETED) == 44


def _spoken_by_interviewer(stage: Stage) -> list[Spoken]:
    return [line for line in stage.engine.heard if line.speaker == "interviewer"]


def _section_times(stage: Stage) -> list[float]:
    bridges = [section.bridge for section in stage.pack.sections]
    return [next(line.at_s for line in _spoken_by_interviewer(stage) if bridge in line.text) for bridge in bridges]
