"""Users, their logins, and the roles they interview for, in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, delete, func, insert, select, update

from vivavoce.domain.session import Role, User
from vivavoce.stores.sql.database import Database
from vivavoce.stores.sql.tables import logins, roles, setup_tokens, users


class SqlUsers:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, user: User) -> None:
        row = {
            "id": user.id,
            "email": user.email,
            "name": user.name,
            "password_hash": user.password_hash,
            "is_admin": user.is_admin,
            "created_at": user.created_at,
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(users).values(row))

    async def by_id(self, user_id: str) -> User | None:
        return await self._one(users.c.id == user_id)

    async def by_email(self, email: str) -> User | None:
        return await self._one(func.lower(users.c.email) == email.lower())

    async def count(self) -> int:
        async with self._database.transaction() as connection:
            return (await connection.execute(select(func.count()).select_from(users))).scalar_one()

    async def set_password_hash(self, user_id: str, password_hash: str) -> None:
        change = update(users).where(users.c.id == user_id).values(password_hash=password_hash)
        async with self._database.transaction() as connection:
            await connection.execute(change)

    async def _one(self, condition: ColumnElement[bool]) -> User | None:
        async with self._database.transaction() as connection:
            row = (await connection.execute(select(users).where(condition))).mappings().one_or_none()
        return None if row is None else User(**row)


class SqlLogins:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, token_sha256: str, *, user_id: str, expires_at: datetime) -> None:
        row = {"token_sha256": token_sha256, "user_id": user_id, "expires_at": expires_at}
        async with self._database.transaction() as connection:
            await connection.execute(insert(logins).values(row))

    async def user_id(self, token_sha256: str, *, at: datetime) -> str | None:
        query = select(logins.c.user_id).where(logins.c.token_sha256 == token_sha256, logins.c.expires_at > at)
        async with self._database.transaction() as connection:
            return (await connection.execute(query)).scalar_one_or_none()

    async def close(self, token_sha256: str) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(delete(logins).where(logins.c.token_sha256 == token_sha256))

    async def set_setup_token(self, token_sha256: str) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(delete(setup_tokens))
            await connection.execute(insert(setup_tokens).values(token_sha256=token_sha256))

    async def use_setup_token(self, token_sha256: str) -> bool:
        async with self._database.transaction() as connection:
            used = await connection.execute(delete(setup_tokens).where(setup_tokens.c.token_sha256 == token_sha256))
        return used.rowcount == 1


class SqlRoles:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, role: Role) -> None:
        row = {
            "id": role.id,
            "title": role.title,
            "pack_id": role.pack_id,
            "pack_yaml": role.pack_yaml,
            "pack_sha256": role.pack_sha256,
            "created_at": role.created_at,
            "created_by": role.created_by,
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(roles).values(row))

    async def get(self, role_id: str) -> Role | None:
        async with self._database.transaction() as connection:
            row = (await connection.execute(select(roles).where(roles.c.id == role_id))).mappings().one_or_none()
        return None if row is None else _role(row)

    async def list(self) -> Sequence[Role]:
        async with self._database.transaction() as connection:
            rows = await connection.execute(select(roles).order_by(roles.c.created_at, roles.c.id))
            return [_role(row) for row in rows.mappings()]


def _role(row: RowMapping) -> Role:
    return Role(**row)
