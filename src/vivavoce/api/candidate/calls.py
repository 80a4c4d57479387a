"""Takes calls: a browser's offer in, the answer out, and the line handed to the interview."""

from fastapi import APIRouter

from vivavoce.api.candidate.links import Guest, Visit
from vivavoce.api.candidate.presenting import allowed_by, mode_of
from vivavoce.api.candidate.schemas import CallAnswer, Offer
from vivavoce.api.schemas import PROBLEMS
from vivavoce.api.services import CandidateServices, GivenToCandidates
from vivavoce.domain.errors import ConsentMissingError, UnavailableError

router = APIRouter(prefix="/api/candidate/{token}", tags=["candidate"], responses=PROBLEMS)


@router.post("/offer")
async def offer_call(body: Offer, guest: Guest, services: GivenToCandidates) -> CallAnswer:
    """Take a call. Refused before every matching consent is stored (law 1): not a packet is received until then."""
    hears = await _may_hear(services, guest)
    missing = [name for name, slot in services.readiness.slots().items() if slot.state != "ready"]
    if missing:
        raise UnavailableError(
            "The interviewer is still getting ready.", fix="Wait a few seconds; the page tries again by itself."
        )
    sdp, line = await services.answer(body.sdp)
    attached = False
    try:
        await services.host.attach(guest.session.id, line, hears=hears)
        attached = True
    finally:
        if not attached:
            await line.hang_up(reason="not_attached")
    return CallAnswer(sdp=sdp)


async def _may_hear(services: CandidateServices, guest: Visit) -> bool:
    """Return whether the microphone may be listened to; raise `ConsentMissingError` when no call may be taken."""
    standing = await services.desk.standing(guest.session.id)
    allowed = allowed_by(standing)
    if allowed.mode == "human":
        raise ConsentMissingError(
            "You chose not to talk with an AI.", fix="A person will contact you; you can also change this choice."
        )
    if not allowed.start:
        undecided = ", ".join(one.text.title for one in standing if one.granted is None)
        raise ConsentMissingError(
            "Some choices about your data are still open, so nothing may be captured yet.",
            fix=f"Decide first: {undecided}.",
        )
    return mode_of(guest.session, allowed) == "voice"
