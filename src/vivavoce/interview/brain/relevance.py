"""Whether a follow-up is about the answer: its meaning beside the answer's clauses, its words, and whether it points back.

Measured on human follow-ups by `bench/follow_ups.py`: of five questions the one a person really asked next is the best fit in
.78 of cases (cosine to the nearest clause alone: .71).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.knowledge.text import clauses, content_stems, words
from vivavoce.knowledge.vectors import VectorCache, dot

_POINTS_BACK = frozenset({"this", "that", "these", "those", "such", "it", "they", "them"})
_GOES_ON = frozenset({"and", "so", "but", "then", "or", "if"})
_MOST_BACK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What a follow-up has to do with a question and its answer; every number grows with the fit."""

    nearest_clause: float
    """Cosine to the clause of the answer it is closest to."""
    question: float
    """Cosine to the question that was answered."""
    points_back: float
    """Words such as "that" which need something said before, two at most."""
    ends_pointing_back: float
    goes_on: float
    """It begins with "and", "so", "but" …"""
    words_shared: float
    """Share of its content words that the answer has too."""

    @property
    def values(self) -> tuple[float, ...]:
        return (
            self.nearest_clause,
            self.question,
            self.points_back,
            self.ends_pointing_back,
            self.goes_on,
            self.words_shared,
        )


WEIGHTS = (7.9, 2.8, 1.9, 2.9, 2.7, 2.3)
"""One a feature, fitted on one half of the human follow-ups (`bench/follow_ups.py --fit`)."""
ASKED_FROM = 2.8
"""Score from which a follow-up counts as being about the answer: a tenth of what people asked next lies below, and two thirds of
the questions that were merely on a list (the same data, the tuning half)."""


class FollowUpFit:
    """Scores follow-ups with the embedder it is given. Deterministic; raises `ProviderError` when the embedder fails."""

    def __init__(self, embedder: Embedder, *, weights: Sequence[float] = WEIGHTS) -> None:
        self._vectors = VectorCache(embedder)
        self._weights = tuple(weights)

    async def scores(self, question: str, answer: str, follow_ups: Sequence[str]) -> list[float]:
        """Return how well each follow-up fits, in order; only their differences and `ASKED_FROM` mean anything."""
        return [self.score(one) for one in await self.features(question, answer, follow_ups)]

    def score(self, features: Features) -> float:
        return sum(a * b for a, b in zip(self._weights, features.values, strict=True))

    async def ranked(self, question: str, answer: str, follow_ups: Sequence[str]) -> list[tuple[int, float]]:
        """Return the place and the score of each follow-up, the best fit first; of equals, the first."""
        scores = await self.scores(question, answer, follow_ups)
        return sorted(enumerate(scores), key=lambda found: -found[1])

    async def features(self, question: str, answer: str, follow_ups: Sequence[str]) -> list[Features]:
        said = [clause.text for clause in clauses(answer)] or [answer or question]
        vectors = await self._vectors.of([question, *said, *follow_ups])
        stems = set(content_stems(answer))
        return [
            _features(
                text,
                nearest_clause=max(dot(vectors[text], vectors[clause]) for clause in said),
                question=dot(vectors[text], vectors[question]),
                answer_stems=stems,
            )
            for text in follow_ups
        ]

    async def cosines(self, text: str, others: Sequence[str]) -> list[float]:
        """Return how near a text is in meaning to each of the others."""
        vectors = await self._vectors.of([text, *others])
        return [dot(vectors[text], vectors[other]) for other in others]


def _features(text: str, *, nearest_clause: float, question: float, answer_stems: set[str]) -> Features:
    spoken = [word.lower() for word in words(text)]
    stems = set(content_stems(text))
    return Features(
        nearest_clause=nearest_clause,
        question=question,
        points_back=float(min(_MOST_BACK, sum(word in _POINTS_BACK for word in spoken))),
        ends_pointing_back=float(bool(spoken) and spoken[-1] in _POINTS_BACK),
        goes_on=float(bool(spoken) and spoken[0] in _GOES_ON),
        words_shared=len(stems & answer_stems) / max(1, len(stems)),
    )
