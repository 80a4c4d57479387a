"""Follows a candidate's link: the token is the only credential, and every way it can fail is told apart."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path

from vivavoce.api.services import CandidateServices, GivenToCandidates
from vivavoce.api.session_state import is_over
from vivavoce.domain.errors import LinkError, LinkExpiredError, LinkUsedError
from vivavoce.domain.ids import secret_sha256
from vivavoce.domain.session import Invitation, Role, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A candidate on their own page."""

    session: Session
    invitation: Invitation
    role: Role


async def visit(services: CandidateServices, token: str) -> Visit:
    """Return what a link leads to, over or not; raise `LinkError` when it leads nowhere."""
    invitation = await services.sessions.invitation_by_token(secret_sha256(token))
    session = await services.sessions.get(invitation.session_id) if invitation else None
    role = await services.roles.get(session.role_id) if session else None
    if invitation is None or session is None or role is None:
        raise LinkError(
            "This link is not known here.",
            fix="Open the whole link from your invitation, or ask the people who invited you for a new one.",
        )
    return Visit(session=session, invitation=invitation, role=role)


def usable(services: CandidateServices, visit: Visit) -> Visit:
    """Return the visit if its interview can still be held; raise which of the reasons speaks against it."""
    contact = services.site.contact_email
    if is_over(visit.session):
        raise LinkUsedError(
            "This interview is over, so its link cannot be used again.",
            fix=f"If you have a question, write to {contact}.",
        )
    if visit.session.started_at is None and visit.invitation.expires_at <= services.clock.now():
        raise LinkExpiredError("This link has expired.", fix=f"Ask for a new one at {contact}.")
    return visit


Token = Annotated[str, Path(max_length=200)]


async def _open_visit(token: Token, services: GivenToCandidates) -> Visit:
    return usable(services, await visit(services, token))


async def _any_visit(token: Token, services: GivenToCandidates) -> Visit:
    return await visit(services, token)


Guest = Annotated[Visit, Depends(_open_visit)]
"""A candidate whose interview can begin or go on."""
FormerGuest = Annotated[Visit, Depends(_any_visit)]
"""A candidate at any time: taking consent back must be as easy as giving it was."""
