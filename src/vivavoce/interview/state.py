"""The state of an interview: a pure fold over its event log. Replaying the log gives the same state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from statistics import median
from types import MappingProxyType

from vivavoce.domain.events import (
    CandidateTurnEnded,
    Flagged,
    HumanRequested,
    InterviewerSpoke,
    LineAttached,
    LineLost,
    LoggedEvent,
    MoveMade,
    PaceChanged,
    Paused,
    QuestionClosed,
    Resumed,
    SectionEntered,
    SectionLeft,
    SessionEnded,
    SessionEvent,
    SessionStarted,
    TierRaised,
    ToolCalled,
    UsageMetered,
    UtteranceHeard,
)
from vivavoce.domain.session import Accommodations, EndReason
from vivavoce.domain.transcript import Mark, Turn
from vivavoce.interview.acts import Act
from vivavoce.interview.moves import AWAITS_DECISION, Move
from vivavoce.interview.pace import TYPING_FACTOR

_HEARD_ENOUGH = 0.6
"""A question cut off before this share of its words was not heard."""
_ANSWERS = frozenset({Act.ANSWER, Act.SHORT, Act.CONTINUATION, Act.CORRECTION, Act.OFF_TOPIC})
_NOT_UNDERSTOOD = frozenset({Act.INAUDIBLE, Act.OTHER_LANGUAGE})
_SPEAKS_TO_US = frozenset(Act) - {Act.NOTHING} - _NOT_UNDERSTOOD
_UNANSWERED = frozenset({"silence", "inaudible", "other_language"})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionState:
    """One planned question so far."""

    asked_at_s: float | None = None
    """None: closed without having been asked."""
    section: str = ""
    answers: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    """The turns these answers were given in."""
    covered: frozenset[str] = frozenset()
    follow_ups: int = 0
    probe_texts: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()
    redirected: bool = False
    closed: str = ""
    """The reason, when closed."""

    @property
    def waits(self) -> bool:
        """It has not been asked, and still may be."""
        return self.asked_at_s is None and not self.closed


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewState:
    """Everything the conductor and a brain may know about the interview's course."""

    started: bool = False
    accommodations: Accommodations = field(default_factory=Accommodations)
    at_s: float = 0.0
    """The session clock at the last event."""
    stopped_s: float = 0.0
    """Session-clock seconds that do not count as interview time: pauses, what a crash left unaccounted, and what writing takes
    longer than speaking."""
    connected: bool = False
    paused_at_s: float | None = None
    opened: bool = False
    """The opening, and with it the AI disclosure, was heard."""
    section: str = ""
    section_entered_s: float = 0.0
    """In interview time."""
    section_left: str = ""
    """Why the section ended; empty while it runs."""
    sections: tuple[str, ...] = ()
    question_id: str = ""
    """The open question; empty between questions."""
    last_closed: str = ""
    questions: Mapping[str, QuestionState] = field(default_factory=lambda: MappingProxyType({}))
    tier: int = 1
    moves: int = 0
    turns: int = 0
    candidate_questions: int = 0
    question_heard: bool = True
    floor_since_s: float = 0.0
    """Interview time at which the interviewer fell silent last."""
    last_move: MoveMade | None = None
    awaiting: str = ""
    """The move whose answer is expected next (`AWAITS_DECISION`); empty: the open question's."""
    pending: tuple[Turn, ...] = ()
    """Utterances since the last turn ended."""
    offers: int = 0
    """Silence offers since the candidate last spoke."""
    silent_questions: int = 0
    """Questions in a row closed because nobody spoke, or because nothing could be understood."""
    not_understood: int = 0
    """Turns in a row, at the open question, of which no word could be understood."""
    answer_times_s: tuple[float, ...] = ()
    """What each answer took, as if all had been spoken."""
    asked_slower: bool = False
    patience_factor: float = 1.0
    """Multiplies every section's patience, beside the accommodation."""
    warned: bool = False
    """A calm boundary was set once."""
    human_requested: bool = False
    flags: tuple[str, ...] = ()
    budget_spent: bool = False
    """Only the candidate's questions and the wrap-up are still done."""
    tool_calls: tuple[ToolCalled, ...] = ()
    ends: EndReason | None = None
    """The closing words have been begun."""
    ended: EndReason | None = None

    @property
    def paused(self) -> bool:
        return self.paused_at_s is not None

    def spent_s(self, now_s: float) -> float:
        """Return the interview time at this point of the session clock: it stops in pauses."""
        until_s = now_s if self.paused_at_s is None else self.paused_at_s
        return max(0.0, until_s - self.stopped_s)

    @property
    def typical_answer_s(self) -> float:
        """The median: one answer of twenty minutes says little about the next."""
        return median(self.answer_times_s) if self.answer_times_s else 0.0

    @property
    def last_answer_s(self) -> float:
        return self.answer_times_s[-1] if self.answer_times_s else 0.0

    def of_question(self, question_id: str) -> QuestionState:
        return self.questions.get(question_id, QuestionState())

    @property
    def open_question(self) -> QuestionState:
        return self.of_question(self.question_id)


