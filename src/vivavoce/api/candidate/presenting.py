"""What a candidate is told, from what is stored."""

from collections.abc import Sequence
from typing import Literal

from vivavoce.api.candidate.links import Visit
from vivavoce.api.candidate.schemas import (
    AccommodationsView,
    CandidateView,
    ConsentView,
    IceServerView,
    Mode,
    RetentionView,
    SectionView,
)
from vivavoce.api.role_packs import pack_of
from vivavoce.api.services import CandidateServices
from vivavoce.api.session_state import is_over
from vivavoce.compliance.consent import Allowed
from vivavoce.domain.consent import ConsentStanding
from vivavoce.domain.session import Session, SessionStatus
from vivavoce.interview.pace import TYPING_FACTOR

type PageStatus = Literal["open", "in_progress", "completed"]


def allowed_by(standing: Sequence[ConsentStanding]) -> Allowed:
    return Allowed(decisions={one.text.purpose: one.granted for one in standing})


def mode_of(session: Session, allowed: Allowed) -> Mode:
    """Return how the interview is held: as the decisions allow, and typed for who asked for that."""
    return "typed" if allowed.mode == "voice" and session.accommodations.typed else allowed.mode


def status_of(session: Session) -> PageStatus:
    if is_over(session):
        return "completed"
    return "in_progress" if session.started_at is not None else "open"


def page_status(status: SessionStatus) -> PageStatus:
    """Return what a live session's status is called on the candidate's page."""
    if status in {SessionStatus.INVITED, SessionStatus.CONSENTING}:
        return "open"
    return "in_progress" if status is SessionStatus.LIVE else "completed"


async def candidate_view(services: CandidateServices, visit: Visit) -> CandidateView:
    """Return all a candidate's page needs."""
    session, pack = visit.session, await pack_of(visit.role)
    standing = await services.desk.standing(session.id)
    allowed = allowed_by(standing)
    mode = mode_of(session, allowed)
    factor = session.accommodations.patience_factor * (TYPING_FACTOR if mode == "typed" else 1.0)
    return CandidateView(
        organisation=services.site.organisation,
        role_title=visit.role.title,
        candidate_name=session.candidate_name,
        minutes=pack.minutes * factor,
        sections=tuple(
            SectionView(kind=section.kind, title=section.title, minutes=section.minutes * factor)
            for section in pack.sections
        ),
        status=status_of(session),
        session_id=session.id,
        contact_email=services.site.contact_email,
        measured=tuple(criterion.title for criterion in pack.rubric),
        readers=services.site.readers,
        retention=tuple(RetentionView(what=what, kept=kept) for what, kept in services.site.retention),
        accommodations=AccommodationsView.model_validate(session.accommodations),
        consents=tuple(_consent(one) for one in standing),
        may_start=allowed.start,
        mode=mode,
        recording=allowed.record,
        ice_servers=tuple(IceServerView.model_validate(server) for server in services.site.ice_servers),
    )


def _consent(standing: ConsentStanding) -> ConsentView:
    text = standing.text
    return ConsentView(
        purpose=text.purpose,
        version=text.version,
        title=text.title,
        text=text.text,
        if_refused=text.if_refused,
        decision=standing.granted,
    )
