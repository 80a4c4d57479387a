"""Practice lies apart: what works with interviews cannot read it, and the database itself sees to that."""

import re

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text

from tests.support.keys import fresh_vault
from tests.support.records import NOW, a_role, a_session, an_invitation
from vivavoce.domain.errors import StorageError
from vivavoce.stores.sql.audit import SqlAuditLog
from vivavoce.stores.sql.data_keys import SqlDataKeys
from vivavoce.stores.sql.database import INTERVIEWS, PRACTICE, Database
from vivavoce.stores.sql.migrations.versions.m0002_practice import COPIED
from vivavoce.stores.sql.people import SqlRoles
from vivavoce.stores.sql.sessions import SqlSessions
from vivavoce.stores.sql.tables import metadata, practice_metadata

pytestmark = [pytest.mark.integration, pytest.mark.anyio]

JUDGING = {
    "score",
    "scores",
    "level",
    "levels",
    "rank",
    "ranking",
    "grade",
    "rating",
    "points",
    "verdict",
    "decision",
    "report",
}


async def test_what_is_stored_in_one_area_is_not_there_in_the_other(database_url: str) -> None:
    interviews = await Database.connect(database_url, area=INTERVIEWS)
    practice = await Database.connect(database_url, area=PRACTICE)
    candidates = SqlSessions(practice, fresh_vault(SqlDataKeys(practice)))
    reviewers = SqlSessions(interviews, fresh_vault(SqlDataKeys(interviews)))
    await SqlRoles(practice).add(a_role())
    session = a_session()
    await candidates.add(session, an_invitation())

    there = await candidates.get(session.id)
    here = (await reviewers.get(session.id), await reviewers.list(), await reviewers.invitation(session.id))

    assert there == session
    assert here == (None, [], None)
    for database in (interviews, practice):
        await database.aclose()


async def test_the_interviews_role_is_refused_every_table_of_practice(database_url: str) -> None:
    interviews = await Database.connect(database_url, area=INTERVIEWS)

    for table in (*COPIED, "spaces", "space_sessions"):
        with pytest.raises(StorageError, match="42501"):
            async with interviews.transaction() as connection:
                await connection.execute(text(f"SELECT 1 FROM practice.{table}"))

    await interviews.aclose()


async def test_practice_cannot_read_interviews_either(database_url: str) -> None:
    practice = await Database.connect(database_url, area=PRACTICE)

    with pytest.raises(StorageError, match="42501"):
        async with practice.transaction() as connection:
            await connection.execute(text("SELECT 1 FROM public.sessions"))

    await practice.aclose()


async def test_tables_that_come_later_are_within_their_own_area_too(database_url: str) -> None:
    owner = await asyncpg.connect(database_url)
    await owner.execute("CREATE TABLE public.later (id text); CREATE TABLE practice.later (id text)")

    reach = [
        await owner.fetchval(
            "SELECT has_schema_privilege($1, split_part($2, '.', 1), 'USAGE') AND has_table_privilege($1, $2, 'SELECT')",
            role,
            table,
        )
        for role in ("vivavoce_interviews", "vivavoce_practice")
        for table in ("public.later", "practice.later")
    ]

    assert reach == [True, False, False, True]
    await owner.close()


async def test_practice_history_cannot_be_rewritten_either(database_url: str) -> None:
    practice = await Database.connect(database_url, area=PRACTICE)
    await SqlAuditLog(practice).add(actor="candidate", action="erased", subject="ses_1", at=NOW, detail={})

    with pytest.raises(StorageError, match="23001"):
        async with practice.transaction() as connection:
            await connection.execute(text("DELETE FROM practice.audit_log"))

    await practice.aclose()


async def test_no_table_of_practice_has_a_place_for_a_score_level_or_rank(database_url: str) -> None:
    owner = await asyncpg.connect(database_url)
    rows = await owner.fetch(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'practice'"
    )
    await owner.close()

    names = {part for row in rows for name in row for part in re.split(r"[^a-z]+", name)}

    assert {"spaces", "session_events"} <= {row["table_name"] for row in rows}
    assert not names & JUDGING


async def test_the_tables_of_practice_are_what_the_code_takes_them_for(database_url: str) -> None:
    expected = MetaData(schema="practice")
    for table in [*(metadata.tables[name] for name in COPIED), *practice_metadata.sorted_tables]:
        table.to_metadata(expected, schema="practice")

    def differences(connection: Connection) -> list[object]:
        ours = {"include_schemas": True, "include_name": lambda name, kind, _: kind != "schema" or name == "practice"}
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True, **ours}), expected)
        # copies keep their indexes under names the server made; what counts is that columns are the same
        return [one for one in found if not (isinstance(one, tuple) and str(one[0]).endswith("_index"))]

    database = await Database.connect(database_url)
    async with database.transaction() as connection:
        found = await connection.run_sync(differences)
    await database.aclose()

    assert found == []