def fold(events: Iterable[LoggedEvent], state: InterviewState | None = None) -> InterviewState:
    """Return the state after these events."""
    state = state or InterviewState()
    for logged in events:
        state = apply(state, logged.event)
    return state


def apply(state: InterviewState, event: SessionEvent) -> InterviewState:
    """Return the state after one more event."""
    moved = replace(state, at_s=max(state.at_s, event.at_s))
    match event:
        case SessionStarted():
            return replace(moved, started=True, accommodations=event.accommodations)
        case LineAttached():
            return replace(moved, connected=True, stopped_s=moved.stopped_s + _unaccounted_s(state, event))
        case LineLost():
            return replace(moved, connected=False)
        case Paused():
            return moved if moved.paused else replace(moved, paused_at_s=event.at_s)
        case Resumed():
            return _resumed(moved, event)
        case SessionEnded():
            return replace(moved, ended=event.reason, connected=False)
        case HumanRequested():
            return replace(moved, human_requested=True)
        case ToolCalled():
            return replace(moved, tool_calls=(*moved.tool_calls, event))
        case Flagged():
            return replace(moved, flags=(*moved.flags, event.flag))
        case _:
            return _apply_talk(moved, event)


def _apply_talk(state: InterviewState, event: SessionEvent) -> InterviewState:
    match event:
        case SectionEntered() | SectionLeft():
            return _sectioned(state, event)
        case MoveMade():
            return _moved(state, event)
        case UtteranceHeard():
            return replace(state, pending=(*state.pending, event.utterance), offers=0)
        case CandidateTurnEnded():
            return _answered(state, event)
        case InterviewerSpoke():
            return _spoken(state, event)
        case QuestionClosed():
            return _closed(state, event)
        case TierRaised():
            return replace(state, tier=event.tier)
        case PaceChanged():
            return replace(state, patience_factor=event.patience_factor)
        case UsageMetered():
            return replace(state, budget_spent=state.budget_spent or event.budget == "close")
        case _:
            return state


def _sectioned(state: InterviewState, event: SectionEntered | SectionLeft) -> InterviewState:
    if isinstance(event, SectionLeft):
        return replace(state, section_left=event.reason)
    return replace(
        state,
        section=event.section,
        section_left="",
        sections=(*state.sections, event.section),
        section_entered_s=state.spent_s(event.at_s),
        question_id="",
    )


def _unaccounted_s(state: InterviewState, event: LineAttached) -> float:
    # A crash leaves no `line_lost`; the clock then resumes a little later than its last entry, and that gap is nobody's time.
    return max(0.0, event.at_s - state.at_s) if state.started and not state.paused else 0.0


def _resumed(state: InterviewState, event: Resumed) -> InterviewState:
    if state.paused_at_s is None:
        return state
    paused_s = max(0.0, event.at_s - state.paused_at_s)
    return replace(state, paused_at_s=None, stopped_s=state.stopped_s + paused_s, offers=0)


def _with_question(state: InterviewState, question_id: str, changed: QuestionState) -> InterviewState:
    return replace(state, questions=MappingProxyType({**state.questions, question_id: changed}))


