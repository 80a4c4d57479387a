"""A section ends within 15 % of its box, or earlier for a reason on record; written answers count as if they had been said."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support.packs import a_pack
from vivavoce.domain.events import (
    CandidateTurnEnded,
    InterviewerSpoke,
    MoveMade,
    Paused,
    Resumed,
    SectionEntered,
    SectionLeft,
    SessionEvent,
)
from vivavoce.domain.session import EndReason
from vivavoce.domain.transcript import Mark, Speaker, Turn
from vivavoce.interview.conductor import Conductor
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.state import InterviewState, QuestionState, apply
from vivavoce.interview.time_boxes import TimeBoxes

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PACK = a_pack()
BOX_S = 8 * 60.0
MOVE_ON = Choice(move=Move.MOVE_ON, parts=("Next?",), close_reason="covered")


def _technical(*asked: str, answers_s: tuple[float, ...] = (30.0, 30.0, 30.0), **changes: object) -> InterviewState:
    """The last of these is open; answers took so long."""
    state = InterviewState(
        started=True,
        opened=True,
        section="technical",
        sections=("intro", "technical"),
        question_id=asked[-1],
        questions={one: QuestionState(asked_at_s=0.0, section="technical") for one in asked},
        answer_times_s=answers_s,
    )
    return replace(state, **changes)  # type: ignore[arg-type]  # named by each test


def _reason(state: InterviewState, now_s: float, choice: Choice = MOVE_ON) -> str | None:
    scene = Conductor(PACK).scene(state, now_s=now_s)
    events = Conductor(PACK).events(choice, scene, reply_id="r", at=NOW, at_s=now_s)
    return next((event.reason for event in events if isinstance(event, SectionLeft)), None)


@pytest.mark.parametrize(("share", "goes_on"), [(0.5, True), (0.84, True), (0.86, False)])
def test_an_optional_question_is_asked_until_the_section_is_within_its_box(share: float, goes_on: bool) -> None:
    state = _technical("slow-queries", "lost-messages")

    step = Conductor(PACK).next_step(state, now_s=share * BOX_S)

    assert (step.section.kind == "technical") is goes_on


def test_an_optional_question_that_would_end_far_beyond_the_box_is_not_begun() -> None:
    slow = _technical("slow-queries", "lost-messages", answers_s=(180.0, 180.0))

    assert _reason(slow, 0.8 * BOX_S) == "time"


def test_what_an_answer_usually_takes_is_not_told_by_one_of_twenty_minutes() -> None:
    state = _technical("slow-queries", answers_s=(20.0, 1200.0, 30.0))

    assert state.typical_answer_s == 30.0
    assert TimeBoxes(PACK).fits_follow_up(state, 0.3 * BOX_S)


def test_there_is_time_to_go_deeper_only_beside_all_questions_still_to_be_asked() -> None:
    early, late = _technical("slow-queries"), _technical("slow-queries", "lost-messages", "easy-types")

    def to_spare(state: InterviewState, share: float) -> bool:
        return Conductor(PACK).scene(state, now_s=share * BOX_S).to_spare

    assert to_spare(early, 0.1)
    assert not to_spare(early, 0.7)
    assert to_spare(late, 0.7)


def test_a_quick_candidate_is_followed_up_where_a_slow_one_would_miss_core_questions() -> None:
    boxes = TimeBoxes(PACK)
    late_s = 0.7 * BOX_S

    assert boxes.fits_follow_up(_technical("slow-queries", answers_s=(15.0, 12.0, 20.0)), late_s)
    assert not boxes.fits_follow_up(_technical("slow-queries", answers_s=(70.0, 80.0, 60.0)), late_s)
    assert not boxes.fits_follow_up(_technical("slow-queries", answers_s=(15.0,)), late_s)


def test_behind_the_last_question_a_follow_up_may_run_over_as_any_answer_may() -> None:
    slow = _technical("slow-queries", "lost-messages", answers_s=(150.0, 150.0, 150.0))

    assert TimeBoxes(PACK).fits_follow_up(slow, 0.8 * BOX_S)
    assert not TimeBoxes(PACK).fits_follow_up(slow, 0.9 * BOX_S)


def test_a_section_goes_on_record_with_why_it_ended() -> None:
    everything = ("slow-queries", "lost-messages", "hard-locks", "easy-types")

    assert _reason(_technical("slow-queries"), 100.0) is None
    assert _reason(_technical(*everything), 200.0) == "all_asked"
    assert _reason(_technical("slow-queries", "lost-messages", "easy-types"), 200.0) == "tier"
    assert _reason(_technical("slow-queries"), 0.95 * BOX_S) == "time"
    assert _reason(_technical("slow-queries", budget_spent=True), 100.0) == "budget"
    left = Choice(move=Move.CLOSE, parts=("Bye.",), ends=EndReason.CANDIDATE_LEFT)
    assert _reason(_technical("slow-queries"), 100.0, left) == "candidate_left"


def test_an_interview_that_breaks_off_leaves_its_section_once() -> None:
    state = _technical("slow-queries")
    gone = Conductor(PACK).left_open(state, "candidate_left", at=NOW, at_s=50.0)
    after = state
    for event in gone:
        after = apply(after, event)

    assert [event.reason for event in gone if isinstance(event, SectionLeft)] == ["candidate_left"]
    assert not any(isinstance(event, SectionLeft) for event in Conductor(PACK).left_open(after, "x", at=NOW, at_s=50.0))


def _asked_at(at_s: float) -> list[SessionEvent]:
    """The question is asked for ten seconds."""
    asked = MoveMade(
        at=NOW, at_s=at_s, move="ask", turn_id="ask", section="technical", question_id="slow-queries", text="How?"
    )
    spoken = Turn(id="ask", speaker=Speaker.INTERVIEWER, text="How?", start_s=at_s, end_s=at_s + 10)
    return [asked, InterviewerSpoke(at=NOW, at_s=at_s + 10, turn=spoken)]


def _answered(at_s: float, *, typed: bool, took_s: float = 0.0) -> CandidateTurnEnded:
    turn = Turn(
        id="turn",
        speaker=Speaker.CANDIDATE,
        text="With an index.",
        start_s=at_s - took_s,
        end_s=at_s,
        question_id="slow-queries",
        marks=(Mark.TYPED,) if typed else (),
    )
    return CandidateTurnEnded(at=NOW, at_s=at_s, turn=turn, act="answer", covered=("index",))


def _after(*events: SessionEvent) -> InterviewState:
    state = InterviewState(started=True)
    for event in (SectionEntered(at=NOW, at_s=0.0, section="technical"), *events):
        state = apply(state, event)
    return state


def test_a_written_answer_counts_as_if_it_had_been_said() -> None:
    written = _after(*_asked_at(0.0), _answered(190.0, typed=True))
    spoken = _after(*_asked_at(0.0), _answered(70.0, typed=False, took_s=60.0))

    assert written.spent_s(190.0) == pytest.approx(spoken.spent_s(70.0))
    assert written.typical_answer_s == pytest.approx(spoken.typical_answer_s)
    assert TimeBoxes(PACK).section_left_s(written, 190.0) == pytest.approx(BOX_S - 70.0)


def test_a_pause_while_writing_costs_and_credits_nothing() -> None:
    paused, resumed = Paused(at=NOW, at_s=50.0, by="candidate"), Resumed(at=NOW, at_s=950.0)
    written = _after(*_asked_at(0.0), paused, resumed, _answered(1090.0, typed=True))

    assert written.spent_s(1090.0) == pytest.approx(70.0)


def test_a_message_sent_while_the_interviewer_still_speaks_is_credited_nothing_it_did_not_take() -> None:
    asked, _ = _asked_at(0.0)
    written = _after(asked, _answered(3.0, typed=True))

    assert written.spent_s(3.0) == pytest.approx(1.0)
    assert written.spent_s(3.0) >= written.section_entered_s
