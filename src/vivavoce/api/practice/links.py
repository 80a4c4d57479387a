"""Follows the link to a practice space: its token is the only credential, and it opens nothing but this space.

The token of a talk is made from the space's and the session's: whoever holds the space can always make it again, so that
neither needs to be stored.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path

from vivavoce.api.practice.services import GivenToPractice
from vivavoce.domain.errors import LinkError, NotFoundError
from vivavoce.domain.ids import secret_sha256
from vivavoce.domain.practice import PracticeSession, PracticeSpace

SpaceToken = Annotated[str, Path(max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whoever holds a space's link."""

    space: PracticeSpace
    token: str


def talk_token(space_token: str, session_id: str) -> str:
    """Return the token that opens one session's talk."""
    made = hmac.digest(space_token.encode(), session_id.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


async def _owner(space_token: SpaceToken, services: GivenToPractice) -> Owner:
    space = await services.spaces.by_token(secret_sha256(space_token))
    if space is None:
        raise LinkError(
            "This practice link is not known here.", fix="Open the whole link you were given, or begin a new space."
        )
    return Owner(space=space, token=space_token)


OwnSpace = Annotated[Owner, Depends(_owner)]


async def _own_session(session_id: str, owner: OwnSpace, services: GivenToPractice) -> PracticeSession:
    session = await services.spaces.session(session_id)
    if session is None or session.space_id != owner.space.id:
        raise NotFoundError("There is no such practice in this space.", fix="Choose one from your practice page.")
    return session


OwnSession = Annotated[PracticeSession, Depends(_own_session)]
