"""The calls this process answers: offers in, lines handed to the interview, and hung up when consent goes."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import HTTPConnection

from vivavoce.api.candidate.links import Guest, Visit
from vivavoce.api.candidate.presenting import decisions_of, mode_of
from vivavoce.api.candidate.schemas import CallAnswer, Offer
from vivavoce.api.schemas import PROBLEMS
from vivavoce.api.services import Given, Services
from vivavoce.domain.consent import Purpose
from vivavoce.domain.errors import ConsentMissingError, UnavailableError
from vivavoce.domain.ports.line import Line

router = APIRouter(prefix="/api/candidate/{token}", tags=["candidate"], responses=PROBLEMS)


class OpenCalls:
    """The present call of each session in this process."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}

    async def take(self, services: Services, session_id: str, offer: Offer, *, hears: bool) -> CallAnswer:
        """Answer an offer and hand its line to the interview; an earlier line of the session is hung up there."""

        def closed(line: Line, _reason: str) -> None:
            present = self._lines.get(session_id)
            if present is not None and present.id == line.id:
                del self._lines[session_id]

        sdp, line = await services.answer(offer.sdp, on_line_closed=closed)
        self._lines[session_id] = line
        attached = False
        try:
            await services.host.attach(session_id, line, hears=hears)
            attached = True
        finally:
            if not attached:
                await line.hang_up(reason="not_attached")
        return CallAnswer(sdp=sdp)

    async def hang_up(self, session_id: str, *, reason: str) -> None:
        """End the session's call, if there is one."""
        line = self._lines.pop(session_id, None)
        if line is not None:
            await line.hang_up(reason=reason)


def calls_of(connection: HTTPConnection) -> OpenCalls:
    """Return the calls of the application that serves this request."""
    calls = connection.app.state.calls
    assert isinstance(calls, OpenCalls)
    return calls


Calls = Annotated[OpenCalls, Depends(calls_of)]


@router.post("/offer")
async def offer_call(body: Offer, guest: Guest, services: Given, calls: Calls) -> CallAnswer:
    """Take a call. Refused before every matching consent is stored (law 1): not a packet is received until then."""
    hears = await _may_hear(services, guest)
    missing = [name for name, slot in services.readiness.slots().items() if slot.state != "ready"]
    if missing:
        raise UnavailableError(
            "The interviewer is still getting ready.", fix="Wait a few seconds; the page tries again by itself."
        )
    return await calls.take(services, guest.session.id, body, hears=hears)


async def _may_hear(services: Services, guest: Visit) -> bool:
    """Return whether the microphone may be listened to; raise `ConsentMissingError` when no call may be taken."""
    standing = await services.desk.standing(guest.session.id)
    decisions = decisions_of(standing)
    if decisions.get(Purpose.AI_INTERVIEW) is False:
        raise ConsentMissingError(
            "You chose not to talk with an AI.", fix="A person will contact you; you can also change this choice."
        )
    undecided = [one.text.title for one in standing if one.granted is None]
    if undecided or decisions.get(Purpose.AI_INTERVIEW) is not True:
        raise ConsentMissingError(
            "Some choices about your data are still open, so nothing may be captured yet.",
            fix=f"Decide first: {', '.join(undecided) or 'talking with an AI'}.",
        )
    return mode_of(guest.session, standing) == "voice"
