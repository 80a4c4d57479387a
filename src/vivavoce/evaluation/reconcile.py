"""Brings the evaluators' runs together: their mean, how far they disagree, and how sure anybody can be."""

from collections.abc import Iterable, Sequence

from vivavoce.domain.report import CriterionResult, CriterionRun, Evidence, ScoreStatus
from vivavoce.domain.role_pack import Criterion
from vivavoce.domain.transcript import Transcript
from vivavoce.evaluation.evidence import verify
from vivavoce.evaluation.scoring.evaluator import Claim, Leveling

DISCREPANCY_LEVELS = 1.0
BASE_HALF_WIDTH = 0.9
"""Levels to either side when the runs agree: about the root mean square error on answers to unseen questions, 0.23–0.33 of the
scale, rounded up to what a single criterion with little evidence deserves."""
FULL_EVIDENCE = 4
"""Distinct quotes from which more evidence adds little."""
LEAST, MOST = 1.0, 5.0


def verified_run(evaluator: str, leveling: Leveling, transcript: Transcript) -> CriterionRun:
    """Return the run with its verified quotes; without a single one it is not scored (law 4)."""
    if leveling.level is None:
        return CriterionRun(evaluator=evaluator, status=ScoreStatus.NOT_SCORED, level=None, reason=leveling.reason)
    evidence = tuple(found for claim in leveling.claims if (found := _verified(claim, transcript)))
    if not evidence:
        reason = "No quote could be verified word for word in the transcript, so no level is given."
        return CriterionRun(evaluator=evaluator, status=ScoreStatus.NOT_SCORED, level=None, reason=reason)
    level = min(MOST, max(LEAST, leveling.level))
    return CriterionRun(
        evaluator=evaluator, status=ScoreStatus.SCORED, level=level, reason=leveling.reason, evidence=evidence
    )


def _verified(claim: Claim, transcript: Transcript) -> Evidence | None:
    return verify(
        claim.quote, transcript, supports=claim.supports, turn_id=claim.turn_id, question_id=claim.question_id
    )


def reconcile(criterion: Criterion, runs: Sequence[CriterionRun]) -> CriterionResult:
    """Return one result for a criterion: the mean of the runs that could level it, with what speaks for and against it."""
    levels = [run.level for run in runs if run.status is ScoreStatus.SCORED and run.level is not None]
    if not levels:
        return _result(criterion, runs, level=None, reason=runs[0].reason if runs else "No evaluator ran.")
    spread = max(levels) - min(levels)
    level = round(sum(levels) / len(levels), 1)
    evidence = _distinct(item for run in runs for item in run.evidence)
    half_width = BASE_HALF_WIDTH + spread / 2
    return _result(
        criterion,
        runs,
        level=level,
        reason=f"{_reason(runs, levels, spread)} {_nearest_anchor(criterion, level)}",
        interval=(round(max(LEAST, level - half_width), 1), round(min(MOST, level + half_width), 1)),
        confidence=_confidence(spread, evidence, complete=len(levels) == len(runs)),
        discrepancy=spread >= DISCREPANCY_LEVELS,
        evidence=evidence,
    )


def _reason(runs: Sequence[CriterionRun], levels: Sequence[float], spread: float) -> str:
    parts = [run.reason for run in runs if run.status is ScoreStatus.SCORED]
    if len(levels) < len(runs):
        parts.append("Only one evaluator could level it.")
    elif spread >= DISCREPANCY_LEVELS:
        parts.append(
            f"The evaluators disagree ({min(levels):.1f} and {max(levels):.1f}): please read the quotes first."
        )
    return " ".join(parts)


def _nearest_anchor(criterion: Criterion, level: float) -> str:
    nearest = min(criterion.levels, key=lambda one: abs(one.level - level))
    return f"Nearest anchor, {nearest.level}: {nearest.anchor}"


def _confidence(spread: float, evidence: Sequence[Evidence], *, complete: bool) -> float:
    """Return 0–1: full when the runs agree and rest on several quotes; half of it for each of the two missing."""
    agreement = max(0.0, 1.0 - spread / 2.0) if complete else 0.0
    amount = min(1.0, len(evidence) / FULL_EVIDENCE)
    return round(0.5 * agreement + 0.5 * amount, 2)


def _distinct(items: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence without repeats; a quote inside a longer one of the same turn is a repeat."""
    kept: list[Evidence] = []
    for item in items:
        if any(item.turn_id == other.turn_id and item.quote in other.quote for other in kept):
            continue
        kept = [other for other in kept if other.turn_id != item.turn_id or other.quote not in item.quote]
        kept.append(item)
    return tuple(kept)


def _result(
    criterion: Criterion,
    runs: Sequence[CriterionRun],
    *,
    level: float | None,
    reason: str,
    interval: tuple[float, float] | None = None,
    confidence: float = 0.0,
    discrepancy: bool = False,
    evidence: tuple[Evidence, ...] = (),
) -> CriterionResult:
    return CriterionResult(
        id=criterion.id,
        title=criterion.title,
        weight=criterion.weight,
        status=ScoreStatus.NOT_SCORED if level is None else ScoreStatus.SCORED,
        level=level,
        interval=interval,
        confidence=confidence,
        discrepancy=discrepancy,
        reason=reason,
        evidence=evidence,
        runs=tuple(runs),
    )
