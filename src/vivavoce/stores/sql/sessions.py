"""Interviews and their invitations in PostgreSQL; who the candidate is and what they asked for is sealed."""

from collections.abc import Sequence
from itertools import batched

from sqlalchemy import ColumnElement, RowMapping, insert, select, update

from vivavoce.domain.errors import NotFoundError
from vivavoce.domain.ports.vault import Vault, record_of
from vivavoce.domain.session import Accommodations, EndReason, Invitation, Session, SessionStatus
from vivavoce.stores.codec import decode_accommodations, encode_accommodations
from vivavoce.stores.sql.database import Database
from vivavoce.stores.sql.tables import invitations, sessions

ERASED_NAME = "Erased"
"""Shown in the place of a candidate's name whose data was erased."""

_WARMED_AT_ONCE = 500
"""Sessions whose keys are fetched in one query: two keys each, fewer than the vault remembers."""


class SqlSessions:
    """The name lives as long as the decision record, accommodations only as long as the words."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def add(self, session: Session, invitation: Invitation) -> None:
        row = await self._row(session)
        invitation_row = {
            "id": invitation.id,
            "session_id": invitation.session_id,
            "role_id": invitation.role_id,
            "token_sha256": invitation.token_sha256,
            "created_at": invitation.created_at,
            "expires_at": invitation.expires_at,
            "created_by": invitation.created_by,
            "sealed_name": await self._seal_name(invitation.session_id, invitation.candidate_name, place="invitation"),
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(sessions).values(row))
            await connection.execute(insert(invitations).values(invitation_row))

    async def get(self, session_id: str) -> Session | None:
        async with self._database.transaction() as connection:
            row = (
                (await connection.execute(select(sessions).where(sessions.c.id == session_id))).mappings().one_or_none()
            )
        return None if row is None else await self._session(row)

    async def save(self, session: Session) -> None:
        clear: dict[str, object] = {
            "status": session.status.value,
            "started_at": session.started_at,
            "ended_at": session.ended_at,
            "end_reason": session.end_reason and session.end_reason.value,
        }
        try:
            values = await self._row(session)
        except NotFoundError:  # erased meanwhile: its state may still change, its person is gone
            values = clear
        async with self._database.transaction() as connection:
            done = await connection.execute(update(sessions).where(sessions.c.id == session.id).values(values))
        if done.rowcount == 0:
            raise NotFoundError(f"there is no session {session.id}")

    async def list(self) -> Sequence[Session]:
        query = select(sessions).order_by(sessions.c.created_at.desc(), sessions.c.id.desc())
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query)).mappings().all()
        sessions_listed: list[Session] = []
        for batch in batched(rows, _WARMED_AT_ONCE):
            await self._vault.warm([key for row in batch for key in (row["id"], record_of(row["id"]))])
            sessions_listed += [await self._session(row) for row in batch]
        return sessions_listed

    async def invitation(self, session_id: str) -> Invitation | None:
        return await self._invitation(invitations.c.session_id == session_id)

    async def invitation_by_token(self, token_sha256: str) -> Invitation | None:
        return await self._invitation(invitations.c.token_sha256 == token_sha256)

    async def _invitation(self, condition: ColumnElement[bool]) -> Invitation | None:
        async with self._database.transaction() as connection:
            row = (await connection.execute(select(invitations).where(condition))).mappings().one_or_none()
        if row is None:
            return None
        clear = {name: value for name, value in row.items() if name != "sealed_name"}
        name = await self._open_name(row["session_id"], row["sealed_name"], place="invitation")
        return Invitation(**clear, candidate_name=name)

    async def _row(self, session: Session) -> dict[str, object]:
        accommodations = encode_accommodations(session.accommodations)
        return {
            "id": session.id,
            "role_id": session.role_id,
            "status": session.status.value,
            "created_at": session.created_at,
            "started_at": session.started_at,
            "ended_at": session.ended_at,
            "end_reason": session.end_reason and session.end_reason.value,
            "sealed_name": await self._seal_name(session.id, session.candidate_name, place="session"),
            "sealed_accommodations": await self._vault.seal(
                session.id, accommodations, context=f"accommodations/{session.id}"
            ),
        }

    async def _session(self, row: RowMapping) -> Session:
        session_id: str = row["id"]
        try:
            data = await self._vault.open(
                session_id, row["sealed_accommodations"], context=f"accommodations/{session_id}"
            )
            accommodations = decode_accommodations(data)
        except NotFoundError:
            accommodations = Accommodations()
        return Session(
            id=session_id,
            role_id=row["role_id"],
            candidate_name=await self._open_name(session_id, row["sealed_name"], place="session"),
            status=SessionStatus(row["status"]),
            created_at=row["created_at"],
            started_at=row["started_at"],
            ended_at=row["ended_at"],
            end_reason=EndReason(row["end_reason"]) if row["end_reason"] else None,
            accommodations=accommodations,
        )

    async def _seal_name(self, session_id: str, name: str, *, place: str) -> bytes:
        return await self._vault.seal(record_of(session_id), name.encode(), context=f"{place}/{session_id}")

    async def _open_name(self, session_id: str, sealed: bytes, *, place: str) -> str:
        try:
            return (await self._vault.open(record_of(session_id), sealed, context=f"{place}/{session_id}")).decode()
        except NotFoundError:
            return ERASED_NAME
