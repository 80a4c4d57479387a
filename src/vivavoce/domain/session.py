"""An interview as a record: who, which role, in which state."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vivavoce.domain.ids import new_id, secret_sha256


class SessionStatus(StrEnum):
    INVITED = "invited"
    CONSENTING = "consenting"
    LIVE = "live"
    """Begun and not ended: a candidate may be connected or away."""
    EVALUATING = "evaluating"
    REPORTED = "reported"
    LEFT = "left"
    """Ended by the candidate before the close; evaluated with what there is."""
    ENDED = "ended"
    """Over, and nothing follows: a practice session."""
    NEEDS_HUMAN = "needs_human"
    WITHDRAWN = "withdrawn"


class EndReason(StrEnum):
    COMPLETED = "completed"
    TIME = "time"
    CANDIDATE_LEFT = "candidate_left"
    HUMAN_REQUESTED = "human_requested"
    ABUSE = "abuse"
    NO_ANSWER = "no_answer"
    """Nobody spoke through several offers."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accommodations:
    """What a candidate asked for. Never a diagnosis; never shown to reviewers or scoring (law 9)."""

    patience_factor: float = 1.0
    """Multiplies every patience and time box: 1.0, 1.5 or 2.0."""
    typed: bool = False
    captions: bool = True
    slower_speech: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    id: str
    session_id: str
    role_id: str
    candidate_name: str
    token_sha256: str
    """The link's secret is shown once and never stored."""
    created_at: datetime
    expires_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    id: str
    role_id: str
    candidate_name: str
    status: SessionStatus
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: EndReason | None = None
    accommodations: Accommodations = Accommodations()


def invite(
    role: "Role", *, candidate_name: str, secret: str, at: datetime, valid_for: timedelta, by: str
) -> tuple[Session, Invitation]:
    """Return a new session and the invitation to it; of the link's secret only the hash is kept."""
    session = Session(
        id=new_id("ses"), role_id=role.id, candidate_name=candidate_name, status=SessionStatus.INVITED, created_at=at
    )
    invitation = Invitation(
        id=new_id("inv"),
        session_id=session.id,
        role_id=role.id,
        candidate_name=candidate_name,
        token_sha256=secret_sha256(secret),
        created_at=at,
        expires_at=at + valid_for,
        created_by=by,
    )
    return session, invitation


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An opening: a role pack as this organisation uses it."""

    id: str
    title: str
    pack_id: str
    pack_yaml: str
    pack_sha256: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    id: str
    email: str
    name: str
    password_hash: str
    is_admin: bool
    created_at: datetime
