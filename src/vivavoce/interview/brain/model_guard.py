"""Checks a language model's words before anybody hears them, beyond what the speech linter knows.

The linter judges sentences by themselves; this knows the scene: what would be a hint here, what quotes the rubric, what is no
question, what is about something else. Refusing costs nothing: the plan's words are spoken instead.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vivavoce.domain.role_pack import KnowledgeItem, Probe, Question, RolePack
from vivavoce.interview.brain.model_refusal import Refusal, RefusedError
from vivavoce.interview.brain.relevance import ASKED_FROM, FollowUpFit
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.speech_linter import lint
from vivavoce.interview.speech_text import STOP_WORDS, normalise, sentences, words_of
from vivavoce.knowledge.text import contains_phrase, content_stems, phrase_stems, words

_SPEAKABLE = re.compile(r"[\w\s.,?!'’‘“”\"–—\-:;()%/+#&€$£…]+")
_OF_ITSELF = re.compile(r"\b(?:i|my|mine|myself|system prompt|instructions?|json)\b")
_ENGLISH_SHARE = 0.25
"""Function words among an English sentence's words: a third to a half; in other languages they are chance."""
_LEADS_IN = re.compile(r"^(?:you|your|earlier you|before that you|let us)\b")
_MOST_SENTENCES = 2
_QUOTED_WORDS = 5
"""So many words in a row in common with something secret are a quotation."""
_HINT_STEMS, _HINT_SHARE = 2, 0.5
_SAME_PROBE = 0.4
_SAME_QUESTION = 0.5
_OTHER_QUESTION = 0.6
_LIKE_ANOTHER = 0.4
"""Cosines. Rewordings of one question lie at .6–.95."""
_SURELY_ASKED = 4.0
"""Score of a follow-up that may be nearer to another planned question than to what was said. Tried on the shipped packs:
"And what happened after you added it?" is like one, and fits with 10; a reworded planned question with 3."""
_GROUNDED_SHARE = 0.7
_NUMBER_WORDS = words_of(
    """
    two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred thousand million half quarter twice double
    """
)
_NEGATIONS = words_of("no not never none without nothing")


@dataclass(frozen=True, slots=True)
class Guard:
    """Raises `RefusedError` for what may not be said, and `ProviderError` when the embedder fails."""

    fit: FollowUpFit
    instructions: str
    most_words: int

    def any_words(self, text: str, parts: Sequence[str], *, reading: Reading, scene: Scene) -> None:
        """Check what holds for everything a model words; `parts` is the whole reply it is part of."""
        normal = normalise(text)
        said = _said(reading, scene)
        if len(normal.split()) > self.most_words:
            raise RefusedError(Refusal.TOO_LONG)
        if not _is_english(text, normal, said=said):
            raise RefusedError(Refusal.FOREIGN)
        if _OF_ITSELF.search(normal):
            raise RefusedError(Refusal.SPEAKS_OF_ITSELF)
        violations = lint(parts)
        if violations:
            raise RefusedError(Refusal.SPEECH_LINTER, rule=violations[0].rule.value)
        secret = [*_secrets(scene.pack), self.instructions]
        if _quotes(text, secret) - _quotes(text, [*_open_texts(scene), *said]):
            raise RefusedError(Refusal.LEAK)

    async def probe(
        self, text: str, probe: Probe | None, *, reading: Reading, scene: Scene, question: Question
    ) -> None:
        """Check a follow-up: one question, no hint, new, and about what was said or what the pack's probe asks."""
        _is_one_question(text)
        _hints(text, question, [*_open_texts(scene), *_said(reading, scene)])
        asked = [normalise(one) for one in (question.text, *scene.state.open_question.probe_texts)]
        if any(normalise(text) in one for one in asked):
            raise RefusedError(Refusal.REPEATED)
        elsewhere = max(await self.fit.cosines(text, self._others(scene)), default=0.0)
        if probe is not None:
            fits = (await self.fit.cosines(text, [probe.text]))[0] >= _SAME_PROBE
        else:
            found = (await self.fit.features(question.text, reading.substance, [text]))[0]
            nearer_elsewhere = elsewhere >= _LIKE_ANOTHER and elsewhere > max(found.nearest_clause, found.question)
            fits = self.fit.score(found) >= (_SURELY_ASKED if nearer_elsewhere else ASKED_FROM)
        if not fits or elsewhere >= _OTHER_QUESTION:
            raise RefusedError(Refusal.OFF_PLAN)

    async def rephrasing(self, text: str, *, reading: Reading, scene: Scene, question: Question) -> None:
        """Check that this asks the same question."""
        _is_one_question(text)
        _hints(text, question, [*_open_texts(scene), *_said(reading, scene)])
        if max(await self.fit.cosines(text, [question.text, question.rephrased])) < _SAME_QUESTION:
            raise RefusedError(Refusal.OFF_PLAN)

    def answer(self, text: str, item: KnowledgeItem) -> None:
        """Check that this says what the fact says, and nothing else."""
        if "?" in text:
            raise RefusedError(Refusal.NOT_A_QUESTION)
        said, known = set(content_stems(text)), set(content_stems(item.answer))
        if len(said & known) < _GROUNDED_SHARE * len(said) or not _numbers(text) <= _numbers(item.answer):
            raise RefusedError(Refusal.UNGROUNDED)
        if _negated(text) != _negated(item.answer):
            raise RefusedError(Refusal.UNGROUNDED)

    async def warm(self, scene: Scene) -> None:
        """Embed what later checks compare with."""
        if scene.question is not None:
            await self.fit.cosines(scene.question.text, [scene.question.rephrased, *self._others(scene)])

    @staticmethod
    def _others(scene: Scene) -> list[str]:
        open_id = scene.question.id if scene.question else ""
        others = [one for section in scene.pack.sections for one in section.questions if one.id != open_id]
        return [text for one in others for text in (one.text, one.rephrased)]


