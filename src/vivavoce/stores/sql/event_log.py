"""The append-only session log in PostgreSQL; what was said is sealed, only kind, place and time stay readable."""

from collections.abc import Sequence

from sqlalchemy import func, insert, select

from vivavoce.domain.errors import ConflictError
from vivavoce.domain.events import LoggedEvent, SessionEvent
from vivavoce.domain.ports.vault import Vault
from vivavoce.stores.codec import decode_event, encode_event
from vivavoce.stores.sql.database import Database
from vivavoce.stores.sql.tables import session_events


class SqlEventLog:
    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def append(self, session_id: str, events: Sequence[SessionEvent], *, after_seq: int) -> int:
        rows = [
            {
                "session_id": session_id,
                "seq": seq,
                "kind": event.kind,
                "at": event.at,
                "at_s": event.at_s,
                "sealed": await self._vault.seal(session_id, encode_event(event), context=_context(session_id, seq)),
            }
            for seq, event in enumerate(events, start=after_seq + 1)
        ]
        last = select(func.coalesce(func.max(session_events.c.seq), 0)).where(session_events.c.session_id == session_id)
        try:
            async with self._database.transaction() as connection:
                if (await connection.execute(last)).scalar_one() != after_seq:
                    raise _driven_elsewhere()
                if rows:
                    await connection.execute(insert(session_events), rows)
        except ConflictError:  # found out by the number, or by the key when both wrote at once
            raise _driven_elsewhere() from None
        return after_seq + len(rows)

    async def read(self, session_id: str, *, after_seq: int = 0) -> Sequence[LoggedEvent]:
        query = (
            select(session_events.c.seq, session_events.c.kind, session_events.c.sealed)
            .where(session_events.c.session_id == session_id, session_events.c.seq > after_seq)
            .order_by(session_events.c.seq)
        )
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query)).all()
        logged = []
        for seq, kind, sealed in rows:
            data = await self._vault.open(session_id, sealed, context=_context(session_id, seq))
            logged.append(LoggedEvent(seq=seq, event=decode_event(data, kind=kind)))
        return logged


def _context(session_id: str, seq: int) -> str:
    return f"event/{session_id}/{seq}"


def _driven_elsewhere() -> ConflictError:
    return ConflictError(
        "another process drives this session", fix="Read the session's log again and go on from there."
    )
