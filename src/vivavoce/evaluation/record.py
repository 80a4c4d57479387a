"""What an evaluator may know of an interview: the transcript, what became of each question, and notes. Nothing else.

Accommodations, names and audio are left out here, once, so that no scoring step can see them (laws 5 and 9).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vivavoce.domain.consent import Purpose
from vivavoce.domain.events import (
    CandidateTurnEnded,
    ConsentChanged,
    Flagged,
    HumanRequested,
    LoggedEvent,
    MoveMade,
    QuestionClosed,
    SessionEnded,
    SessionStarted,
)
from vivavoce.domain.report import Flag
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import EndReason
from vivavoce.domain.transcript import Mark, Speaker, Transcript, Turn
from vivavoce.evaluation.transcript import transcript_of

ANSWER_ACTS = frozenset({"answer", "short", "off_topic", "continuation", "correction", "does_not_know", "skip", ""})
"""Candidate acts that reply to the question. What asks, waits or commands ("repeat", "hold", "leave" …) does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """What became of one planned question."""

    question_id: str
    section: str
    asked: bool
    closed: str = ""
    """Why it ended: covered, follow_ups_used, skipped, does_not_know, time, silence …; empty: the interview ended first."""
    follow_ups: int = 0
    answer_turn_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewRecord:
    """One interview as evaluators see it."""

    transcript: Transcript
    questions: tuple[QuestionRecord, ...]
    flags: tuple[Flag, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    """Pinned when the session began."""
    ended: EndReason | None = None
    may_be_scored: bool = True
    """False when the candidate refused automated evaluation, or took the consent back."""

    def answers(self, question_id: str) -> tuple[Turn, ...]:
        """Return the turns that reply to a question, oldest first."""
        ids = next((set(one.answer_turn_ids) for one in self.questions if one.question_id == question_id), set())
        return tuple(turn for turn in self.transcript.turns if turn.id in ids)


def record_of(session_id: str, events: Sequence[LoggedEvent], pack: RolePack) -> InterviewRecord:
    """Fold a session's log into what evaluators may know."""
    transcript = transcript_of(session_id, events)
    acts = {one.event.turn.id: one.event for one in events if isinstance(one.event, CandidateTurnEnded)}
    return InterviewRecord(
        transcript=transcript,
        questions=tuple(_questions(pack, transcript, events, acts)),
        flags=tuple(_flags(transcript, events)),
        versions=next((one.event.versions for one in events if isinstance(one.event, SessionStarted)), {}),
        ended=next((one.event.reason for one in events if isinstance(one.event, SessionEnded)), None),
        may_be_scored=_may_be_scored(events),
    )


def _questions(
    pack: RolePack, transcript: Transcript, events: Sequence[LoggedEvent], acts: Mapping[str, CandidateTurnEnded]
) -> Iterable[QuestionRecord]:
    moves = [one.event for one in events if isinstance(one.event, MoveMade)]
    asked = {move.question_id for move in moves if move.question_id and move.move in {"ask", "open"}}
    # A question that got an answer was asked, whatever the log calls the move.
    asked |= {turn.question_id for turn in transcript.turns if turn.speaker is Speaker.CANDIDATE and turn.text.strip()}
    closed = {one.event.question_id: one.event.reason for one in events if isinstance(one.event, QuestionClosed)}
    for section in pack.sections:
        for question in section.questions:
            yield QuestionRecord(
                question_id=question.id,
                section=section.kind.value,
                asked=question.id in asked,
                closed=closed.get(question.id, ""),
                follow_ups=sum(move.move == "probe" and move.question_id == question.id for move in moves),
                answer_turn_ids=tuple(
                    turn.id
                    for turn in transcript.turns
                    if turn.question_id == question.id and _replies(turn, acts.get(turn.id))
                ),
            )


def _replies(turn: Turn, ended: CandidateTurnEnded | None) -> bool:
    if turn.speaker is not Speaker.CANDIDATE:
        return False
    return ended is None or ended.act in ANSWER_ACTS or bool(ended.covered) or Mark.INAUDIBLE in turn.marks


def _flags(transcript: Transcript, events: Sequence[LoggedEvent]) -> Iterable[Flag]:
    known = {turn.id for turn in transcript.turns}
    for logged in events:
        event = logged.event
        if isinstance(event, Flagged):
            yield Flag(kind=event.flag, message=event.message, turn_id=event.turn_id if event.turn_id in known else "")
        elif isinstance(event, HumanRequested):
            yield Flag(kind="human_requested", message="The candidate asked to talk to a person.")


def _may_be_scored(events: Sequence[LoggedEvent]) -> bool:
    decisions = [
        one.event.granted
        for one in events
        if isinstance(one.event, ConsentChanged) and one.event.purpose is Purpose.AUTOMATED_EVALUATION
    ]
    return decisions[-1] if decisions else True
