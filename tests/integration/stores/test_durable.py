"""Durable work through crashes: what was done is not done again, what was not is done after all."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import asyncpg
import pytest
from structlog.testing import capture_logs

from tests.support.keys import fresh_vault
from vivavoce.compliance.master_key import LocalMasterKey
from vivavoce.compliance.vault import TinkVault
from vivavoce.domain.errors import StorageError
from vivavoce.domain.ports.vault import Vault
from vivavoce.domain.ports.workflows import DurableWork
from vivavoce.stores.durable import DurableWorkflows
from vivavoce.stores.memory import MemoryDataKeys
from vivavoce.stores.sql.data_keys import SqlDataKeys
from vivavoce.stores.sql.database import Database

pytestmark = [pytest.mark.integration, pytest.mark.anyio]

DEADLINE_S = 60
WORDS = "I would shard by tenant"

DIES_IN_THE_SECOND_STEP = """
import asyncio, os, signal, sys
from pathlib import Path
from vivavoce.compliance.master_key import LocalMasterKey
from vivavoce.compliance.vault import TinkVault
from vivavoce.stores.durable import DurableWorkflows
from vivavoce.stores.sql.data_keys import SqlDataKeys
from vivavoce.stores.sql.database import Database

url, key, diary = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])

async def first():
    with diary.open("a") as pages:
        pages.write("first\\n")
    return "I would shard by tenant"

async def second():
    with diary.open("a") as pages:
        pages.write("second, cut off\\n")
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"

async def handle(session_id, work):
    await work.step("first", first)
    await work.step("second", second)

async def main():
    database = await Database.connect(url)
    vault = TinkVault(SqlDataKeys(database), LocalMasterKey.load(key))
    workflows = await DurableWorkflows.launch(url, {"evaluate": handle}, vault)
    await workflows.start("evaluate", "ses_1")
    await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.fixture
async def vault(database_url: str, tmp_path: Path) -> AsyncIterator[Vault]:
    database = await Database.connect(database_url)
    yield TinkVault(SqlDataKeys(database), LocalMasterKey.load(tmp_path / "master.key"))
    await database.aclose()


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary"


@pytest.fixture
def a_process_that_died(database_url: str, vault: Vault, tmp_path: Path, diary: Path) -> None:
    program = [sys.executable, "-c", DIES_IN_THE_SECOND_STEP, database_url, str(tmp_path / "master.key"), str(diary)]
    died = subprocess.run(program, capture_output=True, text=True, timeout=DEADLINE_S, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert died.stderr == ""


def pages_of(diary: Path) -> list[str]:
    return diary.read_text().splitlines()


async def test_a_killed_process_is_taken_over_at_the_step_it_died_in(
    a_process_that_died: None, database_url: str, vault: Vault, diary: Path
) -> None:
    ended: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()

    async def handle(session_id: str, work: DurableWork) -> None:
        first = await work.step("first", lambda: write("first again"))
        second = await work.step("second", lambda: write("second"))
        ended.set_result([session_id, first, second])

    async def write(line: str) -> str:
        with diary.open("a") as pages:
            pages.write(line + "\n")
        return line

    async with aclosing(await DurableWorkflows.launch(database_url, {"evaluate": handle}, vault)):
        async with asyncio.timeout(DEADLINE_S):
            results = await ended

    assert results == ["ses_1", WORDS, "second"]
    assert pages_of(diary) == ["first", "second, cut off", "second"]


async def test_an_orderly_stop_in_the_middle_is_resumed_too(database_url: str, vault: Vault) -> None:
    done: list[str] = []
    hangs, begun, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def handle(session_id: str, work: DurableWork) -> None:
        await work.step("first", lambda: step("first"))
        await work.step("second", lambda: step("second"))
        ended.set()

    async def step(name: str) -> str:
        if name == "second":
            begun.set()
            await hangs.wait()
        done.append(name)
        return name

    first = await DurableWorkflows.launch(database_url, {"evaluate": handle}, vault)
    await first.start("evaluate", "ses_1")
    async with asyncio.timeout(DEADLINE_S):
        await begun.wait()
        await first.aclose()
        hangs.set()
        async with aclosing(await DurableWorkflows.launch(database_url, {"evaluate": handle}, vault)):
            await ended.wait()

    assert done == ["first", "second"]


async def test_the_books_are_apart_from_our_tables_and_hold_no_words(
    a_process_that_died: None, database_url: str
) -> None:
    connection = await asyncpg.connect(database_url)
    schemas = await connection.fetch("SELECT table_schema, table_name FROM information_schema.tables")
    ours = {name for schema, name in schemas if schema == "public"}
    books = [name for schema, name in schemas if schema == "dbos"]
    pages = [repr(await connection.fetch(f'SELECT * FROM dbos."{name}"')) for name in books]
    await connection.close()

    assert "session_events" in ours
    assert not {"workflow_status", "operation_outputs"} & ours
    assert {"workflow_status", "operation_outputs"} <= set(books)
    assert "first" in "".join(pages)
    assert "shard" not in "".join(pages)
    assert "c2hhcmQ" not in "".join(pages)  # the same word in base 64


async def test_a_failure_is_noted_by_its_kind_and_never_by_its_words(database_url: str) -> None:
    failed = asyncio.Event()

    async def handle(session_id: str, work: DurableWork) -> None:
        await work.step("first", quote_the_candidate)

    async def quote_the_candidate() -> str:
        failed.set()
        raise ValueError(WORDS)

    launched = await DurableWorkflows.launch(database_url, {"evaluate": handle}, fresh_vault(MemoryDataKeys()))
    async with aclosing(launched) as workflows, asyncio.timeout(DEADLINE_S):
        with capture_logs() as logged:
            await workflows.start("evaluate", "ses_1")
            await failed.wait()
            errors = await _errors_noted(database_url)

    assert "ValueError" in errors
    assert "ValueError" in repr(logged)
    assert "shard" not in errors + repr(logged)


async def _errors_noted(database_url: str) -> str:
    """Return what the books say about a failed workflow and its steps, when they do."""
    connection = await asyncpg.connect(database_url)
    query = "SELECT * FROM dbos.workflow_output WHERE error IS NOT NULL"
    while not (noted := await connection.fetch(query)):  # noqa: ASYNC110 - the books are kept by another thread
        await asyncio.sleep(0.01)
    steps = await connection.fetch("SELECT * FROM dbos.operation_outputs")
    await connection.close()
    return repr(noted) + repr(steps)


async def test_a_database_that_is_not_there_is_a_clear_error() -> None:
    with pytest.raises(StorageError) as caught:
        await DurableWorkflows.launch("postgresql://postgres@127.0.0.1:9/vivavoce", {}, fresh_vault(MemoryDataKeys()))

    assert "VIVAVOCE_DATABASE_URL" in caught.value.fix
