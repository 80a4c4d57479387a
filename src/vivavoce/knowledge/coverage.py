"""Judges which expected points of a question an answer has covered: meaning by embeddings, backed by the words themselves.

Weights and thresholds were fitted on human-graded short answers (Mohler, SAF, Beetle, SciEntsBank: the reference answer as the
point, grades of 80 % and above as covered) and then checked against spoken paraphrases of the shipped packs' points.
Cosine alone separates covered from not at an AUC of .76, new words alone at .73, their sum at .78; the sum also needs both a
cosine and a word to be high, which an echo or strung keywords are not.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.domain.role_pack import ExpectedPoint, Question
from vivavoce.knowledge.phrases import REFUSES
from vivavoce.knowledge.substance import ClauseKind, Substance, substance
from vivavoce.knowledge.text import Clause, contains_phrase, content_stems, phrase_stems, stem, words
from vivavoce.knowledge.vectors import Vector, VectorCache, dot, mean

MAX_WINDOW_CLAUSES = 3
MAX_WINDOW_WORDS = 60
COVERED_FROM = 0.5
"""Strength from which a point counts as covered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What of a question's expected points an answer holds."""

    covered: tuple[str, ...]
    """Ids of expected points, in the question's order."""
    missing: tuple[str, ...]
    evidence: Mapping[str, str]
    """Covered point → the clause or clauses that say it, verbatim from the answer."""
    relevance: float
    """0–1: how far the answer is about the question at all."""
    strength: Mapping[str, float] = field(default_factory=dict)
    """Every point → 0–1, how clearly the answer says it."""


class CoverageJudge:
    """Judges answers with the embedder it is given. Deterministic: the same answer is judged the same, always."""

    def __init__(self, embedder: Embedder) -> None:
        self._vectors = VectorCache(embedder)

    async def judge(self, question: Question, answer: str) -> Coverage:
        """Return what the answer covers. Raises `ProviderError` when the embedder fails."""
        found = substance(
            answer, spoken=(question.text, question.rephrased, *(probe.text for probe in question.probes))
        )
        said = [clause.text for clause, kind in found.clauses if kind in _ABOUT]
        if not said:
            return _nothing(question)
        asked = [question.text, question.rephrased]
        vectors = await self._vectors.of([*said, *(point.text for point in question.expected), *asked])
        lexicon = _lexicon(question)
        windows = [(one, mean([vectors[clause.text] for clause in one.clauses])) for one in _windows(answer, found)]
        best = {point.id: _best(point, windows, vectors[point.text], lexicon) for point in question.expected}
        return _coverage(question, best, relevance=_relevance([vectors[text] for text in said], vectors, question))


_ABOUT = frozenset({ClauseKind.CONTENT, ClauseKind.ECHO})
"""What an answer's relevance is judged by: giving the question back covers nothing, but is about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """One to three clauses next to each other."""

    clauses: Sequence[Clause]
    quote: str
    stems: frozenset[str]
    all_stems: list[str]
    refuses: bool
    """It says that something is not done: no evidence for a point that says it is."""


def _windows(answer: str, found: Substance) -> list[_Window]:
    content = set(found.content)
    runs: list[list[Clause]] = [[]]
    for clause, _ in found.clauses:
        if clause in content:
            runs[-1].append(clause)
        elif runs[-1]:
            runs.append([])
    windows: list[_Window] = []
    for run in runs:
        for size in range(1, MAX_WINDOW_CLAUSES + 1):
            for at in range(len(run) - size + 1):
                window = _window(answer, run[at : at + size])
                if size == 1 or len(window.all_stems) <= MAX_WINDOW_WORDS:
                    windows.append(window)
    return windows


def _window(answer: str, part: Sequence[Clause]) -> _Window:
    quote = answer[part[0].start : part[-1].end]
    return _Window(
        clauses=part,
        quote=quote,
        stems=frozenset(content_stems(quote)),
        all_stems=[stem(word) for word in words(quote)],
        refuses=any(REFUSES.search(clause.text) for clause in part),
    )


class _Lexicon:
    """The words that tell one point from the others and from the question."""

    def __init__(self, question: Question) -> None:
        asked = f"{question.text} {question.rephrased}"
        asked_content, asked_words = set(content_stems(asked)), {stem(word) for word in words(asked)}
        said = {point.id: set(content_stems(point.text)) for point in question.expected}
        counts = Counter(found for stems in said.values() for found in stems)
        self._own = {point: {one: 1.0 / counts[one] for one in stems - asked_content} for point, stems in said.items()}
        phrases = {point.id: {phrase_stems(keyword) for keyword in point.keywords} for point in question.expected}
        self._phrases = {
            point: [one for one in found if not set(one) <= asked_words] for point, found in phrases.items()
        }

    def overlap(self, point: ExpectedPoint, window: _Window) -> float:
        """Return the share of the point's words in the window, without the question's; words of several points count less."""
        own = self._own[point.id]
        return sum(own[found] for found in own.keys() & window.stems) / sum(own.values()) if own else 0.0

    def keywords(self, point: ExpectedPoint, window: _Window) -> int:
        """Return how many of the point's keywords the window holds, those already in the question left out."""
        return sum(contains_phrase(window.all_stems, phrase) for phrase in self._phrases[point.id])


