"""How long what is kept, as candidates are told and as it is done: four classes, each with its own clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vivavoce.domain.session import Session


class RetentionClass(StrEnum):
    MEDIA = "media"
    """Sound."""
    TRANSCRIPT = "transcript"
    """What was said, accommodations, and the report that quotes it."""
    DECISION = "decision"
    """The name, the human decision and its reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPolicy:
    """Days after the interview ended. Defaults: the shortest that duties to keep records leave room for."""

    media_days: int = 30
    """Illinois AIVIA deletes within 30 days of a request; here nobody needs to ask."""
    transcript_days: int = 183
    """EU AI Act Art. 26(6): logs of a high-risk system for at least six months."""
    decision_days: int = 1461
    """California CRD: records of automated decisions for four years."""

    def days(self, kind: RetentionClass) -> int:
        return {
            RetentionClass.MEDIA: self.media_days,
            RetentionClass.TRANSCRIPT: self.transcript_days,
            RetentionClass.DECISION: self.decision_days,
        }[kind]

    def texts(self) -> tuple[tuple[str, str], ...]:
        """Return (what, how long it is kept) for the invitation page."""
        return (
            ("The sound of the interview, if you allow a recording", _in_words(self.media_days)),
            ("What was said, in writing, and the report that quotes it", _in_words(self.transcript_days)),
            ("Your name, the decision and its reason", _in_words(self.decision_days)),
            ("That you agreed or refused, and who did what, by number and without your name", "for good"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    session_id: str
    kind: RetentionClass


def due_for_erasure(sessions: Iterable[Session], *, now: datetime, policy: RetentionPolicy) -> Sequence[Due]:
    """Return what has outlived its time, erased already or not; an interview that never ended counts from its making."""
    return [
        Due(session_id=session.id, kind=kind)
        for session in sessions
        for kind in RetentionClass
        if (session.ended_at or session.created_at) + timedelta(days=policy.days(kind)) <= now
    ]


def _in_words(days: int) -> str:
    if days >= 2 * 365:
        return f"{round(days / 365.25)} years"
    if days >= 60:
        return f"{round(days / 30.44)} months"
    return "1 day" if days == 1 else f"{days} days"
