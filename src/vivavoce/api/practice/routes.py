"""A practice space: opened by its link, it begins practice sessions, shows what was measured, and deletes what it holds."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response

from vivavoce.api.practice.links import OwnSession, OwnSpace, talk_token
from vivavoce.api.practice.presenting import RANGES, feedback_view, pack_view, practice_view
from vivavoce.api.practice.schemas import (
    FeedbackView,
    NewPractice,
    PracticeOffer,
    PracticeView,
    SpaceMade,
    SpaceView,
)
from vivavoce.api.practice.services import GivenToPractice, PracticeServices
from vivavoce.api.schemas import PROBLEMS
from vivavoce.domain.errors import ForbiddenError, InvalidInputError, NotFoundError
from vivavoce.domain.ids import new_id, new_secret, secret_sha256
from vivavoce.domain.ports.recordings import Track
from vivavoce.domain.practice import PracticeSession, open_space
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import EndReason, Role, invite
from vivavoce.interview.coaching.packs import practice_pack

router = APIRouter(prefix="/api/practice", tags=["practice"], responses=PROBLEMS)

LONGEST_CLIP_S = 300.0
_A_YEAR = timedelta(days=365)
_MADE_BY = "practice"
_SOUND = {"content": {"audio/ogg": {}}, "description": "The stretch, as a file of its own."}


@router.get("")
async def practice_offer(services: GivenToPractice) -> PracticeOffer:
    site = services.site
    return PracticeOffer(
        organisation=site.organisation, open_to_all=services.open_to_all, contact_email=site.contact_email
    )


@router.post("/spaces", status_code=201)
async def open_practice_space(services: GivenToPractice) -> SpaceMade:
    """Open a space of one's own, where the operator allows everybody to."""
    if not services.open_to_all:
        raise ForbiddenError(
            "Practice spaces are handed out here.", fix=f"Ask for a practice link at {services.site.contact_email}."
        )
    token = new_secret()
    await services.spaces.add(open_space(secret=token, at=services.clock.now()))
    return SpaceMade(token=token, url=f"{services.site.public_url}/practice/{token}")


@router.get("/spaces/{space_token}")
async def open_practice(owner: OwnSpace, services: GivenToPractice) -> SpaceView:
    known = await services.spaces.sessions(owner.space.id)
    views = [await practice_view(services, one, owner) for one in known]
    return SpaceView(
        organisation=services.site.organisation,
        packs=tuple(pack_view(pack) for pack in services.packs.values()),
        sessions=tuple(view for view in views if view is not None),
        ranges=RANGES,
    )


@router.post("/spaces/{space_token}/sessions", status_code=201)
async def begin_practice(body: NewPractice, owner: OwnSpace, services: GivenToPractice) -> PracticeView:
    pack = services.packs.get(body.pack_id)
    if pack is None:
        raise InvalidInputError("There is no such role to practise for.", fix="Choose one of those shown.")
    part = body.part.value if body.part else ""
    practice_pack(pack, part=part)  # refused here, not in the middle of a talk
    at = services.clock.now()
    role = await _role(services, pack)
    session, invitation = invite(role, candidate_name="You", secret=new_secret(), at=at, valid_for=_A_YEAR, by=_MADE_BY)
    token = talk_token(owner.token, session.id)
    await services.sessions.add(session, replace(invitation, token_sha256=secret_sha256(token)))
    practice = PracticeSession(
        session_id=session.id, space_id=owner.space.id, pack_id=pack.id, part=part, created_at=at
    )
    await services.spaces.add_session(practice)
    view = await practice_view(services, practice, owner)
    assert view is not None
    return view


@router.get("/spaces/{space_token}/sessions/{session_id}")
async def practice_feedback(practice: OwnSession, owner: OwnSpace, services: GivenToPractice) -> FeedbackView:
    view = await feedback_view(services, practice, owner)
    if view is None:
        raise NotFoundError("There is no such practice in this space.", fix="Choose one from your practice page.")
    return view


@router.delete("/spaces/{space_token}/sessions/{session_id}", status_code=204)
async def delete_practice(practice: OwnSession, services: GivenToPractice) -> None:
    """Delete a session for good: sound, words and what was measured. Ends it first when it is going on."""
    await services.host.end(practice.session_id, EndReason.WITHDRAWN)
    await services.erasure.erase(practice.session_id, actor="candidate")
    await services.spaces.remove_session(practice.session_id)


@router.get("/spaces/{space_token}/sessions/{session_id}/clip", response_class=Response, responses={200: _SOUND})
async def own_clip(
    practice: OwnSession,
    services: GivenToPractice,
    start_s: Annotated[float, Query(ge=0, allow_inf_nan=False)],
    end_s: Annotated[float, Query(gt=0, allow_inf_nan=False)],
) -> Response:
    """Return a moment of the candidate's own voice, also while the practice is going on."""
    if not 0 < end_s - start_s <= LONGEST_CLIP_S:
        raise InvalidInputError("That stretch cannot be played.", fix=f"Ask for up to {LONGEST_CLIP_S:.0f} seconds.")
    track = await services.recordings.so_far(practice.session_id, Track.CANDIDATE)
    try:
        sound = await asyncio.to_thread(services.clip, track, start_s, end_s)
    except ValueError:
        raise NotFoundError(
            "There is no sound of this moment.",
            fix="Without consent to recording none is kept; read the words instead.",
        ) from None
    return Response(sound, media_type="audio/ogg")


async def _role(services: PracticeServices, pack: RolePack) -> Role:
    """Return the role that stands for a pack, made when somebody first practises for it."""
    for known in await services.roles.list():
        if known.pack_sha256 == pack.sha256:
            return known
    role = Role(
        id=new_id("rol"),
        title=pack.title,
        pack_id=pack.id,
        pack_yaml=services.pack_text(pack.id),
        pack_sha256=pack.sha256,
        created_at=services.clock.now(),
        created_by=_MADE_BY,
    )
    await services.roles.add(role)
    return role
