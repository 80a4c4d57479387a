"""Wrapped data keys in PostgreSQL."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from vivavoce.domain.errors import NotFoundError
from vivavoce.stores.sql.database import Database
from vivavoce.stores.sql.tables import data_keys


class SqlDataKeys:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, session_ids: Sequence[str]) -> Mapping[str, bytes]:
        query = select(data_keys.c.session_id, data_keys.c.wrapped).where(
            data_keys.c.session_id.in_(session_ids), data_keys.c.wrapped.is_not(None)
        )
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query)).all()
        return {row.session_id: row.wrapped for row in rows}

    async def put(self, session_id: str, wrapped: bytes) -> bytes:
        async with self._database.transaction() as connection:
            new = insert(data_keys).values(session_id=session_id, wrapped=wrapped)
            await connection.execute(new.on_conflict_do_nothing())
            query = select(data_keys.c.wrapped).where(data_keys.c.session_id == session_id)
            stands: bytes | None = (await connection.execute(query)).scalar_one()
        if stands is None:
            raise NotFoundError(f"the data of {session_id} was erased")
        return stands

    async def destroy(self, session_id: str) -> None:
        async with self._database.transaction() as connection:
            tombstone = insert(data_keys).values(session_id=session_id, wrapped=None, destroyed_at=func.now())
            await connection.execute(tombstone.on_conflict_do_nothing())
            overwrite = update(data_keys).where(data_keys.c.session_id == session_id, data_keys.c.wrapped.is_not(None))
            await connection.execute(overwrite.values(wrapped=None, destroyed_at=func.now()))
