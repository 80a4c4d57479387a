"""The points evaluator: how much of what a good answer says was said.

Rubrics that score points item by item reach an agreement of .95 between trained raters, holistic ones .60: points are the main
lever, and this is the evaluator a reviewer can check word by word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vivavoce.domain.role_pack import Criterion, RolePack
from vivavoce.evaluation.record import InterviewRecord
from vivavoce.evaluation.scoring.answers import AnsweredQuestion, answered_questions, what_was_said, why_not_scored
from vivavoce.evaluation.scoring.evaluator import Claim, Leveling
from vivavoce.knowledge.coverage import COVERED_FROM, Coverage, CoverageJudge

FULL_SHARE = 0.8
"""Share of the points' weight that earns level 5: nobody says all an expert could, in two minutes of speech."""
MAX_CLAIMS = 6


class PointsEvaluator:
    """Levels a criterion by the weighted share of its expected points that the answers cover."""

    name = "points-v1"

    def __init__(self, judge: CoverageJudge) -> None:
        self._judge = judge

    async def level(self, record: InterviewRecord, pack: RolePack) -> tuple[Leveling, ...]:
        return tuple([await self._criterion(criterion, pack, record) for criterion in pack.rubric])

    async def _criterion(self, criterion: Criterion, pack: RolePack, record: InterviewRecord) -> Leveling:
        questions = answered_questions(criterion, pack, record)
        counted = [one for one in questions if one.counts]
        if not any(one.has_content for one in counted):
            return Leveling(criterion_id=criterion.id, level=None, reason=why_not_scored(questions))
        said = [await said_in(one, self._judge) for one in counted]
        total = sum(point.weight for one in counted for point in one.points)
        reached = sum(found.reached(one) for one, found in zip(counted, said, strict=True))
        level = 1.0 + 4.0 * min(1.0, reached / (FULL_SHARE * total))
        covered = sum(len(found.covered(one)) for one, found in zip(counted, said, strict=True))
        points = sum(len(one.points) for one in counted)
        answered = sum(one.has_content for one in counted)
        return Leveling(
            criterion_id=criterion.id,
            level=round(level, 2),
            reason=f"{covered} of {points} expected points covered in answers to {answered} of {len(counted)} questions.",
            claims=tuple(_claims(counted, said)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the answers to one question say of its points."""

    coverages: Sequence[tuple[str, Coverage]]
    """Turn id and what that turn covers."""
    strength: Mapping[str, float]
    """Point → clearest saying in any turn."""

    def covered(self, one: AnsweredQuestion) -> list[str]:
        return [point.id for point in one.points if self.strength[point.id] >= COVERED_FROM]

    def reached(self, one: AnsweredQuestion) -> float:
        """Return the weight of the points said; one said less than clearly counts for less."""
        return sum(point.weight * _credit(self.strength[point.id]) for point in one.points)


def _credit(strength: float) -> float:
    """Return the credit for a point: nothing below half the bar, full when clear, in between what it is worth.

    A step at the bar would make a level jump by a hair; the ramp keeps a near miss from weighing like a hit.
    """
    return min(1.0, max(0.0, (strength - 0.35) / 0.4))


async def said_in(one: AnsweredQuestion, judge: CoverageJudge) -> Said:
    """Judge each answer by itself: a quote must stand in one turn."""
    coverages = [
        (answer.turn.id, await judge.judge(one.question, answer.turn.text))
        for answer in one.answers
        if answer.has_content
    ]
    strength = {
        point.id: max((coverage.strength[point.id] for _, coverage in coverages), default=0.0)
        for point in one.question.expected
    }
    return Said(coverages=coverages, strength=strength)


def _claims(counted: Sequence[AnsweredQuestion], said: Sequence[Said]) -> list[Claim]:
    """Return the clearest quotes, and one quote for what was said where nothing was covered."""
    ranked: list[tuple[float, Claim]] = []
    for one, found in zip(counted, said, strict=True):
        for point in one.points:
            best = max(found.coverages, key=lambda pair: pair[1].strength[point.id], default=None)
            if best and point.id in best[1].covered:
                claim = Claim(
                    quote=best[1].evidence[point.id], turn_id=best[0], supports=point.text, question_id=one.question.id
                )
                ranked.append((point.weight * best[1].strength[point.id], claim))
    ranked.sort(key=lambda pair: -pair[0])
    claims = [claim for _, claim in ranked[:MAX_CLAIMS]]
    quoted = {claim.question_id for claim in claims}
    claims += [what_was_said(one) for one in counted if one.has_content and one.question.id not in quoted]
    return claims
