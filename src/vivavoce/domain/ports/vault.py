"""Encryption under a session's own data key: erasing the key erases the data everywhere (law 10)."""

from typing import Protocol


class Vault(Protocol):
    """Seals bytes for one session. The data key is made on first use, stored only wrapped by the master key."""

    async def seal(self, session_id: str, data: bytes, *, context: str) -> bytes:
        """Encrypt; `context` (such as the object key) is authenticated, so sealed bytes cannot be moved elsewhere."""
        ...

    async def open(self, session_id: str, sealed: bytes, *, context: str) -> bytes:
        """Decrypt; raise `StorageError` when it was altered or moved, `NotFoundError` when the key was erased."""
        ...

    async def erase(self, session_id: str) -> None:
        """Destroy the session's data key."""
        ...
