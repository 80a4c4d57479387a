"""Reads a candidate's turn for the plan brain: what it is, whose question it belongs to, what it covers."""

from dataclasses import dataclass, replace

from vivavoce.domain.role_pack import SectionKind
from vivavoce.domain.transcript import Mark, Turn
from vivavoce.interview.acts import Act
from vivavoce.interview.brain.port import JudgesCoverage
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.moves import Move
from vivavoce.interview.speech_text import content_words
from vivavoce.interview.state import InterviewState
from vivavoce.interview.understanding import understand

_OFF_TOPIC_RELEVANCE = 0.15
_OFF_TOPIC_WORDS = 6
_SHORT_WORDS = 2
"""An open question answered in so few content words gets a request for more."""


@dataclass(frozen=True, slots=True)
class PlanReader:
    """Deterministic; raises `ProviderError` when the judge's embedder fails."""

    judge: JudgesCoverage

    async def read(self, turn: Turn, scene: Scene) -> Reading:
        state = scene.state
        understood = understand(turn.text, inaudible=Mark.INAUDIBLE in turn.marks)
        reading = Reading(
            act=understood.act,
            question_id=state.question_id,
            substance=understood.substance,
            question=understood.question,
            about_us=understood.about_us,
            complete=understood.complete,
            acts=understood.acts,
            awaiting=state.awaiting,
            flags=understood.flags,
        )
        reading = _yes_or_no(reading, scene, turn.text)
        earlier = _earlier_question(reading, state)
        if earlier is not None:
            reading = replace(reading, question_id=earlier)
            if understood.act is Act.ANSWER:
                reading = replace(reading, act=Act.CORRECTION if state.awaiting else Act.CONTINUATION)
        if not reading.question_id:
            return reading
        return await self._judged(reading, scene)

    async def _judged(self, reading: Reading, scene: Scene) -> Reading:
        """Add what the words cover, and with it whether they are about the question at all."""
        question = scene.pack.question(reading.question_id)
        words = content_words(reading.substance)
        if not words or (reading.act is Act.QUESTION and reading.about_us):
            return reading
        found = await self.judge.judge(question, reading.substance)
        known = scene.state.of_question(question.id).covered
        covered = tuple(point for point in found.covered if point not in known)
        reading = replace(reading, covered=covered, relevance=found.relevance)
        if covered and reading.act in (Act.QUESTION, Act.CLARIFY):
            return replace(reading, act=Act.ANSWER)  # "What would I ask them? What breaks, and since when?"
        if reading.act is not Act.ANSWER or question.closed or not question.expected or covered:
            return reading
        if len(words) <= _SHORT_WORDS:
            return replace(reading, act=Act.SHORT)
        if len(words) >= _OFF_TOPIC_WORDS and found.relevance < _OFF_TOPIC_RELEVANCE:
            return replace(reading, act=Act.OFF_TOPIC)
        return reading


def _earlier_question(reading: Reading, state: InterviewState) -> str | None:
    """Return the question before, when these words belong to it."""
    if not state.last_closed:
        return None
    if state.awaiting == Move.RECEIVE or (reading.act is Act.CORRECTION and reading.complete):
        return state.last_closed
    # The new question was talked over before it could be heard: this is still the answer before.
    return state.last_closed if not state.question_heard and reading.act is Act.ANSWER else None


def _yes_or_no(reading: Reading, scene: Scene, text: str) -> Reading:
    """A bare yes or no is an answer to a closed question and to a probe; "okay" to an open question is only a nod."""
    if reading.act not in (Act.YES, Act.NO) or scene.question is None or reading.awaiting:
        return reading
    if scene.section.kind is SectionKind.CANDIDATE_QUESTIONS:
        return reading
    last = scene.state.last_move
    just_asked = last is not None and last.move in (Move.ASK, Move.OPEN)
    nod = reading.act is Act.YES and just_asked and reading.acts.count(Act.YES) == 1
    if scene.question.closed:
        more_to_come = nod and scene.section.kind is SectionKind.WRAP_UP  # "Anything to add?" "Yes."
        return replace(reading, act=Act.FILLER) if more_to_come else replace(reading, act=Act.ANSWER, substance=text)
    if reading.act is Act.NO:
        return replace(reading, act=Act.SHORT)
    if last is not None and last.move == Move.OFFER:  # "… or put it in other words." "Yes."
        return replace(reading, act=Act.REPHRASE)
    return replace(reading, act=Act.FILLER if nod else Act.SHORT)
