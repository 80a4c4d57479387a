"""Objects in memory, without threads, so that they work in virtual time too."""

from collections.abc import Sequence

from vivavoce.domain.errors import NotFoundError
from vivavoce.stores.keys import checked_key


class MemoryObjects:
    def __init__(self) -> None:
        self._objects: dict[str, bytes] = {}

    async def put(self, key: str, data: bytes) -> None:
        self._objects[checked_key(key)] = bytes(data)

    async def get(self, key: str) -> bytes:
        try:
            return self._objects[checked_key(key)]
        except KeyError:
            raise NotFoundError(f"there is no object {key}") from None

    async def list(self, prefix: str) -> Sequence[str]:
        below = checked_key(prefix.rstrip("/")) + "/"
        return sorted(key for key in self._objects if key.startswith(below))

    async def delete(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._objects.pop(checked_key(key), None)
