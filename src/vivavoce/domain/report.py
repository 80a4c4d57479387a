"""The report: levels that rest on quotes, and the human decision about them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ScoreStatus(StrEnum):
    SCORED = "scored"
    NOT_SCORED = "not_scored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A verbatim quote from one candidate turn, with its place on the session clock."""

    quote: str
    turn_id: str
    start_s: float
    end_s: float
    supports: str
    """The expected point or anchor it speaks to."""
    question_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRun:
    """What one evaluator configuration made of one criterion."""

    evaluator: str
    """Configuration name and version, such as ``points-v1``."""
    status: ScoreStatus
    level: float | None
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """The reconciled result of one criterion."""

    id: str
    title: str
    weight: float
    status: ScoreStatus
    level: float | None
    """1.0–5.0, the mean of the runs; None when not scored."""
    interval: tuple[float, float] | None
    confidence: float
    """0–1: how far the runs agree and how much evidence there is."""
    discrepancy: bool
    """The runs differ by a level or more: a human should look first here."""
    reason: str
    evidence: tuple[Evidence, ...]
    runs: tuple[CriterionRun, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something a reviewer should know before reading levels; never a score."""

    kind: str
    message: str
    turn_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCoverage:
    """What happened to one planned question."""

    question_id: str
    section: str
    asked: bool
    reason_not_asked: str
    follow_ups: int
    covered: tuple[str, ...]
    """Ids of expected points the answer covered."""
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    session_id: str
    created_at: datetime
    criteria: tuple[CriterionResult, ...]
    overall: float | None
    """Weighted mean of the scored criteria; None when fewer than half the weight was scored."""
    coverage: tuple[QuestionCoverage, ...]
    flags: tuple[Flag, ...]
    versions: dict[str, str]
    """What made it: pack sha256, rubric, evaluators, models, code (law 12)."""


class Verdict(StrEnum):
    ADVANCE = "advance"
    HOLD = "hold"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A named human's decision; a rejection needs evidence they opened (law 7)."""

    id: str
    session_id: str
    verdict: Verdict
    reason: str
    decided_by: str
    at: datetime
