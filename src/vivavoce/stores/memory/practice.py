"""Practice spaces in memory."""

from collections.abc import Sequence

from vivavoce.domain.errors import ConflictError
from vivavoce.domain.practice import PracticeSession, PracticeSpace


class MemoryPracticeSpaces:
    def __init__(self) -> None:
        self._spaces: dict[str, PracticeSpace] = {}
        self._sessions: dict[str, PracticeSession] = {}

    async def add(self, space: PracticeSpace) -> None:
        if space.id in self._spaces or await self.by_token(space.token_sha256):
            raise ConflictError("this exists already", fix="Reload and look at what is there.")
        self._spaces[space.id] = space

    async def by_token(self, token_sha256: str) -> PracticeSpace | None:
        return next((one for one in self._spaces.values() if one.token_sha256 == token_sha256), None)

    async def add_session(self, session: PracticeSession) -> None:
        if session.session_id in self._sessions:
            raise ConflictError("this exists already", fix="Reload and look at what is there.")
        if session.space_id not in self._spaces:
            raise ConflictError("this refers to something that does not exist", fix="Reload and choose what is there.")
        self._sessions[session.session_id] = session

    async def session(self, session_id: str) -> PracticeSession | None:
        return self._sessions.get(session_id)

    async def sessions(self, space_id: str) -> Sequence[PracticeSession]:
        found = [one for one in self._sessions.values() if one.space_id == space_id]
        return sorted(found, key=lambda one: (one.created_at, one.session_id))

    async def remove_session(self, session_id: str) -> None:
        self._sessions.pop(session_id, None)
