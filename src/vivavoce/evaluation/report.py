"""Builds the report: reconciled criteria, what became of each question, flags, pinned versions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from vivavoce.domain.report import CriterionResult, Flag, QuestionCoverage, Report, ScoreStatus
from vivavoce.domain.role_pack import Question, RolePack
from vivavoce.domain.session import EndReason
from vivavoce.domain.transcript import Mark, Speaker, Turn
from vivavoce.evaluation.record import InterviewRecord, QuestionRecord
from vivavoce.evaluation.scoring.answers import answers_to
from vivavoce.knowledge.coverage import CoverageJudge
from vivavoce.knowledge.substance import is_injection

LEAST_SCORED_WEIGHT = 0.5
"""Share of the rubric's weight that must be scored before an overall level says anything."""
BAD_AUDIO_SHARE = 0.2
"""Share of the candidate's speaking time that was inaudible, from which a reviewer is warned."""

_ENDS = {
    EndReason.CANDIDATE_LEFT: "The candidate left before the end; the report covers what was said until then.",
    EndReason.TIME: "The time ran out before the end.",
    EndReason.HUMAN_REQUESTED: "The interview ended because the candidate asked for a person.",
    EndReason.ABUSE: "The interviewer ended the conversation after repeated insults.",
    EndReason.NO_ANSWER: "Nobody spoke through several offers, and the interview was closed.",
    EndReason.WITHDRAWN: "The candidate withdrew.",
}


def build_report(
    record: InterviewRecord,
    pack: RolePack,
    criteria: Sequence[CriterionResult],
    coverage: Sequence[QuestionCoverage],
    *,
    created_at: datetime,
    versions: Mapping[str, str],
) -> Report:
    """Return the report of one interview."""
    return Report(
        session_id=record.transcript.session_id,
        created_at=created_at,
        criteria=tuple(criteria),
        overall=overall(criteria),
        coverage=tuple(coverage),
        flags=tuple(_distinct([*record.flags, *_own_flags(record, criteria)])),
        versions={"pack": f"{pack.id}@{pack.version}", "pack_sha256": pack.sha256, **record.versions, **versions},
    )


def overall(criteria: Sequence[CriterionResult]) -> float | None:
    """Return the weighted mean of the scored criteria; None when they are less than half of the rubric's weight."""
    scored = [(one.level, one.weight) for one in criteria if one.status is ScoreStatus.SCORED and one.level is not None]
    weight = sum(part for _, part in scored)
    if not scored or weight < LEAST_SCORED_WEIGHT * sum(one.weight for one in criteria):
        return None
    return round(sum(level * part for level, part in scored) / weight, 1)


async def coverage_of(record: InterviewRecord, pack: RolePack, judge: CoverageJudge) -> tuple[QuestionCoverage, ...]:
    """Return, for every planned question, whether it was asked and what the answers covered."""
    by_id = {one.question_id: one for one in record.questions}
    return tuple(
        [
            await _coverage(question, by_id[question.id], record, judge)
            for section in pack.sections
            for question in section.questions
            if question.id in by_id
        ]
    )


async def _coverage(
    question: Question, asked: QuestionRecord, record: InterviewRecord, judge: CoverageJudge
) -> QuestionCoverage:
    covered: set[str] = set()
    for answer in answers_to(question, record):
        if answer.has_content and question.expected and record.may_be_scored:
            covered |= set((await judge.judge(question, answer.turn.text)).covered)
    order = [point.id for point in question.expected]
    return QuestionCoverage(
        question_id=question.id,
        section=asked.section,
        asked=asked.asked,
        reason_not_asked="" if asked.asked else _why_not_asked(question, asked, record),
        follow_ups=asked.follow_ups,
        covered=tuple(point for point in order if point in covered),
        missing=tuple(point for point in order if point not in covered),
    )


def _why_not_asked(question: Question, asked: QuestionRecord, record: InterviewRecord) -> str:
    if asked.closed:
        return asked.closed
    if record.ended not in {None, EndReason.COMPLETED}:
        return str(record.ended)
    return "time" if question.core else "optional"


def _own_flags(record: InterviewRecord, criteria: Sequence[CriterionResult]) -> Iterable[Flag]:
    spoken = [turn for turn in record.transcript.turns if turn.speaker is Speaker.CANDIDATE]
    for turn in spoken:
        if is_injection(turn.text):
            message = "The candidate addressed the scoring machine; these words were set aside and changed no level."
            yield Flag(kind="injection_attempt", message=message, turn_id=turn.id)
    share = inaudible_share(spoken)
    if share >= BAD_AUDIO_SHARE:
        message = f"{share:.0%} of the candidate's speaking time was inaudible and is not scored."
        yield Flag(kind="bad_audio", message=message)
    for one in criteria:
        if one.discrepancy:
            levels = " and ".join(f"{run.level:.1f}" for run in one.runs if run.level is not None)
            yield Flag(kind="discrepancy", message=f"{one.title}: the evaluators gave {levels}. Read its quotes first.")
    if not record.may_be_scored:
        yield Flag(kind="no_automated_evaluation", message="The candidate did not agree to automated evaluation.")
    if record.ended in _ENDS:
        yield Flag(kind=f"ended_{record.ended}", message=_ENDS[record.ended])


def inaudible_share(turns: Sequence[Turn]) -> float:
    """Return the share of speaking time that was marked inaudible."""
    total_s = sum(turn.end_s - turn.start_s for turn in turns)
    inaudible_s = sum(turn.end_s - turn.start_s for turn in turns if Mark.INAUDIBLE in turn.marks)
    return inaudible_s / total_s if total_s > 0 else 0.0


def _distinct(flags: Iterable[Flag]) -> list[Flag]:
    """Return each flag once; the first of a kind on a turn stands, except that notes without a turn may differ in words."""
    kept: dict[tuple[str, str], Flag] = {}
    for flag in flags:
        kept.setdefault((flag.kind, flag.turn_id or flag.message), flag)
    return list(kept.values())
