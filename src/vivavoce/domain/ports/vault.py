"""Encryption under a session's own data key: erasing the key erases the data everywhere (law 10)."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Vault(Protocol):
    """Seals bytes for one session. The data key is made on first use, stored only wrapped by the master key."""

    async def seal(self, session_id: str, data: bytes, *, context: str) -> bytes:
        """Encrypt; `context` (such as the object key) is authenticated, so sealed bytes cannot be moved elsewhere.

        Raises `NotFoundError` when the session was erased: nothing new is kept about it.
        """
        ...

    async def open(self, session_id: str, sealed: bytes, *, context: str) -> bytes:
        """Decrypt; raise `StorageError` when it was altered or moved, `NotFoundError` when the key was erased."""
        ...

    async def erase(self, session_id: str) -> None:
        """Destroy the session's data key; safe to repeat."""
        ...

    async def warm(self, session_ids: Sequence[str]) -> None:
        """Fetch these sessions' keys at once, so that opening something of each costs one query, not one each."""
        ...


class DataKeys(Protocol):
    """Keeps wrapped data keys by session. Raises `StorageError` when the store does not answer."""

    async def get(self, session_ids: Sequence[str]) -> Mapping[str, bytes]:
        """Return the wrapped keys there are; raise nothing for those that were never made or are destroyed."""
        ...

    async def put(self, session_id: str, wrapped: bytes) -> bytes:
        """Store unless there is one; return the one that stands. Raise `NotFoundError` when it was destroyed."""
        ...

    async def destroy(self, session_id: str) -> None:
        """Forget the key and remember that it was destroyed, so that no new one is ever made; safe to repeat."""
        ...


def record_of(session_id: str) -> str:
    """Name the data key of a session's decision record: name, decision and its reason, kept for longer than the words."""
    return f"{session_id}.record"
