"""What happened in a session, append-only. A session's state is a fold over these; nothing else is remembered.

`at` is the wall clock, `at_s` the session clock (seconds, stopped while nobody is connected). An event once written keeps
its meaning: add a kind, never change one.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from vivavoce.domain.consent import Purpose
from vivavoce.domain.failover import Failover
from vivavoce.domain.latency import LatencyLedger
from vivavoce.domain.session import Accommodations, EndReason
from vivavoce.domain.transcript import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    at: datetime
    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted(_Event):
    kind: Literal["session_started"] = "session_started"
    versions: dict[str, str]
    """Pinned: pack sha256, persona, prompts, models, code (law 12)."""
    accommodations: Accommodations


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAttached(_Event):
    """A candidate is connected; the session clock runs."""

    kind: Literal["line_attached"] = "line_attached"
    line_id: str
    resumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineLost(_Event):
    """The connection went; the session clock stops."""

    kind: Literal["line_lost"] = "line_lost"
    line_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionEntered(_Event):
    kind: Literal["section_entered"] = "section_entered"
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLeft(_Event):
    """Why a section ended when it did, earlier than its time box or not."""

    kind: Literal["section_left"] = "section_left"
    section: str
    reason: str
    """all_asked, tier (what is left is harder than the answers so far reached), time (the box is used, or one more answer does
    not fit in it), budget; or why the interview ended in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveMade(_Event):
    """The conductor let the interviewer do this; what of it was heard follows in `InterviewerSpoke`."""

    kind: Literal["move_made"] = "move_made"
    move: str
    turn_id: str
    section: str
    question_id: str
    text: str
    probe: str = ""
    """The expected point a follow-up was after, or "own_words"."""
    ends: EndReason | None = None
    """The interview is over, for this reason, once this has been said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceHeard(_Event):
    """One stretch of candidate speech as text, kept at once so that a crash loses no word."""

    kind: Literal["utterance_heard"] = "utterance_heard"
    utterance: Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateTurnEnded(_Event):
    """The candidate gave up the floor: all utterances since the last such event are one turn."""

    kind: Literal["candidate_turn_ended"] = "candidate_turn_ended"
    turn: Turn
    act: str
    """What the turn was: answer, repeat, rephrase, hold, skip, …"""
    covered: tuple[str, ...] = ()
    """Ids of expected points newly covered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewerSpoke(_Event):
    """What of the interviewer's words was really heard."""

    kind: Literal["interviewer_spoke"] = "interviewer_spoke"
    turn: Turn
    ledger: LatencyLedger | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionClosed(_Event):
    kind: Literal["question_closed"] = "question_closed"
    question_id: str
    reason: str
    """covered, follow_ups_used, skipped, does_not_know, time, silence, inaudible, other_language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRaised(_Event):
    """Harder optional questions are open from here on: the same rule for every candidate, never a score."""

    kind: Literal["tier_raised"] = "tier_raised"
    question_id: str
    """The question whose answer covered enough."""
    tier: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(_Event):
    kind: Literal["paused"] = "paused"
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(_Event):
    kind: Literal["resumed"] = "resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged(_Event):
    """A note for the evaluator and the reviewer, never a score."""

    kind: Literal["flagged"] = "flagged"
    flag: str
    message: str
    turn_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanRequested(_Event):
    kind: Literal["human_requested"] = "human_requested"
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCalled(_Event):
    """The audit entry of a brain's tool: what it called, with what, and whether that was done."""

    kind: Literal["tool_called"] = "tool_called"
    tool: str
    arguments: dict[str, str]
    outcome: str
    """``done``, or why it was not: not_permitted, not_offered, malformed, unfit, late, failed."""
    turn_id: str = ""
    """The candidate turn it was called in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceChanged(_Event):
    """From here on the interviewer waits longer or shorter before it takes the floor."""

    kind: Literal["pace_changed"] = "pace_changed"
    patience_factor: float
    """Multiplies every section's patience, beside the accommodation; replaces the factor before."""
    by: str
    """``candidate``, ``reviewer`` or ``interviewer``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentChanged(_Event):
    kind: Literal["consent_changed"] = "consent_changed"
    purpose: Purpose
    granted: bool
    consent_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedOver(_Event):
    """A provider failed, or its session was renewed, and another took over; the interview went on."""

    kind: Literal["failed_over"] = "failed_over"
    failover: Failover


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageMetered(_Event):
    """What the session has cost by now, in US dollars at list price. Sums since its beginning: the last event stands."""

    kind: Literal["usage_metered"] = "usage_metered"
    usd: Decimal
    usd_by_provider: dict[str, Decimal]
    used: dict[str, dict[str, float]] = field(default_factory=dict)
    """How much of each unit (`domain.usage.Unit`), by provider; what one turn used is the difference to the event before."""
    unpriced: tuple[str, ...] = ()
    """What was used and has no price: the sum is too low by that."""
    estimated: tuple[str, ...] = ()
    """What of `used` was not counted by the vendor, in part at least: "provider: unit"."""
    budget: Literal["go_on", "warn", "downgrade", "close"] = "go_on"
    """What the budget asks for from here on."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(_Event):
    kind: Literal["session_ended"] = "session_ended"
    reason: EndReason


SessionEvent = (
    SessionStarted
    | LineAttached
    | LineLost
    | SectionEntered
    | SectionLeft
    | MoveMade
    | UtteranceHeard
    | CandidateTurnEnded
    | InterviewerSpoke
    | QuestionClosed
    | TierRaised
    | Paused
    | Resumed
    | Flagged
    | HumanRequested
    | ToolCalled
    | PaceChanged
    | ConsentChanged
    | FailedOver
    | UsageMetered
    | SessionEnded
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEvent:
    """An event with its place in its session's log (1, 2, 3, … without gaps)."""

    seq: int
    event: SessionEvent = field()
