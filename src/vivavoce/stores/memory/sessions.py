"""Interviews, their invitations and their event logs, in memory."""

from collections.abc import Sequence

from vivavoce.domain.errors import ConflictError, NotFoundError
from vivavoce.domain.events import LoggedEvent, SessionEvent
from vivavoce.domain.session import Invitation, Session
from vivavoce.stores.codec import decode_event, encode_event


class MemoryEventLog:
    """Keeps events encoded, as a database does, so that what could not be kept there cannot be kept here."""

    def __init__(self) -> None:
        self._logs: dict[str, list[tuple[str, bytes]]] = {}

    async def append(self, session_id: str, events: Sequence[SessionEvent], *, after_seq: int) -> int:
        encoded = [(event.kind, encode_event(event)) for event in events]
        log = self._logs.setdefault(session_id, [])
        if len(log) != after_seq:
            raise ConflictError(
                "another process drives this session", fix="Read the session's log again and go on from there."
            )
        log.extend(encoded)
        return len(log)

    async def read(self, session_id: str, *, after_seq: int = 0) -> Sequence[LoggedEvent]:
        entries = enumerate(self._logs.get(session_id, []), start=1)
        return [
            LoggedEvent(seq=seq, event=decode_event(data, kind=kind))
            for seq, (kind, data) in entries
            if seq > after_seq
        ]


class MemorySessions:
    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._invitations: dict[str, Invitation] = {}

    async def add(self, session: Session, invitation: Invitation) -> None:
        if session.id in self._sessions or await self.invitation_by_token(invitation.token_sha256):
            raise ConflictError("this exists already", fix="Reload and look at what is there.")
        self._sessions[session.id] = session
        self._invitations[session.id] = invitation

    async def get(self, session_id: str) -> Session | None:
        return self._sessions.get(session_id)

    async def save(self, session: Session) -> None:
        if session.id not in self._sessions:
            raise NotFoundError(f"there is no session {session.id}")
        self._sessions[session.id] = session

    async def list(self) -> Sequence[Session]:
        return sorted(self._sessions.values(), key=lambda session: (session.created_at, session.id), reverse=True)

    async def invitation(self, session_id: str) -> Invitation | None:
        return self._invitations.get(session_id)

    async def invitation_by_token(self, token_sha256: str) -> Invitation | None:
        return next((one for one in self._invitations.values() if one.token_sha256 == token_sha256), None)
