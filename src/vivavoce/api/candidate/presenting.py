"""What a candidate is told, from what is stored."""

from collections.abc import Sequence
from typing import Literal

from vivavoce.api.candidate.links import Visit, is_over
from vivavoce.api.candidate.schemas import (
    AccommodationsView,
    CandidateView,
    ConsentView,
    Mode,
    RetentionView,
    SectionView,
)
from vivavoce.api.services import ConsentStanding, Services
from vivavoce.domain.consent import Purpose
from vivavoce.domain.session import Session, SessionStatus

type PageStatus = Literal["open", "in_progress", "completed"]
_OPEN = frozenset({SessionStatus.INVITED, SessionStatus.CONSENTING, "open"})


def mode_of(session: Session, standing: Sequence[ConsentStanding]) -> Mode:
    """Return how the interview is held."""
    granted = decisions_of(standing)
    if granted.get(Purpose.AI_INTERVIEW) is False:
        return "human"
    if session.accommodations.typed or granted.get(Purpose.VOICE_PROCESSING) is False:
        return "typed"
    return "voice"


def decisions_of(standing: Sequence[ConsentStanding]) -> dict[Purpose, bool | None]:
    return {one.text.purpose: one.granted for one in standing}


def may_start(standing: Sequence[ConsentStanding]) -> bool:
    """Return whether everything is decided and talking with an AI is allowed."""
    decisions = decisions_of(standing)
    return decisions.get(Purpose.AI_INTERVIEW) is True and None not in decisions.values()


def status_of(session: Session) -> PageStatus:
    if is_over(session):
        return "completed"
    return "in_progress" if session.started_at is not None else "open"


def page_status(status: str) -> PageStatus:
    """Return what a live session's status means to the candidate's page."""
    if status in _OPEN:
        return "open"
    return "in_progress" if status in {SessionStatus.LIVE, "in_progress"} else "completed"


async def candidate_view(services: Services, visit: Visit) -> CandidateView:
    """Return all a candidate's page needs."""
    session, pack = visit.session, visit.pack
    standing = await services.desk.standing(session.id)
    factor = session.accommodations.patience_factor
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
        may_start=may_start(standing),
        mode=mode_of(session, standing),
        recording=decisions_of(standing).get(Purpose.RECORDING) is True,
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
