"""The hash-chained audit log in PostgreSQL."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, select, text

from vivavoce.stores.chain import AuditEntry, next_entry, verify_chain
from vivavoce.stores.sql.database import Database
from vivavoce.stores.sql.tables import audit_log

_LOCK = 0x6175_6469  # "audi": one appender at a time, or two entries would follow the same one


class SqlAuditLog:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, *, actor: str, action: str, subject: str, at: datetime, detail: dict[str, str]) -> None:
        latest = select(audit_log).order_by(audit_log.c.number.desc()).limit(1)
        async with self._database.transaction() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            row = (await connection.execute(latest)).mappings().one_or_none()
            before = None if row is None else AuditEntry(**row)
            entry = next_entry(before, at=at, actor=actor, action=action, subject=subject, detail=detail)
            await connection.execute(insert(audit_log).values(asdict(entry)))

    async def verify(self) -> int:
        async with self._database.transaction() as connection:
            rows = (await connection.execute(select(audit_log).order_by(audit_log.c.number))).mappings().all()
        return verify_chain(AuditEntry(**row) for row in rows)
