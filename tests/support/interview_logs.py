"""Event logs of finished interviews: every question of a pack asked once, answered as a function says."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from vivavoce.domain.events import (
    CandidateTurnEnded,
    InterviewerSpoke,
    LoggedEvent,
    MoveMade,
    QuestionClosed,
    SectionEntered,
    SessionEnded,
    SessionEvent,
    SessionStarted,
    UtteranceHeard,
)
from vivavoce.domain.role_pack import Question, RolePack
from vivavoce.domain.session import Accommodations, EndReason
from vivavoce.domain.transcript import Speaker, Turn, Word

STARTED_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
WORDS_PER_S = 2.6

type Answers = Callable[[Question], str | None]
"""What is answered to a question; None: it is not asked."""


def timed_turn(turn_id: str, text: str, *, start_s: float = 0.0, speaker: Speaker = Speaker.CANDIDATE) -> Turn:
    """Return a turn whose words follow each other evenly."""
    words = tuple(
        Word(text=word, start_s=start_s + at / WORDS_PER_S, end_s=start_s + (at + 1) / WORDS_PER_S)
        for at, word in enumerate(text.split())
    )
    end_s = words[-1].end_s if words else start_s + 1.0
    return Turn(id=turn_id, speaker=speaker, text=text, start_s=start_s, end_s=end_s, words=words)


def logged(events: Sequence[SessionEvent]) -> list[LoggedEvent]:
    return [LoggedEvent(seq=seq, event=event) for seq, event in enumerate(events, start=1)]


def interview_log(pack: RolePack, answers: Answers, *, versions: dict[str, str] | None = None) -> list[SessionEvent]:
    """Return the events of an interview that asked each question, followed none up, and ran to its end."""
    log = _Log(versions or {"pack": pack.sha256})
    for section in pack.sections:
        log.add(SectionEntered(at=log.at, at_s=log.at_s, section=section.kind.value))
        for question in section.questions:
            answer = answers(question)
            if answer is None:
                log.add(QuestionClosed(at=log.at, at_s=log.at_s, question_id=question.id, reason="time"))
            else:
                log.ask(section.kind.value, question, answer)
    log.add(SessionEnded(at=log.at, at_s=log.at_s, reason=EndReason.COMPLETED))
    return log.events


class _Log:
    def __init__(self, versions: dict[str, str]) -> None:
        self.at_s = 0.0
        self.events: list[SessionEvent] = []
        accommodations = Accommodations(patience_factor=2.0, typed=True)
        self.add(SessionStarted(at=self.at, at_s=0.0, versions=versions, accommodations=accommodations))

    @property
    def at(self) -> datetime:
        return STARTED_AT + timedelta(seconds=self.at_s)

    def add(self, event: SessionEvent) -> None:
        self.events.append(event)

    def ask(self, section: str, question: Question, answer: str) -> None:
        asked_id, answer_id = f"ask-{question.id}", f"answer-{question.id}"
        self.add(
            MoveMade(
                at=self.at,
                at_s=self.at_s,
                move="ask",
                turn_id=asked_id,
                section=section,
                question_id=question.id,
                text=question.text,
            )
        )
        spoken = timed_turn(asked_id, question.text, start_s=self.at_s, speaker=Speaker.INTERVIEWER)
        self.at_s = spoken.end_s
        self.add(InterviewerSpoke(at=self.at, at_s=self.at_s, turn=spoken))
        turn = timed_turn(answer_id, answer, start_s=self.at_s + 1.0)
        self.at_s = turn.end_s
        self.add(UtteranceHeard(at=self.at, at_s=self.at_s, utterance=turn))
        self.add(CandidateTurnEnded(at=self.at, at_s=self.at_s, turn=turn, act="answer"))
        self.add(QuestionClosed(at=self.at, at_s=self.at_s, question_id=question.id, reason="follow_ups_used"))


def strong(question: Question) -> str:
    """Everything an expert would say."""
    return " ".join(point.text for point in question.expected) or "About four years of it, mostly on one system."


def average(question: Question) -> str:
    """Every other point."""
    return " ".join(point.text for point in question.expected[::2]) or "About two years of it, mostly on one system."


def weak(question: Question) -> str:
    """Something on the topic, hardly a point."""
    if not question.expected:
        return "Some months of it."
    first = question.expected[-1].text.split(",")[0]
    return f"{first}. I would talk to the team and see what they think about that."
