"""Where large, immutable bytes are kept: recordings, exports."""

from collections.abc import Sequence
from typing import Protocol


class ObjectStore(Protocol):
    """Keys are slash-separated. Raises `StorageError`, `StorageFullError` when there is no room, `NotFoundError` on get."""

    async def put(self, key: str, data: bytes) -> None: ...

    async def get(self, key: str) -> bytes: ...

    async def list(self, prefix: str) -> Sequence[str]:
        """Return the keys below a prefix, sorted."""
        ...

    async def delete(self, keys: Sequence[str]) -> None: ...
