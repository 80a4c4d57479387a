"""Which follow-up an answer gets: the probe for something missing that fits the answer best, else one about its own words."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from vivavoce.domain.errors import ProviderError
from vivavoce.domain.role_pack import Probe, Question
from vivavoce.interview.acts import Act
from vivavoce.interview.brain.relevance import FollowUpFit
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.own_words import own_words
from vivavoce.interview.speech_text import content_words
from vivavoce.interview.state import InterviewState, QuestionState
from vivavoce.interview.wording import Lines

OWN_WORDS = "own_words"
GENERAL = "general"
_LIKELY = 3
_BRIEF_WORDS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    text: str
    probe: str
    """The expected point it is after, `OWN_WORDS` or `GENERAL`."""


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Chooses what is asked next about an answer. Deterministic."""

    fit: FollowUpFit
    lines: Lines

    async def choose(self, reading: Reading, scene: Scene, question: Question) -> FollowUp | None:
        """Return the best follow-up not asked yet; None when nothing is missing.

        Every candidate is asked for what their answer left open; which opening comes first is decided by the fit to what was
        said. A question in the candidate's own words follows when no probe is left.
        """
        asked = scene.state.of_question(question.id)
        if reading.act in (Act.SHORT, Act.NO, Act.YES):
            for follow_up in (*_general(question, asked), *self._more(asked)):
                return follow_up
        if all(point.id in asked.covered for point in question.expected):
            deeper = self._deeper(reading, scene, question) if scene.to_spare else None
            return deeper or self._about_a_brief_answer(reading, question, asked)
        best = await self._best(reading, question, _open_probes(question, asked))
        return best or self._own_words(reading, scene, asked) or next(_general(question, asked), None)

    async def _best(self, reading: Reading, question: Question, probes: Sequence[Probe]) -> FollowUp | None:
        if not probes:
            return None
        place = 0
        with suppress(ProviderError):  # without embeddings the plan goes on by weight alone
            ranked = await self.fit.ranked(question.text, reading.substance, [one.text for one in probes])
            place = ranked[0][0]
        return FollowUp(text=probes[place].text, probe=probes[place].for_point)

    def _own_words(self, reading: Reading, scene: Scene, asked: QuestionState) -> FollowUp | None:
        phrase = own_words(reading.substance, vocabulary=scene.pack.vocabulary, used=asked.probe_texts)
        if phrase is None:
            return None
        template = self.lines.follow_ups[scene.state.moves % len(self.lines.follow_ups)]
        return FollowUp(text=template.format(words=phrase), probe=OWN_WORDS)

    def _deeper(self, reading: Reading, scene: Scene, question: Question) -> FollowUp | None:
        """Where time is left over, a complete answer is gone into: as the pack asks, by its own words, else as nobody was yet."""
        asked = scene.state.of_question(question.id)
        planned = next(_general(question, asked), None)
        if planned is not None or not question.expected:
            return planned
        said_before = [text for one in scene.state.questions.values() for text in one.probe_texts]
        fresh = (FollowUp(text=text, probe=GENERAL) for text in self.lines.deeper if _unused(text, said_before))
        return self._own_words(reading, scene, asked) or next(fresh, None)

    @staticmethod
    def _about_a_brief_answer(reading: Reading, question: Question, asked: QuestionState) -> FollowUp | None:
        """Where nothing particular is expected (getting to know each other), a brief answer is asked about once more."""
        if question.expected or len(content_words(reading.substance)) >= _BRIEF_WORDS:
            return None
        return next(_general(question, asked), None)

    def _more(self, asked: QuestionState) -> Iterator[FollowUp]:
        for text in self.lines.more:
            if _unused(text, asked.probe_texts):
                yield FollowUp(text=text, probe=GENERAL)


def likely_probes(question: Question, state: InterviewState) -> Sequence[str]:
    """Return probes worth synthesising ahead while the candidate still speaks."""
    asked = state.of_question(question.id)
    if question.closed or asked.follow_ups >= question.max_follow_ups:
        return ()
    general = [one.text for one in _general(question, asked)]
    return [*[probe.text for probe in _open_probes(question, asked)][:_LIKELY], *general[:1]]


def _open_probes(question: Question, asked: QuestionState) -> list[Probe]:
    """Return the unused probes for points not covered yet, the weightiest point's first."""
    open_points = {point.id: point.weight for point in question.expected if point.id not in asked.covered}
    probes = [one for one in question.probes if one.for_point in open_points and _unused(one.text, asked.probe_texts)]
    return sorted(probes, key=lambda probe: -open_points[probe.for_point])


def _general(question: Question, asked: QuestionState) -> Iterator[FollowUp]:
    for probe in question.probes:
        if not probe.for_point and _unused(probe.text, asked.probe_texts):
            yield FollowUp(text=probe.text, probe=GENERAL)


def _unused(text: str, used: Sequence[str]) -> bool:
    return not any(text in spoken for spoken in used)
