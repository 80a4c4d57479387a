"""The object store on obstore. A put is atomic: a reader sees all of an object or nothing."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url
from obstore.store import ObjectStore as Store

from vivavoce.domain.errors import (
    ConfigurationError,
    NotFoundError,
    StorageError,
    StorageFullError,
    VivaVoceError,
)
from vivavoce.stores.keys import checked_key

DEADLINE_S = 60.0
_NO_ROOM = ("StorageFull", "QuotaExceeded", "os error 28", "os error 122")  # as obstore words ENOSPC and EDQUOT


class Objects:
    """The `ObjectStore` of this platform. Keys that point outside the store are refused."""

    def __init__(self, store: Store, *, deadline_s: float = DEADLINE_S) -> None:
        self._store = store
        self._deadline_s = deadline_s

    async def put(self, key: str, data: bytes) -> None:
        with _translated(key):
            async with asyncio.timeout(self._deadline_s):
                await self._store.put_async(checked_key(key), data)

    async def get(self, key: str) -> bytes:
        with _translated(key):
            async with asyncio.timeout(self._deadline_s):
                found = await self._store.get_async(checked_key(key))
                return bytes(await found.bytes_async())

    async def list(self, prefix: str) -> Sequence[str]:
        with _translated(prefix):
            async with asyncio.timeout(self._deadline_s):
                stream = self._store.list(prefix=checked_key(prefix.rstrip("/")))
                return sorted([str(found["path"]) async for batch in stream for found in batch])

    async def delete(self, keys: Sequence[str]) -> None:
        """Delete those that are there."""
        if not keys:
            return
        with _translated(keys[0]):
            async with asyncio.timeout(self._deadline_s):
                try:
                    await self._store.delete_async([checked_key(key) for key in keys])
                except FileNotFoundError:  # a folder stops at the first that is gone; what is left goes one by one
                    await asyncio.gather(*(self._delete_one(key) for key in keys))

    async def _delete_one(self, key: str) -> None:
        try:
            await self._store.delete_async(key)
        except FileNotFoundError:
            return


def open_objects(place: str | Path) -> Objects:
    """Open a folder (made when missing) or an URL such as ``s3://bucket/prefix``, ``gs://…``, ``az://…``.

    Credentials come from where each cloud's own tools look for them. Raises `ConfigurationError`.
    """
    try:
        if isinstance(place, str) and "://" in place and not place.startswith("file://"):
            return Objects(from_url(place, client_options={"timeout": "30s", "connect_timeout": "5s"}))
        folder = Path(str(place).removeprefix("file://")).expanduser().absolute()
        folder.mkdir(parents=True, exist_ok=True)
        return Objects(LocalStore(folder, automatic_cleanup=True))
    except (BaseError, ValueError, OSError) as error:
        raise ConfigurationError(
            f"recordings cannot be kept at {place}: {_first_line(error)}",
            fix="Set VIVAVOCE_OBJECTS_URL to a folder this user may write, or to s3://…, gs://… or az://….",
        ) from None


@contextmanager
def _translated(key: str) -> Iterator[None]:
    try:
        yield
    except VivaVoceError:
        raise
    except FileNotFoundError:
        raise NotFoundError(f"there is no object {key}") from None
    except TimeoutError:
        raise StorageError("the object store does not answer", fix="Check VIVAVOCE_OBJECTS_URL.") from None
    except (BaseError, OSError, ValueError) as error:
        if any(sign in str(error) for sign in _NO_ROOM):
            raise StorageFullError(
                "there is no room for recordings", fix="Make room where VIVAVOCE_OBJECTS_URL keeps them."
            ) from None
        raise StorageError(
            f"the object store did not take or give {key}: {_first_line(error)}", fix="Check VIVAVOCE_OBJECTS_URL."
        ) from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
