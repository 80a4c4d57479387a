"""Practice spaces in PostgreSQL, in the practice area."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, delete, insert, select

from vivavoce.domain.practice import PracticeSession, PracticeSpace
from vivavoce.stores.sql.database import Database
from vivavoce.stores.sql.tables import space_sessions, spaces


class SqlPracticeSpaces:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, space: PracticeSpace) -> None:
        row = {"id": space.id, "token_sha256": space.token_sha256, "created_at": space.created_at}
        async with self._database.transaction() as connection:
            await connection.execute(insert(spaces).values(row))

    async def by_token(self, token_sha256: str) -> PracticeSpace | None:
        query = select(spaces).where(spaces.c.token_sha256 == token_sha256)
        async with self._database.transaction() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else PracticeSpace(**row)

    async def add_session(self, session: PracticeSession) -> None:
        row = {
            "session_id": session.session_id,
            "space_id": session.space_id,
            "pack_id": session.pack_id,
            "part": session.part,
            "created_at": session.created_at,
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(space_sessions).values(row))

    async def session(self, session_id: str) -> PracticeSession | None:
        query = select(space_sessions).where(space_sessions.c.session_id == session_id)
        async with self._database.transaction() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else _session(row)

    async def sessions(self, space_id: str) -> Sequence[PracticeSession]:
        query = select(space_sessions).where(space_sessions.c.space_id == space_id)
        async with self._database.transaction() as connection:
            rows = await connection.execute(query.order_by(space_sessions.c.created_at, space_sessions.c.session_id))
            return [_session(row) for row in rows.mappings()]

    async def remove_session(self, session_id: str) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(delete(space_sessions).where(space_sessions.c.session_id == session_id))


def _session(row: RowMapping) -> PracticeSession:
    return PracticeSession(**row)
