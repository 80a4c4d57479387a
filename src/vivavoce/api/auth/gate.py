"""Who may come in: checks passwords and the set-up token, counts attempts, and writes both to the audit log."""

from starlette.requests import HTTPConnection

from vivavoce.api.auth.attempts import Attempts
from vivavoce.api.auth.passwords import Passwords
from vivavoce.api.auth.schemas import Credentials, Setup
from vivavoce.api.services import Services
from vivavoce.domain.errors import ConflictError, ForbiddenError, UnauthenticatedError
from vivavoce.domain.ids import new_id, secret_sha256
from vivavoce.domain.session import User


class Gate:
    """One per application: remembers attempts."""

    def __init__(self, passwords: Passwords) -> None:
        self._passwords = passwords
        self._attempts = Attempts()

    async def admit(self, services: Services, credentials: Credentials, *, address: str) -> User:
        """Return the user; raise `UnauthenticatedError` in the same words and time whether the account exists or not."""
        account = credentials.email.strip().lower()
        self._attempts.begin(address=address, account=account, at=services.clock.now())
        user = await services.users.by_email(account)
        password = credentials.password.get_secret_value()
        if not await self._passwords.matches(password, user.password_hash if user else None) or user is None:
            raise UnauthenticatedError(
                "The e-mail address or the password is not right.", fix="Check both and try again."
            )
        self._attempts.succeeded(address=address, account=account)
        if self._passwords.outdated(user.password_hash):
            await services.users.set_password_hash(user.id, await self._passwords.hash(password))
        await self._audit(services, user, "user.signed_in")
        return user

    async def set_up(self, services: Services, setup: Setup) -> User:
        """Make the first administrator; the token is used up only when that worked."""
        token_sha256 = secret_sha256(setup.token.get_secret_value())
        if not await services.logins.use_setup_token(token_sha256):
            raise ForbiddenError(
                "This set-up link is not valid, or was used already.",
                fix="Sign in, or restart the server to print a fresh link while there is no administrator.",
            )
        user = User(
            id=new_id("usr"),
            email=setup.email.lower(),
            name=setup.name,
            password_hash=await self._passwords.hash(setup.password.get_secret_value()),
            is_admin=True,
            created_at=services.clock.now(),
        )
        try:
            await services.users.add(user)
        except ConflictError:
            await services.logins.set_setup_token(token_sha256)
            raise ConflictError(
                "Somebody with this e-mail address exists already.", fix="Sign in, or use another address."
            ) from None
        await self._audit(services, user, "user.set_up")
        return user

    async def _audit(self, services: Services, user: User, action: str) -> None:
        await services.audit.add(actor=user.id, action=action, subject=user.id, at=services.clock.now(), detail={})


def gate_of(connection: HTTPConnection) -> Gate:
    """Return the gate of the application that serves this request."""
    gate = connection.app.state.gate
    assert isinstance(gate, Gate)
    return gate
