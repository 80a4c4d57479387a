"""Personal data under a data key of its session; the data keys under one master key (law 10).

A data key is a Tink AES-256-GCM keyset, made on first use and stored only wrapped. Erasing it makes every copy of what it
sealed unreadable: rows, objects, backups.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from tink import TinkError, aead, new_keyset_handle, proto_keyset_format, secret_key_access

from vivavoce.compliance.master_key import MasterKey
from vivavoce.domain.errors import NotFoundError, StorageError
from vivavoce.domain.ports.vault import DataKeys

KEYS_IN_MEMORY = 2048
KEY_AGE_S = 60.0
"""How long an unwrapped key may be used without asking again: another process may have erased it."""


_CHECK = "master-key-check"


class TinkVault:
    """The `Vault` of this platform."""

    def __init__(
        self,
        keys: DataKeys,
        master: MasterKey,
        *,
        keys_in_memory: int = KEYS_IN_MEMORY,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        aead.register()
        self._keys = keys
        self._master = master
        self._keys_in_memory = keys_in_memory
        self._monotonic = monotonic
        self._known: OrderedDict[str, tuple[Any, float]] = OrderedDict()

    async def check(self) -> None:
        """Raise `StorageError` when this master key is not the one the stored keys were wrapped with."""
        await self._make(_CHECK)

    async def seal(self, session_id: str, data: bytes, *, context: str) -> bytes:
        primitive = await self._find(session_id) or await self._make(session_id)
        sealed: bytes = primitive.encrypt(data, context.encode())
        return sealed

    async def open(self, session_id: str, sealed: bytes, *, context: str) -> bytes:
        primitive = await self._find(session_id)
        if primitive is None:
            raise NotFoundError(f"the data of {session_id} was erased")
        try:
            data: bytes = primitive.decrypt(sealed, context.encode())
        except TinkError:
            raise StorageError(
                f"stored data of {session_id} was altered or moved ({context})", fix="Restore it from a backup."
            ) from None
        return data

    async def erase(self, session_id: str) -> None:
        await self._keys.destroy(session_id)
        self._known.pop(session_id, None)

    async def warm(self, session_ids: Sequence[str]) -> None:
        missing = [session_id for session_id in session_ids if self._remembered(session_id) is None]
        if not missing:
            return
        for session_id, wrapped in (await self._keys.get(missing)).items():
            await self._unwrap(session_id, wrapped)

    async def _find(self, session_id: str) -> Any | None:
        primitive = self._remembered(session_id)
        if primitive is None:
            wrapped = (await self._keys.get([session_id])).get(session_id)
            primitive = None if wrapped is None else await self._unwrap(session_id, wrapped)
        return primitive

    async def _make(self, session_id: str) -> Any:
        keyset = new_keyset_handle(aead.aead_key_templates.AES256_GCM)
        plain = proto_keyset_format.serialize(keyset, secret_key_access.TOKEN)
        wrapped = await self._master.wrap(plain, context=session_id)
        return await self._unwrap(session_id, await self._keys.put(session_id, wrapped))

    def _remembered(self, session_id: str) -> Any | None:
        primitive, since = self._known.get(session_id, (None, 0.0))
        if primitive is None or self._monotonic() - since > KEY_AGE_S:
            return None
        self._known.move_to_end(session_id)
        return primitive

    async def _unwrap(self, session_id: str, wrapped: bytes) -> Any:
        plain = await self._master.unwrap(wrapped, context=session_id)
        primitive = proto_keyset_format.parse(plain, secret_key_access.TOKEN).primitive(aead.Aead)
        self._known[session_id] = (primitive, self._monotonic())
        self._known.move_to_end(session_id)
        while len(self._known) > self._keys_in_memory:
            self._known.popitem(last=False)
        return primitive
