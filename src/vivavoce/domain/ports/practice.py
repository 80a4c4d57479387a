"""The practice spaces of candidates."""

from collections.abc import Sequence
from typing import Protocol

from vivavoce.domain.practice import PracticeSession, PracticeSpace


class PracticeSpaces(Protocol):
    """Which spaces there are, and which practice sessions belong to each. Raises `StorageError`; a return means durable.

    The sessions themselves are kept like interviews are, but apart from them: no store of interviews can reach these.
    """

    async def add(self, space: PracticeSpace) -> None: ...

    async def by_token(self, token_sha256: str) -> PracticeSpace | None: ...

    async def add_session(self, session: PracticeSession) -> None: ...

    async def session(self, session_id: str) -> PracticeSession | None: ...

    async def sessions(self, space_id: str) -> Sequence[PracticeSession]:
        """Return a space's sessions, oldest first."""
        ...

    async def remove_session(self, session_id: str) -> None:
        """Forget that it belonged to a space; its data is erased by its key. Safe to repeat."""
        ...
