"""Users, their logins, and the roles they interview for, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from vivavoce.domain.errors import ConflictError
from vivavoce.domain.session import Role, User


class MemoryUsers:
    def __init__(self) -> None:
        self._users: dict[str, User] = {}

    async def add(self, user: User) -> None:
        if user.id in self._users or await self.by_email(user.email):
            raise ConflictError("this exists already", fix="Reload and look at what is there.")
        self._users[user.id] = user

    async def by_id(self, user_id: str) -> User | None:
        return self._users.get(user_id)

    async def by_email(self, email: str) -> User | None:
        return next((user for user in self._users.values() if user.email.lower() == email.lower()), None)

    async def count(self) -> int:
        return len(self._users)

    async def set_password_hash(self, user_id: str, password_hash: str) -> None:
        if user_id in self._users:
            self._users[user_id] = replace(self._users[user_id], password_hash=password_hash)


class MemoryLogins:
    def __init__(self) -> None:
        self._logins: dict[str, tuple[str, datetime]] = {}
        self._setup_token = ""

    async def open(self, token_sha256: str, *, user_id: str, expires_at: datetime) -> None:
        self._logins[token_sha256] = (user_id, expires_at)

    async def user_id(self, token_sha256: str, *, at: datetime) -> str | None:
        user_id, expires_at = self._logins.get(token_sha256, ("", at))
        return user_id if expires_at > at else None

    async def close(self, token_sha256: str) -> None:
        self._logins.pop(token_sha256, None)

    async def set_setup_token(self, token_sha256: str) -> None:
        self._setup_token = token_sha256

    async def use_setup_token(self, token_sha256: str) -> bool:
        if not self._setup_token or token_sha256 != self._setup_token:
            return False
        self._setup_token = ""
        return True


class MemoryRoles:
    def __init__(self) -> None:
        self._roles: dict[str, Role] = {}

    async def add(self, role: Role) -> None:
        if role.id in self._roles:
            raise ConflictError("this exists already", fix="Reload and look at what is there.")
        self._roles[role.id] = role

    async def get(self, role_id: str) -> Role | None:
        return self._roles.get(role_id)

    async def list(self) -> Sequence[Role]:
        return sorted(self._roles.values(), key=lambda role: (role.created_at, role.id))
