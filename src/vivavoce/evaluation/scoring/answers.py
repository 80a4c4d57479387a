"""What evaluators level: a criterion's questions with the candidate's answers, and whether there is anything to level at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vivavoce.domain.role_pack import Criterion, ExpectedPoint, Question, RolePack
from vivavoce.domain.transcript import Mark, Turn
from vivavoce.evaluation.record import InterviewRecord, QuestionRecord
from vivavoce.evaluation.scoring.evaluator import Claim
from vivavoce.knowledge.substance import Substance, substance


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One candidate turn that replies to a question, with what in it says something."""

    turn: Turn
    substance: Substance

    @property
    def is_inaudible(self) -> bool:
        return Mark.INAUDIBLE in self.turn.marks

    @property
    def has_content(self) -> bool:
        return not self.is_inaudible and bool(self.substance.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredQuestion:
    """A question as far as it bears on one criterion."""

    question: Question
    record: QuestionRecord
    points: tuple[ExpectedPoint, ...]
    """The expected points that are evidence for the criterion."""
    answers: tuple[Answer, ...]

    @property
    def has_content(self) -> bool:
        return any(answer.has_content for answer in self.answers)

    @property
    def counts(self) -> bool:
        """Whether not having said something here is the candidate's doing: asked, and not lost to bad audio or missing time.

        Passing, not knowing, echoing or commanding counts as having said none of the points: otherwise a weak answer could be
        improved by giving none.
        """
        if not self.record.asked:
            return False
        if self.has_content:
            return True
        lost = any(answer.is_inaudible for answer in self.answers)
        return not lost and (bool(self.answers) or self.record.closed in {"skipped", "does_not_know", "silence"})


def answered_questions(criterion: Criterion, pack: RolePack, record: InterviewRecord) -> tuple[AnsweredQuestion, ...]:
    """Return the pack's questions that give evidence for a criterion, asked or not."""
    by_id = {one.question_id: one for one in record.questions}
    return tuple(
        AnsweredQuestion(
            question=question,
            record=by_id[question.id],
            points=points,
            answers=tuple(answers_to(question, record)),
        )
        for section in pack.sections
        for question in section.questions
        if (points := points_for(criterion.id, question)) and question.id in by_id
    )


def points_for(criterion_id: str, question: Question) -> tuple[ExpectedPoint, ...]:
    """Return the points that are evidence for a criterion: those that name it, and those that name none if the question does."""
    return tuple(
        point
        for point in question.expected
        if point.criterion == criterion_id or (not point.criterion and criterion_id in question.criteria)
    )


def answers_to(question: Question, record: InterviewRecord) -> Iterator[Answer]:
    spoken = (question.text, question.rephrased, *(probe.text for probe in question.probes))
    for turn in record.answers(question.id):
        yield Answer(turn=turn, substance=substance(turn.text, spoken=spoken))


_NON_ANSWERS = {
    "does_not_know": "the candidate said they did not know",
    "injection": "the answer only addressed the scoring",
    "echo": "the answer only repeated the question",
    "word_salad": "the answer was a string of words without sentences",
    "padding": "the answer said nothing about the question",
}
_CLOSED = {
    "skipped": "the candidate skipped it",
    "does_not_know": "the candidate said they did not know",
    "silence": "the candidate did not answer",
    "time": "there was no time left",
}


def why_not_scored(questions: Sequence[AnsweredQuestion]) -> str:
    """Return, for a criterion without evidence, what happened to each of its questions."""
    if not questions:
        return "No question of this role gives evidence for it."
    reasons = [f"“{one.question.text}”: {_why_no_evidence(one)}" for one in questions]
    return f"No evidence. {'; '.join(reasons)}."


def _why_no_evidence(one: AnsweredQuestion) -> str:
    if not one.record.asked:
        return f"not asked ({_CLOSED.get(one.record.closed, 'the interview ended before it')})"
    if any(answer.is_inaudible for answer in one.answers):
        return "the answer was inaudible"
    kinds = [answer.substance.non_answer for answer in one.answers if answer.substance.non_answer]
    if kinds:
        return _NON_ANSWERS.get(kinds[0].value, "the answer said nothing")
    return _CLOSED.get(one.record.closed, "there was no answer")


def what_was_said(one: AnsweredQuestion) -> Claim:
    """Return the longest thing said in reply: the quote for an answer that reached no point."""
    turn_id, clause = max(
        (
            (answer.turn.id, clause)
            for answer in one.answers
            if answer.has_content
            for clause in answer.substance.content
        ),
        key=lambda pair: len(pair[1].text),
    )
    return Claim(quote=clause.text, turn_id=turn_id, supports="answer", question_id=one.question.id)
