"""The master key, behind a seam that a key management service fits through."""

import os
import secrets
from pathlib import Path
from typing import Any, Protocol, Self

import structlog
from tink import TinkError, aead, json_proto_keyset_format, new_keyset_handle, secret_key_access

from vivavoce.domain.errors import ConfigurationError, StorageError

log = structlog.get_logger(__name__)


class MasterKey(Protocol):
    """Wraps data keys and never leaves where it lives. Raises `StorageError` and nothing else."""

    async def wrap(self, data_key: bytes, *, context: str) -> bytes: ...

    async def unwrap(self, wrapped: bytes, *, context: str) -> bytes:
        """Return the data key; raise `StorageError` when another master key or context wrapped it."""
        ...


class LocalMasterKey:
    """A key in a file of this machine, readable by its owner only. Who has the file and the database has the data."""

    def __init__(self, primitive: Any) -> None:
        self._aead = primitive

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the key file, made on first use; raise `ConfigurationError` when it can be neither read nor made."""
        aead.register()
        try:
            if not path.exists():
                _make(path)
            text = path.read_text(encoding="utf-8")
            if path.stat().st_mode & 0o077:
                log.warning("the master key file can be read by other users: run chmod 600 on it", path=str(path))
        except OSError as error:
            raise ConfigurationError(
                f"the master key file {path} cannot be used: {error.strerror}",
                fix="Set VIVAVOCE_MASTER_KEY_FILE to a file this user may read (or, the first time, write).",
            ) from None
        try:
            keyset = json_proto_keyset_format.parse(text, secret_key_access.TOKEN)
            return cls(keyset.primitive(aead.Aead))
        except TinkError:
            raise ConfigurationError(
                f"{path} is not a master key", fix="Restore the key file from your backup; a new one opens nothing."
            ) from None

    async def wrap(self, data_key: bytes, *, context: str) -> bytes:
        wrapped: bytes = self._aead.encrypt(data_key, context.encode())
        return wrapped

    async def unwrap(self, wrapped: bytes, *, context: str) -> bytes:
        try:
            data_key: bytes = self._aead.decrypt(wrapped, context.encode())
        except TinkError:
            raise StorageError(
                f"the data key of {context} does not open with this master key",
                fix="VIVAVOCE_MASTER_KEY_FILE must name the key file this database was filled with.",
            ) from None
        return data_key


def _make(path: Path) -> None:
    """Write a new key; when two processes do so at once, the first one's key stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keyset = new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(json_proto_keyset_format.serialize(keyset, secret_key_access.TOKEN))
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()
    log.warning("made a master key: back this file up, without it no recording or transcript opens", path=str(path))
