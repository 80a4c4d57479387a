"""Interviews as reviewers see them. What a candidate asked for (extra time, captions) is not among it (law 9)."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vivavoce.api.reviewer.packs.schemas import CriterionView
from vivavoce.api.schemas import Answer, Request
from vivavoce.domain.capability import Capability
from vivavoce.domain.consent import Purpose
from vivavoce.domain.latency import LatencyBand
from vivavoce.domain.ports.recordings import Track
from vivavoce.domain.report import ScoreStatus, Verdict
from vivavoce.domain.session import EndReason, SessionStatus
from vivavoce.domain.transcript import Mark, Speaker
from vivavoce.interview.pace import Pace


class InterviewSummary(Answer):
    id: str
    candidate_name: str
    role_title: str
    status: SessionStatus
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    end_reason: EndReason | None
    has_report: bool
    decision: Verdict | None
    """The last one made; earlier ones stand in the interview's history."""


class WordView(Answer):
    text: str
    start_s: float
    end_s: float


class TranscriptTurn(Answer):
    """Times are seconds on the session clock, which is the recording's."""

    id: str
    speaker: Speaker
    text: str
    start_s: float
    end_s: float
    words: tuple[WordView, ...]
    marks: tuple[Mark, ...]
    section: str
    question_id: str


class TranscriptView(Answer):
    turns: tuple[TranscriptTurn, ...]


class LedgerView(Answer):
    endpoint_ms: float
    transcript_ms: float
    brain_ms: float
    first_audio_ms: float
    playout_ms: float
    total_ms: float
    band: LatencyBand


class TurnLedger(Answer):
    """One time the interviewer took the floor, and how long the candidate waited for it."""

    turn_id: str
    section: str
    question_id: str
    ledger: LedgerView | None
    """Null when the interviewer spoke unasked."""


class EvidenceView(Answer):
    quote: str
    turn_id: str
    start_s: float
    end_s: float
    supports: str
    question_id: str


class CriterionRunView(Answer):
    evaluator: str
    status: ScoreStatus
    level: float | None
    reason: str
    evidence: tuple[EvidenceView, ...]


class CriterionResultView(Answer):
    id: str
    title: str
    weight: float
    status: ScoreStatus
    level: float | None
    interval: tuple[float, float] | None
    confidence: float
    discrepancy: bool
    reason: str
    evidence: tuple[EvidenceView, ...]
    runs: tuple[CriterionRunView, ...]


class FlagView(Answer):
    kind: str
    message: str
    turn_id: str


class QuestionCoverageView(Answer):
    question_id: str
    section: str
    asked: bool
    reason_not_asked: str
    follow_ups: int
    covered: tuple[str, ...]
    missing: tuple[str, ...]


class ReportView(Answer):
    session_id: str
    created_at: datetime
    criteria: tuple[CriterionResultView, ...]
    overall: float | None
    coverage: tuple[QuestionCoverageView, ...]
    flags: tuple[FlagView, ...]
    versions: dict[str, str]


class TrackView(Answer):
    track: Track
    media_type: str
    size_bytes: int
    duration_s: float
    url: str


class Person(Answer):
    id: str
    name: str


class DecisionView(Answer):
    id: str
    verdict: Verdict
    reason: str
    decided_by: Person
    at: datetime


class ConsentRecordView(Answer):
    id: str
    purpose: Purpose
    version: str
    granted: bool
    at: datetime


class ExpectedPointView(Answer):
    id: str
    text: str


class QuestionView(Answer):
    """What was planned to be asked, so that ids in the coverage can be read."""

    id: str
    section: str
    text: str
    expected: tuple[ExpectedPointView, ...]


class SectionEnteredView(Answer):
    section: str
    at_s: float


class FailoverView(Answer):
    """A provider that gave way to another while the interview went on."""

    at_s: float
    capability: Capability
    from_provider: str
    to_provider: str
    fault: str
    """Such as `silent`, `cut` or `refused`; `limit` without a gap: a session was renewed, nothing was wrong."""
    gap_ms: float


class ProviderCostView(Answer):
    provider: str
    usd: float
    used: dict[str, float]
    """How much of each unit, such as `text_tokens_in` or `line_seconds`."""


class CostView(Answer):
    """What the interview has cost in US dollars at list price; of this machine only the line and the storage are counted."""

    usd: float
    usd_per_minute: float
    """Of time with a candidate connected."""
    by_provider: tuple[ProviderCostView, ...]
    unpriced: tuple[str, ...]
    """What was used and has no price: the sum is too low by that."""
    estimated: tuple[str, ...]
    """What was not counted by its vendor but estimated, in part at least."""
    budget: Literal["go_on", "warn", "downgrade", "close"]
    """What the budget asked for in the end."""


class EventsSummary(Answer):
    """What happened around the words. Breaks are left out: they may be an accommodation."""

    sections: tuple[SectionEnteredView, ...]
    questions_closed: dict[str, str]
    """Question id → why it was left."""
    connections: int
    connections_lost: int
    failovers: tuple[FailoverView, ...]
    human_requested: bool
    messages_to_humans: tuple[str, ...]
    """What the candidate wrote when they asked for a person."""


class InterviewDetail(InterviewSummary):
    role_id: str
    report: ReportView | None
    transcript: TranscriptView
    turns: tuple[TurnLedger, ...]
    tracks: tuple[TrackView, ...]
    decisions: tuple[DecisionView, ...]
    rubric: tuple[CriterionView, ...]
    questions: tuple[QuestionView, ...]
    consents: tuple[ConsentRecordView, ...]
    flags: tuple[FlagView, ...]
    versions: dict[str, str]
    events_summary: EventsSummary
    cost: CostView
    viewed: tuple[str, ...]
    """Evidence the signed-in person has opened; a rejection needs some."""


class EvidenceOpened(Request):
    evidence: Annotated[str, Field(min_length=1, max_length=100)]
    """The id of the turn a quote is from, or `transcript`."""


class Viewed(Answer):
    viewed: tuple[str, ...]


class NewPace(Request):
    pace: Pace


class NewDecision(Request):
    verdict: Verdict
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)]