def _moved(state: InterviewState, event: MoveMade) -> InterviewState:
    state = replace(
        state,
        moves=state.moves + 1,
        last_move=event,
        question_heard=event.move not in (Move.ASK, Move.OPEN),
        floor_since_s=state.spent_s(event.at_s),
        awaiting=event.move if event.move in AWAITS_DECISION else "",
        ends=event.ends or state.ends,
        offers=_offers(state, event),
        warned=state.warned or event.move == Move.BOUNDARY,
        candidate_questions=state.candidate_questions + (event.move == Move.ANSWER),
    )
    if not event.question_id:
        return state
    question = state.of_question(event.question_id)
    if event.move in (Move.ASK, Move.OPEN):
        if question.asked_at_s is None:
            question = replace(question, asked_at_s=state.spent_s(event.at_s), section=event.section)
        state = replace(state, question_id=event.question_id)
    elif event.move == Move.PROBE:
        question = replace(
            question,
            follow_ups=question.follow_ups + 1,
            probe_texts=(*question.probe_texts, event.text),
            probes=(*question.probes, event.probe),
        )
    elif event.move == Move.REDIRECT:
        question = replace(question, redirected=True)
    return _with_question(state, event.question_id, question)


def _offers(state: InterviewState, event: MoveMade) -> int:
    if event.move in (Move.ASK, Move.OPEN, Move.RESUME):
        return 0
    return state.offers + (event.move == Move.OFFER)


def _answered(state: InterviewState, event: CandidateTurnEnded) -> InterviewState:
    took_s = _took_s(state, event.turn)
    written_s = (TYPING_FACTOR - 1) * took_s if Mark.TYPED in event.turn.marks else 0.0
    state = replace(
        state, pending=(), turns=state.turns + 1, offers=0, awaiting="", stopped_s=state.stopped_s + written_s
    )
    if event.act in _SPEAKS_TO_US:
        state = replace(state, silent_questions=0, not_understood=0)
    elif event.act in _NOT_UNDERSTOOD:
        state = replace(state, not_understood=state.not_understood + 1)
    if event.act == Act.SLOWER:
        state = replace(state, asked_slower=True)
    if not event.turn.question_id:
        return state
    if event.act in _ANSWERS or event.covered:
        state = replace(state, answer_times_s=(*state.answer_times_s, took_s))
    question = state.of_question(event.turn.question_id)
    if event.act in _ANSWERS or event.covered:
        question = replace(question, answers=(*question.answers, event.turn.text), turns=(*question.turns, event.turn))
    return _with_question(
        state, event.turn.question_id, replace(question, covered=question.covered | set(event.covered))
    )


def _took_s(state: InterviewState, turn: Turn) -> float:
    # A typed turn arrives in an instant; it began when there was nothing more to hear. It counts as if it had been said.
    if Mark.TYPED in turn.marks:
        return max(0.0, state.spent_s(turn.end_s) - state.floor_since_s) / TYPING_FACTOR
    return max(0.0, turn.end_s - turn.start_s)


def _spoken(state: InterviewState, event: InterviewerSpoke) -> InterviewState:
    state = replace(state, floor_since_s=state.spent_s(event.at_s))
    move = state.last_move
    if move is None or event.turn.id != move.turn_id:
        return state
    heard = Mark.INTERRUPTED not in event.turn.marks or len(event.turn.text) >= _HEARD_ENOUGH * len(move.text)
    return replace(
        state, question_heard=state.question_heard or heard, opened=state.opened or (heard and move.move == Move.OPEN)
    )


def _closed(state: InterviewState, event: QuestionClosed) -> InterviewState:
    question = replace(state.of_question(event.question_id), closed=event.reason)
    asked = question.asked_at_s is not None
    if asked:
        silent = state.silent_questions + 1 if event.reason in _UNANSWERED else 0
        state = replace(state, last_closed=event.question_id, silent_questions=silent, not_understood=0)
    if state.question_id == event.question_id:
        state = replace(state, question_id="")
    return _with_question(state, event.question_id, question)
