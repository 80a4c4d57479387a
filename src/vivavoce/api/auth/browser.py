"""A signed-in browser: its cookie, its CSRF token, and the dependency every reviewer route has."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection
from starlette.responses import Response

from vivavoce.api.auth.schemas import Me
from vivavoce.api.services import Given, Services
from vivavoce.domain.errors import ForbiddenError, UnauthenticatedError
from vivavoce.domain.ids import new_secret, secret_sha256
from vivavoce.domain.session import User

COOKIE = "vv_session"
CSRF_HEADER = "X-CSRF-Token"
STAYS_SIGNED_IN = timedelta(hours=12)
"""A working day; then the password is asked for again."""
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """Somebody signed in, in one browser."""

    user: User
    token: str = field(repr=False)

    @property
    def csrf_token(self) -> str:
        """Bound to this login: only who can read `/api/auth/me` of this site knows it, and it ends with the login."""
        return hmac.new(self.token.encode(), b"csrf", hashlib.sha256).hexdigest()

    @property
    def me(self) -> Me:
        user = self.user
        return Me(id=user.id, name=user.name, email=user.email, is_admin=user.is_admin, csrf_token=self.csrf_token)


async def signed_in(connection: HTTPConnection, services: Given) -> Browser:
    """Return who is signed in; a request that changes something must also prove that our own page sent it."""
    token = connection.cookies.get(COOKIE, "")
    user_id = await services.logins.user_id(secret_sha256(token), at=services.clock.now()) if token else None
    user = await services.users.by_id(user_id) if user_id else None
    if user is None:
        raise UnauthenticatedError("You are not signed in.", fix="Sign in and try again.")
    browser = Browser(user=user, token=token)
    if connection.scope["method"] not in _SAFE_METHODS:
        sent = connection.headers.get(CSRF_HEADER, "")
        if not hmac.compare_digest(sent.encode(), browser.csrf_token.encode()):
            raise ForbiddenError(
                "This request did not come from a page of this site.",
                fix=f"Reload the page; programs send the csrf_token of /api/auth/me as {CSRF_HEADER}.",
            )
    return browser


Reviewer = Annotated[Browser, Depends(signed_in)]


async def sign_in(services: Services, response: Response, user: User) -> Browser:
    """Open a login for this user and hand its cookie to the browser."""
    token = new_secret()
    await services.logins.open(secret_sha256(token), user_id=user.id, expires_at=services.clock.now() + STAYS_SIGNED_IN)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(STAYS_SIGNED_IN.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=services.site.cookie_secure,
    )
    return Browser(user=user, token=token)


async def sign_out(services: Services, response: Response, browser: Browser) -> None:
    """End the login, here and in the store."""
    await services.logins.close(secret_sha256(browser.token))
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=services.site.cookie_secure)


async def forget_login(services: Services, connection: HTTPConnection) -> None:
    """End the login this browser had before: a new one replaces it."""
    if token := connection.cookies.get(COOKIE):
        await services.logins.close(secret_sha256(token))
