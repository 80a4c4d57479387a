"""The embedded server through a machine's hard days: kills, leftovers, shared folders, closed folders."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from tests.support.postgres import FAST
from vivavoce.domain.errors import ConfigurationError, StorageFullError
from vivavoce.stores.sql import server as server_module
from vivavoce.stores.sql.embedded import EmbeddedPostgres

pytestmark = [pytest.mark.integration, pytest.mark.anyio]

HOLDS_A_SERVER = """
import asyncio, sys
from pathlib import Path
from vivavoce.stores.sql.embedded import EmbeddedPostgres

async def main() -> None:
    server = await EmbeddedPostgres.start(Path(sys.argv[1]))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await server.aclose()

asyncio.run(main())
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="vivavoce-embedded-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def another_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the folder's server until it is told, or made, to stop."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS_A_SERVER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.communicate()


def postmaster(folder: Path) -> int | None:
    """Return the number of the server's process, when there is one."""
    path = folder / "data" / "postmaster.pid"
    return int(path.read_text().split()[0]) if path.exists() else None


async def start(folder: Path) -> EmbeddedPostgres:
    return await EmbeddedPostgres.start(folder, options=FAST)


def socket_folder(url: str) -> Path:
    return Path(url.split("host=", 1)[1])


async def ask(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_data_outlives_the_server(folder: Path) -> None:
    first = await start(folder)
    await ask(first.url, "CREATE TABLE kept AS SELECT 42 AS answer")
    await first.aclose()
    assert postmaster(folder) is None

    second = await start(folder)

    assert await ask(second.url, "SELECT answer FROM kept") == 42
    await second.aclose()


async def test_a_process_that_leaves_does_not_stop_the_server_under_another(
    folder: Path, another_process: subprocess.Popen[str]
) -> None:
    here = await start(folder)
    shared = postmaster(folder)

    another_process.communicate("stop\n")

    assert shared is not None
    assert postmaster(folder) == shared
    assert await ask(here.url, "SELECT 1") == 1
    await here.aclose()
    assert postmaster(folder) is None


async def test_two_uses_in_one_process_count_as_two(folder: Path) -> None:
    first, second = await asyncio.gather(start(folder), start(folder))

    await first.aclose()
    await first.aclose()

    assert await ask(second.url, "SELECT 1") == 1
    await second.aclose()
    assert postmaster(folder) is None


async def test_a_killed_owner_leaves_a_server_that_the_next_one_adopts_and_stops(
    folder: Path, another_process: subprocess.Popen[str]
) -> None:
    orphan = postmaster(folder)
    another_process.kill()
    another_process.wait()

    here = await start(folder)

    assert postmaster(folder) == orphan
    await here.aclose()
    assert postmaster(folder) is None


@pytest.mark.parametrize("claimed", ["the dead server's", "a stranger's", "nonsense"])
async def test_a_killed_server_is_started_again_whatever_its_lock_file_claims(folder: Path, claimed: str) -> None:
    first = await start(folder)
    dead = postmaster(folder)
    assert dead is not None
    lock = folder / "data" / "postmaster.pid"
    left_behind = lock.read_text()
    os.kill(dead, signal.SIGKILL)
    _wait_until_nobody_answers(folder)
    match claimed:
        case "a stranger's":  # the number was given to another process since: this one
            left_behind = left_behind.replace(str(dead), str(os.getpid()), 1)
        case "nonsense":
            left_behind = "\x00"
    lock.write_text(left_behind)

    second = await start(folder)

    assert await ask(second.url, "SELECT 1") == 1
    await second.aclose()
    await first.aclose()


async def test_a_path_too_long_for_a_socket_still_works(folder: Path) -> None:
    deep = folder / ("d" * 120)

    server = await start(deep)

    place = socket_folder(server.url)
    assert await ask(server.url, "SELECT 1") == 1
    await server.aclose()
    assert not place.exists()


async def test_a_folder_that_is_a_file_is_refused_by_name_of_the_setting(folder: Path) -> None:
    (folder / "file").write_text("here already")

    with pytest.raises(ConfigurationError) as caught:
        await start(folder / "file")

    assert "VIVAVOCE_DATA_DIR" in caught.value.fix


async def test_a_folder_put_in_the_way_by_somebody_else_is_not_trusted(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "data").symlink_to(folder / "elsewhere")

    with pytest.raises(ConfigurationError, match="belongs to another user"):
        await start(folder)


async def test_no_room_is_said_before_anything_is_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "ROOM_NEEDED_BYTES", 2**62)

    with pytest.raises(StorageFullError):
        await start(folder)

    assert not (folder / "data").exists()


def _give_away(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, 65534, 65534)


def _wait_until_nobody_answers(folder: Path) -> None:
    """Connect until it is refused: the kernel closes a killed process's socket in its own time."""
    for _ in range(100_000):
        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(folder / "data" / ".s.PGSQL.5432"))
        except OSError:
            return
    raise AssertionError("the killed server still answers")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers for others")
async def test_root_runs_the_server_as_whoever_owns_the_data(folder: Path) -> None:
    first = await start(folder)
    await first.aclose()
    _give_away(folder)

    second = await start(folder)

    number = postmaster(folder)
    assert psutil.Process(number).uids().effective == 65534
    await second.aclose()
