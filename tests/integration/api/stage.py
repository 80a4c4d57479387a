"""The whole API over memory stores and a scripted interview: what every test of it begins with."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from tests.integration.api.practice import practice_beside
from tests.integration.api.recordings import HeldRecordings
from vivavoce.api.application import create_app
from vivavoce.api.auth.passwords import Passwords
from vivavoce.api.practice.services import PracticeServices
from vivavoce.api.services import Services, Site, Slot
from vivavoce.compliance.consent import ConsentDesk
from vivavoce.domain.clock import SetClock
from vivavoce.domain.errors import VivaVoceError
from vivavoce.domain.events import SessionEvent
from vivavoce.domain.ids import secret_sha256
from vivavoce.domain.ports.line import Line
from vivavoce.domain.session import EndReason, Session, SessionStatus
from vivavoce.interview.commands import Command
from vivavoce.interview.live_view import Ended, LiveView, SectionView, Snapshot
from vivavoce.interview.pace import Pace
from vivavoce.knowledge.packs import shipped_pack_text, shipped_packs
from vivavoce.providers.scripted import ScriptedTextToSpeech
from vivavoce.stores.memory import (
    MemoryAuditLog,
    MemoryConsents,
    MemoryEventLog,
    MemoryLogins,
    MemoryReports,
    MemoryRoles,
    MemorySessions,
    MemoryUsers,
)
from vivavoce.transports.loopback.line import LoopbackLine

HTTPS = "https://interviews.example.org"
SETUP_TOKEN = "one-time-token"
EMAIL, PASSWORD = "rosa@example.org", "correct horse battery"
SNAPSHOT = Snapshot(
    status="live",
    state="listening",
    section=SectionView(kind="technical", title="Technical", index=1, count=6),
    time_left_s=600.0,
    muted=False,
    paused=False,
    typed=False,
    pace=Pace.NORMAL,
    captions=(),
)


class ScriptedHost:
    """A session host that remembers what it was asked and shows what it is told to show."""

    def __init__(self) -> None:
        self.attached: list[tuple[str, Line, bool]] = []
        self.commands: list[tuple[str, Command]] = []
        self.arrived: asyncio.Queue[Command] = asyncio.Queue()
        self.unwatched = asyncio.Event()
        self.consent_changes: list[str] = []
        self.ended: list[tuple[str, EndReason]] = []
        self.human_requests: list[tuple[str, str]] = []
        self.refusal: VivaVoceError | None = None
        self._watching: list[asyncio.Queue[LiveView]] = []

    async def attach(self, session_id: str, line: Line, *, hears: bool) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.attached.append((session_id, line, hears))

    async def command(self, session_id: str, command: Command) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.commands.append((session_id, command))
        self.arrived.put_nowait(command)

    async def watch(self, session_id: str) -> AsyncGenerator[LiveView]:
        if self.refusal is not None:
            raise self.refusal
        views: asyncio.Queue[LiveView] = asyncio.Queue()
        self._watching.append(views)
        try:
            yield SNAPSHOT
            while True:
                view = await views.get()
                yield view
                if isinstance(view, Ended):
                    return
        finally:
            self._watching.remove(views)
            self.unwatched.set()

    @property
    def watched(self) -> bool:
        return bool(self._watching)

    def show(self, view: LiveView) -> None:
        for views in self._watching:
            views.put_nowait(view)

    async def consent_changed(self, session_id: str) -> None:
        self.consent_changes.append(session_id)

    async def end(self, session_id: str, reason: EndReason) -> None:
        self.ended.append((session_id, reason))

    async def note_human_request(self, session_id: str, message: str) -> None:
        self.human_requests.append((session_id, message))


class RememberingLine(LoopbackLine):
    """A loopback line that remembers why it was hung up."""

    hung_up = ""

    async def hang_up(self, *, reason: str) -> None:
        self.hung_up = reason
        await super().hang_up(reason=reason)


class ScriptedCalls:
    """Answers every offer with the same words and a loopback line."""

    def __init__(self) -> None:
        self.offers: list[str] = []
        self.lines: list[RememberingLine] = []
        self.refusal: VivaVoceError | None = None

    async def answer(self, offer_sdp: str) -> tuple[str, Line]:
        self.offers.append(offer_sdp)
        if self.refusal is not None:
            raise self.refusal
        line = RememberingLine(f"line-{len(self.lines)}")
        self.lines.append(line)
        return "v=0 answer", line


class ScriptedReadiness:
    def __init__(self) -> None:
        self.by_slot = {name: Slot(state="ready", model=f"scripted:{name}") for name in ("hearing", "speech")}

    def slots(self) -> dict[str, Slot]:
        return dict(self.by_slot)


@dataclass
class Stage:
    """An application, its client, and the stores behind it."""

    app: FastAPI
    client: httpx.AsyncClient
    services: Services
    practice: PracticeServices
    clock: SetClock
    host: ScriptedHost
    calls: ScriptedCalls
    readiness: ScriptedReadiness
    speech: ScriptedTextToSpeech
    audit: MemoryAuditLog
    recordings: HeldRecordings
    csrf: dict[str, str] = field(default_factory=dict)

    async def sign_in(self) -> str:
        """Make the first administrator, sign in, and return their id."""
        await self.services.logins.set_setup_token(secret_sha256(SETUP_TOKEN))
        me = await self.client.post(
            "/api/setup",
            json={"token": SETUP_TOKEN, "name": "Rosa Reviewer", "email": EMAIL, "password": PASSWORD},
        )
        assert me.status_code == 201, me.text
        self.csrf = {"X-CSRF-Token": me.json()["csrf_token"]}
        return str(me.json()["id"])

    async def post(self, path: str, body: object = None) -> httpx.Response:
        """Send a change as a page of the signed-in reviewer does."""
        return await self.client.post(path, json=body, headers=self.csrf)

    async def invite(self, name: str = "Ada Candidate") -> tuple[str, str]:
        """Invite a candidate to a new role; return the link's token and the session's id."""
        if not self.csrf:
            await self.sign_in()
        role = await self.post("/api/roles", {"title": "Backend engineer", "pack_id": "backend-engineer"})
        made = await self.post(
            "/api/invitations", {"role_id": role.json()["id"], "candidate_name": name, "expires_in_days": 7}
        )
        assert made.status_code == 201, made.text
        return made.json()["url"].rsplit("/", 1)[-1], made.json()["session_id"]

    async def consent(self, token: str, **refused: bool) -> httpx.Response:
        """Grant everything but what is given as False."""
        texts = (await self.client.get(f"/api/candidate/{token}")).json()["consents"]
        decisions = [
            {
                "purpose": one["purpose"],
                "version": one["version"],
                "granted": refused.get(one["purpose"], True),
            }
            for one in texts
        ]
        return await self.client.put(f"/api/candidate/{token}/consents", json={"decisions": decisions})

    async def offer(self, token: str) -> httpx.Response:
        return await self.client.post(f"/api/candidate/{token}/offer", json={"sdp": "v=0 offer", "type": "offer"})

    async def set_session(self, session_id: str, status: SessionStatus, *, reason: EndReason | None = None) -> Session:
        """Move a session on as the host does."""
        session = await self.services.sessions.get(session_id)
        assert session is not None
        ended_at = self.clock.now() if reason else None
        session = replace(session, status=status, started_at=self.clock.now(), ended_at=ended_at, end_reason=reason)
        await self.services.sessions.save(session)
        return session

    async def log(self, session_id: str, *events: SessionEvent) -> None:
        await self.services.events.append(session_id, events, after_seq=0)

    def audited(self) -> list[str]:
        return [entry.action for entry in self.audit.entries()]


@contextlib.asynccontextmanager
async def staged(
    *, web_dir: Path | None = None, public_url: str = HTTPS, practice_open: bool = True
) -> AsyncIterator[Stage]:
    """Set the stage, reached by the address it is public under."""
    clock, host, calls, readiness = SetClock(), ScriptedHost(), ScriptedCalls(), ScriptedReadiness()
    speech, audit, recordings = ScriptedTextToSpeech(), MemoryAuditLog(), HeldRecordings()
    sessions, consents = MemorySessions(), MemoryConsents()
    services = Services(
        users=MemoryUsers(),
        logins=MemoryLogins(),
        roles=MemoryRoles(),
        sessions=sessions,
        consents=consents,
        reports=MemoryReports(),
        audit=audit,
        events=MemoryEventLog(),
        recordings=recordings,
        desk=ConsentDesk(consents, sessions, audit, clock),
        host=host,
        answer=calls.answer,
        speech=speech,
        readiness=readiness,
        packs=shipped_packs(),
        pack_text=shipped_pack_text,
        clock=clock,
        site=Site(
            public_url=public_url,
            organisation="Example Ltd",
            contact_email="people@example.org",
            cookie_secure=public_url.startswith("https"),
            web_dir=web_dir or Path("/nonexistent"),
            version="0.1.0",
            readers=("The hiring team",),
            retention=(("Recording", "30 days"),),
        ),
    )
    practice = practice_beside(services, open_to_all=practice_open)
    app = create_app(
        services, practice, passwords=Passwords(PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))
    )
    transport = httpx.ASGITransport(app=app, client=("192.0.2.1", 5000))
    async with httpx.AsyncClient(transport=transport, base_url=public_url) as client:
        yield Stage(
            app=app,
            client=client,
            services=services,
            practice=practice,
            clock=clock,
            host=host,
            calls=calls,
            readiness=readiness,
            speech=speech,
            audit=audit,
            recordings=recordings,
        )
