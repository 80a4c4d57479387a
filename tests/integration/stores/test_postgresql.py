"""What only a real PostgreSQL can show: migrations, append-only tables, outages, full disks."""

import asyncio

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from tests.support.postgres import TestServer
from tests.support.records import NOW, a_user
from vivavoce.domain.errors import ConfigurationError, StorageError, StorageFullError
from vivavoce.stores.sql.audit import SqlAuditLog
from vivavoce.stores.sql.database import Database, async_url
from vivavoce.stores.sql.migrate import migrate
from vivavoce.stores.sql.people import SqlUsers
from vivavoce.stores.sql.tables import metadata

pytestmark = [pytest.mark.integration, pytest.mark.anyio]

APPEND_ONLY = ("session_events", "consents", "decisions", "evidence_views", "audit_log")


async def test_the_tables_are_what_the_migrations_make(database_url: str) -> None:
    def differences(connection: Connection) -> object:
        ours = {"include_object": lambda _, name, kind, *__: (kind, name) != ("table", "alembic_version")}
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True, **ours}), metadata)

    database = await Database.connect(database_url)
    async with database.transaction() as connection:
        found = await connection.run_sync(differences)
    await database.aclose()

    assert found == []


async def test_several_processes_may_migrate_at_once_and_again(postgres_server: TestServer) -> None:
    plain = postgres_server.server.url.replace("/vivavoce?", "/postgres?")

    await asyncio.gather(*(migrate(plain) for _ in range(4)))
    await migrate(plain)

    connection = await asyncpg.connect(plain)
    assert await connection.fetchval("SELECT count(*) FROM alembic_version") == 1
    assert await connection.fetchval("SELECT count(*) FROM users") == 0
    await connection.close()


async def test_a_database_of_a_newer_version_is_refused(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    await connection.execute("UPDATE alembic_version SET version_num = '9999'")
    await connection.close()

    with pytest.raises(StorageError, match="9999") as caught:
        await migrate(database_url)

    assert "newer version" in caught.value.fix


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET at = now()"])
async def test_the_database_itself_refuses_to_rewrite_history(database_url: str, table: str, change: str) -> None:
    connection = await asyncpg.connect(database_url)

    with pytest.raises(asyncpg.RestrictViolationError, match=f"{table} is append-only"):
        await connection.execute(change.format(table))

    await connection.close()


async def test_a_tampered_audit_log_names_the_first_broken_entry(database_url: str) -> None:
    database = await Database.connect(database_url)
    audit = SqlAuditLog(database)
    for number in range(3):
        await audit.add(actor="usr_1", action="viewed", subject=f"ses_{number}", at=NOW, detail={})

    async with database.transaction() as connection:  # as somebody with full power over the database could
        await connection.execute(text("ALTER TABLE audit_log DISABLE TRIGGER append_only"))
        await connection.execute(text("UPDATE audit_log SET actor = 'usr_2' WHERE number = 2"))

    with pytest.raises(StorageError, match="entry 2"):
        await audit.verify()
    await database.aclose()


async def test_a_database_that_went_and_came_back_is_used_again(database_url: str) -> None:
    database = await Database.connect(database_url)
    users = SqlUsers(database)
    await users.add(a_user())

    async with asyncio.timeout(30):
        admin = await asyncpg.connect(database_url)
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await admin.close()
        count = await users.count()

    assert count == 1
    await database.aclose()


async def test_a_connection_lost_in_the_middle_is_a_storage_error_worth_retrying(database_url: str) -> None:
    database = await Database.connect(database_url)

    async def lose_the_connection() -> None:
        async with database.transaction() as connection:
            pid = (await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
            async with database.transaction() as other:
                await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            await connection.execute(text("SELECT 1"))

    with pytest.raises(StorageError) as caught:
        await lose_the_connection()

    assert caught.value.retryable
    await database.ping()
    await database.aclose()


async def test_a_statement_that_takes_too_long_is_a_storage_error(database_url: str) -> None:
    database = await Database.connect(database_url, statement_timeout_s=0.05)

    with pytest.raises(StorageError, match="57014"):
        async with database.transaction() as connection:
            await connection.execute(text("SELECT pg_sleep(5)"))

    await database.aclose()


async def test_a_full_disk_is_told_apart(database_url: str) -> None:
    database = await Database.connect(database_url)

    with pytest.raises(StorageFullError, match="full"):
        async with database.transaction() as connection:
            await connection.execute(text("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '53100'; END $$"))

    await database.aclose()


async def test_an_error_never_quotes_what_was_to_be_stored(database_url: str) -> None:
    database = await Database.connect(database_url)

    with pytest.raises(StorageError) as caught:
        await SqlUsers(database).add(a_user(email="a secret\x00address"))

    assert "secret" not in str(caught.value) + repr(caught.value.__cause__) + caught.value.fix
    await database.aclose()


async def test_a_database_that_is_not_there_is_a_clear_error() -> None:
    with pytest.raises(StorageError) as caught:
        await Database.connect("postgresql://postgres@127.0.0.1:9/vivavoce")

    assert "VIVAVOCE_DATABASE_URL" in caught.value.fix


@pytest.mark.parametrize("url", ["mysql://localhost/vivavoce", "not a url"])
async def test_another_kind_of_database_is_refused_by_name_of_the_setting(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        await Database.connect(url)

    assert "VIVAVOCE_DATABASE_URL" in caught.value.fix


def test_the_usual_spellings_of_an_url_reach_the_same_driver() -> None:
    url = async_url("postgres://rosa:pw@db.example.org:5433/vivavoce?sslmode=require")

    assert url.render_as_string(hide_password=False) == (
        "postgresql+asyncpg://rosa:pw@db.example.org:5433/vivavoce?ssl=require"
    )
