"""Bringing a database to the shape this version needs; safe to run at every start, from several processes at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from vivavoce.domain.errors import StorageError
from vivavoce.stores.sql.database import CONNECT_DEADLINE_S, async_url
from vivavoce.stores.sql.errors import translated

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x7669_7661  # "viva": whoever holds this advisory lock migrates, the others wait


async def migrate(url: str) -> None:
    """Apply what is missing; raise `StorageError` when the database does not answer or is ahead of this version."""
    engine = create_async_engine(async_url(url), poolclass=NullPool, connect_args={"timeout": CONNECT_DEADLINE_S})
    try:
        with translated():
            async with engine.connect() as connection:
                await connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
                await connection.commit()
                await connection.run_sync(_upgrade)
                await connection.commit()  # closing the connection gives the lock back
    finally:
        await engine.dispose()


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    try:
        command.upgrade(alembic_config(connection), "head")
    except CommandError as error:
        raise StorageError(
            f"the database cannot be migrated: {error}", fix="It was used by a newer version: run that version."
        ) from None
