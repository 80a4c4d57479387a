"""What a practice session gave: each answer with its facts and the remark made about it, and the session's own figures.

Made from the event log whenever it is asked for, so that nothing about it is stored a second time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from vivavoce.domain.events import LoggedEvent
from vivavoce.domain.practice import AnswerFacts, Remark
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.transcript import Turn
from vivavoce.interview.coaching.brain import MEASURED_IN, facts_of
from vivavoce.interview.remark_calls import remarks
from vivavoce.interview.state import InterviewState, QuestionState, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFeedback:
    """One question and what was said to it."""

    question_id: str
    question: str
    section: str
    turns: tuple[Turn, ...]
    facts: AnswerFacts
    remark: Remark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One session in numbers, for trends. None: nothing to measure it by."""

    answers: int
    answer_length_s: float | None
    """The mean of the answers' lengths."""
    words_per_minute: float | None
    fillers_per_100_words: float | None
    long_pauses_per_answer: float | None


def feedback_of(events: Iterable[LoggedEvent], pack: RolePack) -> Sequence[AnswerFeedback]:
    """Return the measured answers of a session, in the order they were given."""
    state = fold(events)
    given = [(key, one) for key, one in state.questions.items() if one.turns and one.section in MEASURED_IN]
    given.sort(key=lambda pair: pair[1].turns[0].start_s)
    return [_answer(key, one, state, pack) for key, one in given]


def figures_of(answers: Sequence[AnswerFeedback]) -> Figures:
    """Return a session's figures: each answer counts once, whatever its length."""
    facts = [one.facts for one in answers]
    spoken = [one for one in facts if one.length_s is not None]
    return Figures(
        answers=len(facts),
        answer_length_s=_mean(one.length_s for one in facts),
        words_per_minute=_mean(one.words_per_minute for one in facts),
        fillers_per_100_words=_mean(one.fillers_per_100_words for one in facts),
        long_pauses_per_answer=_mean(float(len(one.long_pauses)) for one in spoken),
    )


def _answer(question_id: str, answered: QuestionState, state: InterviewState, pack: RolePack) -> AnswerFeedback:
    turn_ids = {turn.id for turn in answered.turns}
    made = [remark for call, remark in remarks(state.tool_calls) if call.turn_id in turn_ids]
    return AnswerFeedback(
        question_id=question_id,
        question=pack.question(question_id).text,
        section=answered.section,
        turns=answered.turns,
        facts=facts_of(answered.turns, answered.section),
        remark=made[-1] if made else None,
    )


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