_lexicon = lru_cache(maxsize=256)(_Lexicon)


COSINE_WEIGHT, OVERLAP_WEIGHT, FIRST_KEYWORD_WEIGHT, MORE_KEYWORDS_WEIGHT, BIAS = 7.0, 3.5, 1.6, 0.8, -4.5


_NEGATIVE = re.compile(
    r"\b(?:not|never|no|nobody|nothing|none|without|avoid\w*|instead|rather|than|refus\w*|declin\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
"""A point that holds something back itself may be said by refusing."""


def _best(
    point: ExpectedPoint, windows: Sequence[tuple[_Window, Vector]], vector: Vector, lexicon: _Lexicon
) -> tuple[float, str]:
    """Return the strength of the window that says the point best, and its words."""
    best = (0.0, "")
    negative = _NEGATIVE.search(point.text) is not None
    for window, place in windows:
        if window.refuses and not negative:
            continue
        strength = _strength(
            cosine=dot(place, vector),
            overlap=lexicon.overlap(point, window),
            keywords=lexicon.keywords(point, window),
        )
        # Of windows that say it equally well the shortest is the quote: it comes first.
        if strength > best[0] + 0.02:
            best = (strength, window.quote)
    return best


def _strength(*, cosine: float, overlap: float, keywords: int) -> float:
    keyword_part = (FIRST_KEYWORD_WEIGHT if keywords else 0.0) + MORE_KEYWORDS_WEIGHT * min(max(keywords - 1, 0), 2)
    logit = COSINE_WEIGHT * cosine + OVERLAP_WEIGHT * overlap + keyword_part + BIAS
    return 1.0 / (1.0 + math.exp(-logit))


RELEVANT_COSINE, IRRELEVANT_COSINE = 0.35, 0.1


def _relevance(said: Sequence[Vector], vectors: Mapping[str, Vector], question: Question) -> float:
    targets = [
        vectors[question.text],
        vectors[question.rephrased],
        *(vectors[point.text] for point in question.expected),
    ]
    nearest = max(dot(vector, target) for vector in said for target in targets)
    return min(1.0, max(0.0, (nearest - IRRELEVANT_COSINE) / (RELEVANT_COSINE - IRRELEVANT_COSINE)))


def _coverage(question: Question, best: Mapping[str, tuple[float, str]], *, relevance: float) -> Coverage:
    covered = tuple(point.id for point in question.expected if best[point.id][0] >= COVERED_FROM)
    return Coverage(
        covered=covered,
        missing=tuple(point.id for point in question.expected if point.id not in covered),
        evidence=MappingProxyType({point_id: best[point_id][1] for point_id in covered}),
        relevance=relevance,
        strength=MappingProxyType({point_id: strength for point_id, (strength, _) in best.items()}),
    )


def _nothing(question: Question) -> Coverage:
    ids = tuple(point.id for point in question.expected)
    return Coverage(
        covered=(), missing=ids, evidence=MappingProxyType({}), relevance=0.0, strength=dict.fromkeys(ids, 0.0)
    )
