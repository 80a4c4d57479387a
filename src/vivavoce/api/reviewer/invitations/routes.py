"""Inviting candidates."""

from datetime import timedelta

from fastapi import APIRouter, Depends

from vivavoce.api.auth.browser import Reviewer, signed_in
from vivavoce.api.reviewer.invitations.schemas import InvitationMade, InvitationView, NewInvitation
from vivavoce.api.reviewer.people import names_of
from vivavoce.api.schemas import PROBLEMS
from vivavoce.api.services import Given
from vivavoce.domain.errors import NotFoundError
from vivavoce.domain.ids import new_secret
from vivavoce.domain.session import Invitation, Session, invite

router = APIRouter(
    prefix="/api/invitations", tags=["invitations"], responses=PROBLEMS, dependencies=[Depends(signed_in)]
)


@router.get("")
async def list_invitations(services: Given) -> list[InvitationView]:
    """Newest first, without their links: those were shown once."""
    titles = {role.id: role.title for role in await services.roles.list()}
    found = [(session, await services.sessions.invitation(session.id)) for session in await services.sessions.list()]
    made_by = await names_of(services, (invitation.created_by for _, invitation in found if invitation))
    return [
        _view(session, invitation, role_title=titles.get(session.role_id, ""), made_by=made_by[invitation.created_by])
        for session, invitation in found
        if invitation is not None
    ]


@router.post("", status_code=201)
async def make_invitation(body: NewInvitation, reviewer: Reviewer, services: Given) -> InvitationMade:
    """Make a link for one candidate. It is in this answer and nowhere else."""
    role = await services.roles.get(body.role_id)
    if role is None:
        raise NotFoundError("There is no such role.", fix="Make the role first, or choose one of /api/roles.")
    now, secret = services.clock.now(), new_secret()
    session, invitation = invite(
        role,
        candidate_name=body.candidate_name,
        secret=secret,
        at=now,
        valid_for=timedelta(days=body.expires_in_days),
        by=reviewer.user.id,
    )
    await services.sessions.add(session, invitation)
    await services.audit.add(
        actor=reviewer.user.id, action="invitation.made", subject=session.id, at=now, detail={"role": role.id}
    )
    view = _view(session, invitation, role_title=role.title, made_by=reviewer.user.name)
    return InvitationMade(**view.model_dump(), url=f"{services.site.public_url}/i/{secret}")


def _view(session: Session, invitation: Invitation, *, role_title: str, made_by: str) -> InvitationView:
    return InvitationView(
        id=invitation.id,
        session_id=session.id,
        role_id=session.role_id,
        role_title=role_title,
        candidate_name=invitation.candidate_name,
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
        created_by=made_by,
        status=session.status,
    )