def _said(reading: Reading, scene: Scene) -> list[str]:
    return [*scene.state.open_question.answers, reading.substance, reading.question]


def _open_texts(scene: Scene) -> list[str]:
    """Return what anybody may hear: the open question with its probes, and the facts about the role."""
    facts = [item.answer for item in scene.pack.knowledge]
    if scene.question is None:
        return facts
    return [scene.question.text, scene.question.rephrased, *(probe.text for probe in scene.question.probes), *facts]


def _secrets(pack: RolePack) -> Iterable[str]:
    for criterion in pack.rubric:
        yield from (criterion.description, *(level.anchor for level in criterion.levels))
    for section in pack.sections:
        for question in section.questions:
            yield from (point.text for point in question.expected)


def _quotes(text: str, sources: Iterable[str]) -> set[tuple[str, ...]]:
    """Return the runs of words that the text has in common with any of these."""
    runs = _runs(text)
    return {run for source in sources for run in runs & _runs(source)} if runs else set()


def _runs(text: str) -> set[tuple[str, ...]]:
    spoken = words(text)
    return {tuple(spoken[at : at + _QUOTED_WORDS]) for at in range(len(spoken) - _QUOTED_WORDS + 1)}


def _is_english(text: str, normal: str, *, said: Sequence[str]) -> bool:
    spoken = normal.split()
    if not spoken or _SPEAKABLE.fullmatch(text) is None:
        return False
    known = set(normalise(" ".join(said)).split())
    foreign = [word for word in spoken if not word.isascii() and word not in known]
    return not foreign and sum(word in STOP_WORDS for word in spoken) >= _ENGLISH_SHARE * len(spoken)


def _is_one_question(text: str) -> None:
    """Refuse what is not a question with at most one sentence that leads up to it ("You mentioned …")."""
    found = sentences(text)
    asks = bool(found) and found[-1].asked and text.count("?") == 1
    if not asks or len(found) > _MOST_SENTENCES or any(not _LEADS_IN.match(one.normal) for one in found[:-1]):
        raise RefusedError(Refusal.NOT_A_QUESTION)


def _hints(text: str, question: Question, heard: Sequence[str]) -> None:
    """Refuse words that an expected point holds and that nobody has said yet."""
    own_stems = [stem for word in words(text) for stem in phrase_stems(word)]
    heard_stems = [stem for one in heard for word in words(one) for stem in phrase_stems(word)]
    content, known = set(content_stems(text)), set(content_stems(" ".join(heard)))
    for point in question.expected:
        phrases = [phrase_stems(keyword) for keyword in point.keywords]
        if any(contains_phrase(own_stems, one) and not contains_phrase(heard_stems, one) for one in phrases):
            raise RefusedError(Refusal.HINT)
        telling = set(content_stems(point.text)) - known
        shared = content & telling
        if len(shared) >= _HINT_STEMS and len(shared) >= _HINT_SHARE * len(telling):
            raise RefusedError(Refusal.HINT)


def _numbers(text: str) -> set[str]:
    return {word for word in words(text) if word[0].isdigit() or word in _NUMBER_WORDS}


def _negated(text: str) -> bool:
    return any(word in _NEGATIONS for word in normalise(text).split())
