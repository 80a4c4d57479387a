"""A platform of its own for browser tests: served by another process, seeded through its storage."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from vivavoce.api.auth.passwords import Passwords
from vivavoce.app.demo import setup_link
from vivavoce.app.practice import new_practice_link
from vivavoce.app.settings import Settings, load_settings
from vivavoce.app.storage import Storage, open_storage
from vivavoce.domain.clock import SystemClock
from vivavoce.domain.ids import new_id, new_secret
from vivavoce.domain.session import EndReason, Role, SessionStatus, User, invite
from vivavoce.knowledge.packs import parse_pack

SHORT_PACK_FILE = Path(__file__).parents[1] / "browser" / "short-pack.yaml"
SHORT_PACK = SHORT_PACK_FILE.read_text("utf-8")
STARTS_WITHIN_S = 90.0
STOPS_WITHIN_S = 30.0
INVITED_BY = "tests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """A candidate's way in."""

    session_id: str
    token: str
    page: str
    """The invitation's address; the other pages are below it."""
    api: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A reviewer's way in."""

    name: str
    email: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A running platform, and what a test may put into its storage."""

    settings: Settings
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return self.settings.url

    def until(self, reached: Callable[[httpx.Response], bool], *, path: str) -> None:
        """Wait until an address answers as it should; fail when the process ends or takes too long."""
        deadline = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"the platform ended by itself with status {self.process.returncode}"
            try:
                if reached(httpx.get(self.url + path, timeout=5.0)):
                    return
            except httpx.TransportError:
                pass  # not listening yet
            time.sleep(0.1)
        raise AssertionError(f"{path} did not answer as expected within {STARTS_WITHIN_S:.0f} s")

    def setup_link(self) -> str:
        """Return a one-time link for the first account."""
        link = self._stored(lambda storage: setup_link(storage, self.settings))
        assert link is not None
        return link

    def practice_link(self) -> str:
        """Return the link to a practice space of its own."""
        return self._stored(lambda storage: new_practice_link(storage.practice, self.settings, clock=SystemClock()))

    def invite(self, *names: str, expires_in: timedelta = timedelta(days=1), over: bool = False) -> list[Invited]:
        """Invite candidates to the short interview; `over`: as if they had taken it already."""

        async def store(storage: Storage) -> list[Invited]:
            role = _role()
            await storage.roles.add(role)
            return [await self._invite(storage, role, name, expires_in=expires_in, over=over) for name in names]

        return self._stored(store)

    def account(self, name: str) -> Account:
        """Make a reviewer's account."""
        account = Account(name=name, email=f"{new_id('usr')}@example.org", password=new_secret())

        async def store(storage: Storage) -> None:
            user = User(
                id=new_id("usr"),
                email=account.email,
                name=name,
                password_hash=await Passwords().hash(account.password),
                is_admin=False,
                created_at=datetime.now(UTC),
            )
            await storage.users.add(user)

        self._stored(store)
        return account

    async def _invite(self, storage: Storage, role: Role, name: str, *, expires_in: timedelta, over: bool) -> Invited:
        token, now = new_secret(), datetime.now(UTC)
        session, invitation = invite(
            role, candidate_name=name, secret=token, at=now, valid_for=expires_in, by=INVITED_BY
        )
        await storage.sessions.add(session, invitation)
        if over:
            ended = replace(
                session,
                status=SessionStatus.LEFT,
                started_at=now,
                ended_at=now,
                end_reason=EndReason.CANDIDATE_LEFT,
            )
            await storage.sessions.save(ended)
        return Invited(
            session_id=session.id,
            token=token,
            page=f"{self.url}/i/{token}",
            api=f"{self.url}/api/candidate/{token}",
        )

    def _stored[T](self, work: Callable[[Storage], Awaitable[T]]) -> T:
        async def with_storage() -> T:
            async with open_storage(self.settings, clock=SystemClock()) as storage:
                return await work(storage)

        # In a thread of its own: Playwright's loop runs in this one.
        with ThreadPoolExecutor(max_workers=1) as aside:
            return aside.submit(lambda: asyncio.run(with_storage())).result()


@contextmanager
def running_platform() -> Iterator[Platform]:
    """Serve a platform with an empty data directory until leaving; it answers, but its models may still be loading."""
    # Not pytest's own temporary folder: as root PostgreSQL runs as another user, who may not enter that one.
    data_dir = Path(tempfile.mkdtemp(prefix="vivavoce-browser-"))
    settings = load_settings(
        data_dir=data_dir, host="127.0.0.1", port=_free_port(), public_url="", production=False, database_url=""
    )
    environment = {
        **os.environ,
        "VIVAVOCE_DATA_DIR": str(data_dir),
        "VIVAVOCE_HOST": settings.host,
        "VIVAVOCE_PORT": str(settings.port),
        "VIVAVOCE_PUBLIC_URL": "",
        "VIVAVOCE_PRODUCTION": "false",
        "VIVAVOCE_DATABASE_URL": "",
        "VIVAVOCE_LOG_LEVEL": "error",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "vivavoce.app", "serve"], env=environment, stdin=subprocess.DEVNULL
    )
    platform = Platform(settings=settings, process=process)
    try:
        platform.until(lambda response: response.status_code == 200, path="/api/health")
        yield platform
    finally:
        process.terminate()
        try:
            process.wait(STOPS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(data_dir)


def _role() -> Role:
    pack = parse_pack(SHORT_PACK, file=SHORT_PACK_FILE.name)
    return Role(
        id=new_id("rol"),
        title=pack.title,
        pack_id=pack.id,
        pack_yaml=SHORT_PACK,
        pack_sha256=pack.sha256,
        created_at=datetime.now(UTC),
        created_by=INVITED_BY,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
