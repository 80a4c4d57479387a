"""The candidate's page: the invitation, consents, wishes, a human, and the way out."""

from dataclasses import replace

from fastapi import APIRouter

from vivavoce.api.candidate.handing_over import NEEDED_TO_HEAR, hand_to_human, stop_hearing
from vivavoce.api.candidate.links import FormerGuest, Guest, Visit
from vivavoce.api.candidate.presenting import allowed_by, candidate_view
from vivavoce.api.candidate.schemas import (
    AccommodationsWanted,
    CandidateView,
    ConsentDecisions,
    HumanAsked,
    HumanWanted,
    Withdrawn,
)
from vivavoce.api.schemas import PROBLEMS
from vivavoce.api.services import CandidateServices, GivenToCandidates
from vivavoce.domain.consent import Purpose
from vivavoce.domain.errors import ConflictError
from vivavoce.domain.session import Accommodations, EndReason

router = APIRouter(prefix="/api/candidate/{token}", tags=["candidate"], responses=PROBLEMS)


@router.get("")
async def open_invitation(guest: Guest, services: GivenToCandidates) -> CandidateView:
    return await candidate_view(services, guest)


@router.put("/consents")
async def decide_consents(body: ConsentDecisions, guest: Guest, services: GivenToCandidates) -> CandidateView:
    """Store decisions. What is not allowed any more stops at once (law 1); the interview goes on as far as it may."""
    session_id = guest.session.id
    before = allowed_by(await services.desk.standing(session_id)).decisions
    taken_back = {one.purpose for one in body.decisions if before.get(one.purpose) and not one.granted}
    if taken_back & NEEDED_TO_HEAR:
        await stop_hearing(services, session_id)
    await services.desk.decide(session_id, [(one.purpose, one.version, one.granted) for one in body.decisions])
    if Purpose.AI_INTERVIEW in taken_back and guest.session.started_at is not None:
        await services.host.end(session_id, EndReason.HUMAN_REQUESTED)
    elif taken_back:
        await services.host.consent_changed(session_id)
    return await candidate_view(services, await _again(services, guest))


@router.put("/accommodations")
async def wish_accommodations(body: AccommodationsWanted, guest: Guest, services: GivenToCandidates) -> CandidateView:
    """Note what would help. The time boxes are set when the interview begins; typing and captions change at any time."""
    wanted, present = Accommodations(**body.model_dump()), guest.session.accommodations
    begun = guest.session.started_at is not None
    if begun and replace(wanted, typed=present.typed, captions=present.captions) != present:
        raise ConflictError(
            "The interview has begun, so its time and pace stay as they are.",
            fix="Say “slower, please” or “give me a moment” as often as you like, or ask for a person.",
        )
    session = replace(guest.session, accommodations=wanted)
    await services.sessions.save(session)
    return await candidate_view(services, replace(guest, session=session))


@router.post("/human")
async def ask_human(body: HumanWanted, guest: FormerGuest, services: GivenToCandidates) -> HumanAsked:
    """Ask for a person: before, during or after the interview."""
    await hand_to_human(services, guest.session, message=body.message.strip())
    return HumanAsked(contact_email=services.site.contact_email)


@router.post("/withdraw")
async def withdraw(guest: FormerGuest, services: GivenToCandidates) -> Withdrawn:
    """Take every consent back: capture stops at once, and nothing more is evaluated."""
    session_id = guest.session.id
    await stop_hearing(services, session_id)
    await services.desk.withdraw(session_id)
    await services.host.end(session_id, EndReason.WITHDRAWN)
    return Withdrawn(session_id=session_id, contact_email=services.site.contact_email)


async def _again(services: CandidateServices, guest: Visit) -> Visit:
    """Return the visit as it stands after a change."""
    return replace(guest, session=await services.sessions.get(guest.session.id) or guest.session)
