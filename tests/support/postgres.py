"""A migrated PostgreSQL database for each test that asks, on one embedded server for the whole run."""

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import pytest

from vivavoce.stores.sql.embedded import DATABASE, EmbeddedPostgres
from vivavoce.stores.sql.migrate import migrate

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""A test database need not survive a power cut."""


@dataclass(slots=True)
class TestServer:
    """One server; every database on it is a copy of one that was migrated once."""

    __test__ = False

    server: EmbeddedPostgres
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def fresh_database(self) -> str:
        """Return the URL of a new, migrated, empty database."""
        name = f"test_{next(self._numbers)}"
        asyncio.run(self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{DATABASE}"'))
        return self.server.url.replace(f"/{DATABASE}?", f"/{name}?")

    def drop(self, url: str) -> None:
        name = url.split("@/", 1)[1].split("?", 1)[0]
        asyncio.run(self._execute(f'DROP DATABASE "{name}" WITH (FORCE)'))

    async def _execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.server.url.replace(f"/{DATABASE}?", "/postgres?"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


async def _start(directory: Path) -> EmbeddedPostgres:
    server = await EmbeddedPostgres.start(directory, options=FAST)
    await migrate(server.url)
    return server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[TestServer]:
    # Not pytest's own temporary folder: as root the server runs as another user, who may not enter that one.
    directory = Path(tempfile.mkdtemp(prefix="vivavoce-postgres-"))
    server = asyncio.run(_start(directory))
    yield TestServer(server)
    asyncio.run(server.aclose())
    shutil.rmtree(directory)


@pytest.fixture
def database_url(postgres_server: TestServer) -> Iterator[str]:
    """The ``postgresql://`` URL of a fresh migrated database, gone after the test."""
    url = postgres_server.fresh_database()
    yield url
    postgres_server.drop(url)
