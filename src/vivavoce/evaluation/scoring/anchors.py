"""The anchors evaluator: how a whole answer compares with an expert's, and which of the acts the anchors name it shows.

It never looks at single points, so it errs elsewhere than the points evaluator; that is what makes their disagreement a signal.
The weights are a ridge regression (λ = 5, data sets weighted equally) on 5,678 human-graded answers to 250 questions (Mohler,
OS3, SAF, Beetle, SciEntsBank); predicting each set from the four others it correlates .34–.57 with the grades, and .41–.59
within questions.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.domain.role_pack import Criterion, RolePack
from vivavoce.evaluation.record import InterviewRecord
from vivavoce.evaluation.scoring.answers import AnsweredQuestion, answered_questions, what_was_said, why_not_scored
from vivavoce.evaluation.scoring.evaluator import Claim, Leveling
from vivavoce.knowledge.text import content_stems
from vivavoce.knowledge.vectors import Vector, VectorCache, dot, mean

LIKENESS_WEIGHT, WORDS_WEIGHT, EXTENT_WEIGHT, ACTS_WEIGHT, BIAS = 0.465, 0.331, 0.234, 0.297, 0.03
LOWEST, HIGHEST = 0.3, 1.15
"""Predictions that mean levels 1 and 5: an expert's answer to a pack's question is longer than the graded ones."""
ON_TOPIC = 0.3
"""Cosine to some expected point from which a clause counts: talk of something else adds neither length nor acts."""
MAX_CLAIMS = 4

ACTS = {
    "gives a reason": r"because|since|so that|therefore|thus|hence|which means|that way|due to|in order to|the reason",
    "names a condition": r"if|when|whenever|unless|until|depends|depending|in case|as long as|once",
    "names a cost or limit": (
        r"but|however|although|though|downside|costs?|slower|trade-?offs?|drawback|risks?|limits?|overhead|expensive|disadvantage"
        r"|problem"
    ),
    "compares": (
        r"instead|rather than|compared|whereas|while|alternatively|on the other hand|better than|than|versus|unlike|either|both"
    ),
    "measures": (
        r"\d+|percent|measured?|metrics?|before and after|test(?:ed)?|benchmark|hours?|minutes?|days?|weeks?|half|twice"
        r"|hundred|thousand|million"
    ),
    "gives an example": r"for example|for instance|such as|like a|say a|in our case|at my|last year|one time|once we|example",
}
_ACTS = {act: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for act, words in ACTS.items()}


class AnchorsEvaluator:
    """Levels a criterion by likeness to an expert's whole answer and by what the answer does: reasons, costs, comparisons …"""

    name = "anchors-v1"

    def __init__(self, embedder: Embedder) -> None:
        self._vectors = VectorCache(embedder)

    async def level(self, record: InterviewRecord, pack: RolePack) -> tuple[Leveling, ...]:
        return tuple([await self._criterion(criterion, pack, record) for criterion in pack.rubric])

    async def _criterion(self, criterion: Criterion, pack: RolePack, record: InterviewRecord) -> Leveling:
        questions = answered_questions(criterion, pack, record)
        counted = [one for one in questions if one.counts]
        if not any(one.has_content for one in counted):
            return Leveling(criterion_id=criterion.id, level=None, reason=why_not_scored(questions))
        read = [await self._read(one) for one in counted]
        weights = [sum(point.weight for point in one.points) for one in counted]
        quality = sum(one.quality * weight for one, weight in zip(read, weights, strict=True)) / sum(weights)
        level = 1.0 + 4.0 * quality
        shown = dict.fromkeys(act for one in read for act in one.acts)
        return Leveling(
            criterion_id=criterion.id,
            level=round(level, 2),
            reason=f"Seen: {', '.join(shown) if shown else 'none of the acts the anchors name'}.",
            claims=tuple(claim for one in read for claim in one.claims)[: max(MAX_CLAIMS, len(counted))],
        )

    async def _read(self, one: AnsweredQuestion) -> "_Reading":
        clauses = [
            (answer.turn.id, clause.text)
            for answer in one.answers
            if answer.has_content
            for clause in answer.substance.content
        ]
        if not clauses:
            return _Reading(quality=0.0)
        points = [point.text for point in one.points]
        vectors = await self._vectors.of([*(text for _, text in clauses), *points])
        near = {text: max(dot(vectors[text], vectors[point]) for point in points) for _, text in clauses}
        on_topic = [(turn_id, text) for turn_id, text in clauses if near[text] >= ON_TOPIC]
        if not on_topic:
            return _Reading(quality=0.0, claims=(what_was_said(one),))
        texts = list(dict.fromkeys(text for _, text in on_topic))
        quality, acts = _quality(texts, points, vectors, asked=f"{one.question.text} {one.question.rephrased}")
        turn_id, best = max(on_topic, key=lambda pair: near[pair[1]])
        claim = Claim(quote=best, turn_id=turn_id, supports=", ".join(acts) or "answer", question_id=one.question.id)
        return _Reading(quality=quality, acts=acts, claims=(claim,))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    quality: float
    """0–1."""
    acts: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()


def _quality(
    texts: Sequence[str], points: Sequence[str], vectors: Mapping[str, Vector], *, asked: str
) -> tuple[float, tuple[str, ...]]:
    said = " ".join(texts)
    acts = tuple(act for act, pattern in _ACTS.items() if pattern.search(said))
    question = set(content_stems(asked))
    expert, answer = set(content_stems(" ".join(points))) - question, set(content_stems(said)) - question
    likeness = dot(mean([vectors[text] for text in texts]), mean([vectors[point] for point in points]))
    words = len(expert & answer) / max(1, len(expert))
    extent = min(1.0, math.log1p(len(answer)) / math.log1p(max(3, len(expert))))
    predicted = (
        LIKENESS_WEIGHT * likeness
        + WORDS_WEIGHT * words
        + EXTENT_WEIGHT * extent
        + ACTS_WEIGHT * len(acts) / len(ACTS)
        + BIAS
    )
    return min(1.0, max(0.0, (predicted - LOWEST) / (HIGHEST - LOWEST))), acts
