"""What a candidate's pages send and get."""

from typing import Annotated, Literal

from pydantic import Field

from vivavoce.api.schemas import Answer, Request
from vivavoce.domain.consent import Purpose
from vivavoce.domain.role_pack import SectionKind

Mode = Literal["voice", "typed", "human"]
"""How the interview is held, as the candidate's decisions and wishes have it."""


class SectionView(Answer):
    kind: SectionKind
    title: str
    minutes: float
    """With the extra time the candidate asked for."""


class RetentionView(Answer):
    what: str
    kept: str


class AccommodationsView(Answer):
    patience_factor: float
    typed: bool
    captions: bool
    slower_speech: bool


class ConsentView(Answer):
    purpose: Purpose
    version: str
    title: str
    text: str
    if_refused: str
    decision: bool | None
    """Nothing is decided for the candidate: null until they do."""


class IceServerView(Answer):
    """A STUN or TURN server, as `RTCPeerConnection` takes it."""

    urls: str
    username: str | None
    credential: str | None


class CandidateView(Answer):
    """All a candidate is told before, and everything their page needs to begin or go on."""

    organisation: str
    role_title: str
    candidate_name: str
    minutes: float
    sections: tuple[SectionView, ...]
    status: Literal["open", "in_progress", "completed"]
    session_id: str
    contact_email: str
    measured: tuple[str, ...]
    readers: tuple[str, ...]
    retention: tuple[RetentionView, ...]
    accommodations: AccommodationsView
    consents: tuple[ConsentView, ...]
    may_start: bool
    """Everything is decided and a call would be taken."""
    mode: Mode
    recording: bool
    ice_servers: tuple[IceServerView, ...]
    """What the browser needs to get its call through other networks; none on one machine or network."""


class ConsentDecision(Request):
    purpose: Purpose
    version: Annotated[str, Field(min_length=1, max_length=40)]
    """The version that was read: another one asks again."""
    granted: bool


class ConsentDecisions(Request):
    decisions: Annotated[tuple[ConsentDecision, ...], Field(min_length=1, max_length=len(Purpose))]


class AccommodationsWanted(Request):
    patience_factor: Annotated[float, Field(ge=1.0, le=2.0, multiple_of=0.5)] = 1.0
    """1, 1.5 or 2 times the time."""
    typed: bool = False
    captions: bool = True
    slower_speech: bool = False


class PracticeQuestion(Answer):
    text: str
    audio_url: str
    """Spoken by the interviewer's voice. The answer to it stays in the browser."""


class Offer(Request):
    """What `RTCPeerConnection.createOffer()` gave."""

    sdp: Annotated[str, Field(min_length=1, max_length=64_000)]
    type: Literal["offer"]


class CallAnswer(Answer):
    sdp: str
    type: Literal["answer"] = "answer"


class HumanWanted(Request):
    message: Annotated[str, Field(max_length=4_000)] = ""


class HumanAsked(Answer):
    """A person has been asked; here is how to reach one directly."""

    contact_email: str


class Withdrawn(Answer):
    """Nothing is captured any more."""

    session_id: str
    contact_email: str
