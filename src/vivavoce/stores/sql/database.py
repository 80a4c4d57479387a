"""A pool of connections to one PostgreSQL database."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Self

from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from vivavoce.domain.errors import ConfigurationError
from vivavoce.stores.sql.errors import translated

CONNECT_DEADLINE_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A part of the database: its schema, and the role that reaches nothing else."""

    role: str
    schema: str


INTERVIEWS = Area(role="vivavoce_interviews", schema="public")
PRACTICE = Area(role="vivavoce_practice", schema="practice")
"""Candidates' own spaces: the same tables as interviews have, and no way from one to the other (ADR 0015)."""


class Database:
    """Gives transactions; heals by itself when the database comes back."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @classmethod
    async def connect(
        cls, url: str, *, area: Area | None = None, pool_size: int = 10, statement_timeout_s: float = 10.0
    ) -> Self:
        """Open a pool and see that the database answers. An `area` confines it, the server sees to that.

        Raises `ConfigurationError` for an URL that is none of PostgreSQL's and `StorageError` when nobody answers.
        """
        engine = create_async_engine(
            async_url(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=CONNECT_DEADLINE_S,
            pool_pre_ping=True,  # a connection that died while idle is replaced before anybody notices
            connect_args={
                "timeout": CONNECT_DEADLINE_S,
                "command_timeout": statement_timeout_s + 1,
                "server_settings": {
                    "application_name": "vivavoce",
                    "statement_timeout": str(round(statement_timeout_s * 1000)),
                    "idle_in_transaction_session_timeout": "60000",
                    **({"role": area.role} if area else {}),
                },
            },
            execution_options={"schema_translate_map": {None: area.schema}} if area else {},
            hide_parameters=True,  # parameters may be personal data and must not reach a log
        )
        database = cls(engine)
        async with AsyncExitStack() as unless_it_answers:
            unless_it_answers.push_async_callback(engine.dispose)
            await database.ping()
            unless_it_answers.pop_all()
        return database

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Commit at the end, roll back on any error; database errors come out as ours."""
        with translated():
            async with self._engine.begin() as connection:
                yield connection

    async def ping(self) -> None:
        """Raise `StorageError` when the database does not answer."""
        async with self.transaction() as connection:
            await connection.execute(text("SELECT 1"))

    async def aclose(self) -> None:
        await self._engine.dispose()


def async_url(url: str) -> URL:
    """Return the URL for the asynchronous driver, whichever of PostgreSQL's usual spellings it came in."""
    parsed = _parsed(url)
    query = dict(parsed.query)
    if "sslmode" in query:  # libpq's word; the asynchronous driver calls it ssl
        query["ssl"] = query.pop("sslmode")
    return parsed.set(drivername="postgresql+asyncpg", query=query)


def sync_url(url: str) -> str:
    """Return the URL as libpq spells it, for the synchronous driver that workflows use."""
    parsed = _parsed(url)
    query = dict(parsed.query)
    if "ssl" in query:
        query["sslmode"] = query.pop("ssl")
    return parsed.set(drivername="postgresql", query=query).render_as_string(hide_password=False)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise ConfigurationError(
            "the database URL is not one of PostgreSQL's", fix="Set VIVAVOCE_DATABASE_URL=postgresql://user@host/name."
        )
    return parsed
