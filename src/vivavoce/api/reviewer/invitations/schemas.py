"""Invitations as reviewers make and see them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from vivavoce.api.schemas import Answer, Name, Request
from vivavoce.domain.session import SessionStatus


class NewInvitation(Request):
    role_id: Annotated[str, Field(max_length=100)]
    candidate_name: Name
    expires_in_days: Annotated[int, Field(ge=1, le=90)] = 14


class InvitationView(Answer):
    id: str
    session_id: str
    role_id: str
    role_title: str
    candidate_name: str
    created_at: datetime
    expires_at: datetime
    created_by: str
    """The person's name."""
    status: SessionStatus


class InvitationMade(InvitationView):
    url: str
    """Shown this once: only a hash of its secret is kept."""
