"""The candidate's page: the invitation, consents, wishes, a human, and the way out."""

from dataclasses import replace

from fastapi import APIRouter

from vivavoce.api.candidate.calls import Calls
from vivavoce.api.candidate.links import FormerGuest, Guest
from vivavoce.api.candidate.presenting import candidate_view, decisions_of
from vivavoce.api.candidate.schemas import (
    AccommodationsWanted,
    CandidateView,
    ConsentDecisions,
    HumanAsked,
    HumanWanted,
    Withdrawn,
)
from vivavoce.api.schemas import PROBLEMS
from vivavoce.api.services import Given
from vivavoce.domain.session import Accommodations
from vivavoce.interview.commands import AskHuman

router = APIRouter(prefix="/api/candidate/{token}", tags=["candidate"], responses=PROBLEMS)


@router.get("")
async def open_invitation(guest: Guest, services: Given) -> CandidateView:
    return await candidate_view(services, guest)


@router.put("/consents")
async def decide_consents(body: ConsentDecisions, guest: Guest, services: Given, calls: Calls) -> CandidateView:
    """Store decisions. Taking one back ends the present call at once (law 1); the page calls again as is allowed then."""
    session_id = guest.session.id
    before = decisions_of(await services.desk.standing(session_id))
    await services.desk.decide(session_id, [(one.purpose, one.version, one.granted) for one in body.decisions])
    if any(before.get(one.purpose) and not one.granted for one in body.decisions):
        await calls.hang_up(session_id, reason="consent_changed")
    session = await services.sessions.get(session_id) or guest.session
    return await candidate_view(services, replace(guest, session=session))


@router.put("/accommodations")
async def wish_accommodations(body: AccommodationsWanted, guest: Guest, services: Given) -> CandidateView:
    session = replace(guest.session, accommodations=Accommodations(**body.model_dump()))
    await services.sessions.save(session)
    return await candidate_view(services, replace(guest, session=session))


@router.post("/human")
async def ask_human(body: HumanWanted, guest: Guest, services: Given) -> HumanAsked:
    """Ask for a person, before or during the interview."""
    await services.host.command(guest.session.id, AskHuman(message=body.message.strip()))
    return HumanAsked(contact_email=services.site.contact_email)


@router.post("/withdraw")
async def withdraw(guest: FormerGuest, services: Given, calls: Calls) -> Withdrawn:
    """Take every consent back: capture stops at once, and nothing more is evaluated."""
    await services.desk.withdraw(guest.session.id)
    await calls.hang_up(guest.session.id, reason="withdrawn")
    return Withdrawn(session_id=guest.session.id, contact_email=services.site.contact_email)
