"""Openings and spending in PostgreSQL, for all processes of the platform."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from vivavoce.stores.sql.database import Database
from vivavoce.stores.sql.tables import breaker_openings, spending


class SqlBreakerStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, lane: str, *, until: datetime) -> None:
        new = insert(breaker_openings).values(lane=lane, open_until=until)
        replacing = new.on_conflict_do_update(index_elements=["lane"], set_={"open_until": until})
        async with self._database.transaction() as connection:
            await connection.execute(replacing)

    async def close(self, lane: str) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(delete(breaker_openings).where(breaker_openings.c.lane == lane))

    async def openings(self, *, at: datetime) -> Mapping[str, datetime]:
        query = select(breaker_openings).where(breaker_openings.c.open_until > at)
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query)).all()
        return {row.lane: row.open_until for row in rows}


class SqlSpendingStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, month: str, usd: Decimal) -> Decimal:
        new = insert(spending).values(month=month, usd=usd)
        adding = new.on_conflict_do_update(
            index_elements=["month"], set_={"usd": spending.c.usd + new.excluded.usd}
        ).returning(spending.c.usd)
        async with self._database.transaction() as connection:
            total: Decimal = (await connection.execute(adding)).scalar_one()
        return total
