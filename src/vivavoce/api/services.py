"""What the app room hands in: everything a request can reach. Nothing here reads settings or makes adapters."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, Protocol
from urllib.parse import urlsplit

from fastapi import Depends
from prometheus_client import CollectorRegistry
from starlette.requests import HTTPConnection

from vivavoce.domain.clock import Clock
from vivavoce.domain.consent import ConsentStanding, Purpose
from vivavoce.domain.ports.event_log import EventLog
from vivavoce.domain.ports.line import Line
from vivavoce.domain.ports.recordings import Recordings
from vivavoce.domain.ports.records import AuditLog, Consents, Logins, Reports, Roles, Sessions, Users
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import EndReason
from vivavoce.interview.commands import Command
from vivavoce.interview.live_view import LiveView

type SlotState = Literal["loading", "ready", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One model an interview needs."""

    state: SlotState
    model: str
    fix: str = ""
    """What an operator can do when it failed."""


class Readiness(Protocol):
    """Says which models are loaded; never waits."""

    def slots(self) -> Mapping[str, Slot]: ...


class CallAnswerer(Protocol):
    """Answers a browser's offer; the line opens when the browser has the answer."""

    async def __call__(self, offer_sdp: str, /) -> tuple[str, Line]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class IceServer:
    """A STUN or TURN server that browsers may use."""

    urls: str
    username: str | None = None
    credential: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What this installation says about itself."""

    public_url: str
    """Where candidates reach it, without a trailing slash."""
    organisation: str
    contact_email: str
    cookie_secure: bool
    web_dir: Path
    """The built web app; it may appear later."""
    version: str
    readers: tuple[str, ...]
    """Who reads an interview, as candidates are told."""
    retention: tuple[tuple[str, str], ...]
    """What is kept, and for how long, as candidates are told."""
    ice_servers: tuple[IceServer, ...] = ()

    @property
    def origin(self) -> str:
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}".lower()


class ConsentDesk(Protocol):
    """Takes candidates' decisions; a return means they are stored."""

    async def standing(self, session_id: str) -> Sequence[ConsentStanding]: ...

    async def decide(self, session_id: str, decisions: Sequence[tuple[Purpose, str, bool]]) -> None:
        """Store decisions (purpose, version read, granted). Raises `ConflictError` when a version is not the present one."""
        ...

    async def withdraw(self, session_id: str) -> None:
        """Take every consent back and mark the session withdrawn; safe to repeat."""
        ...


class LiveSessions(Protocol):
    """The interviews that are going on in this process."""

    async def attach(self, session_id: str, line: Line, *, hears: bool) -> None:
        """Converse on this line; an older one of the session is hung up."""
        ...

    async def command(self, session_id: str, command: Command) -> None:
        """Obey a button; raises `ConflictError` when nobody is connected."""
        ...

    def watch(self, session_id: str) -> AsyncGenerator[LiveView]:
        """Yield a snapshot, then changes; never slows the session down."""
        ...

    async def consent_changed(self, session_id: str) -> None:
        """Stop what is not allowed any more, at once."""
        ...

    async def end(self, session_id: str, reason: EndReason) -> None:
        """End an interview from outside; nothing when it is over."""
        ...

    async def note_human_request(self, session_id: str, message: str) -> None:
        """Keep that somebody asks for a person while nobody is connected."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateServices:
    """The ports and rooms behind a candidate's pages: of interviews, or of practice, never of both."""

    roles: Roles
    sessions: Sessions
    desk: ConsentDesk
    host: LiveSessions
    answer: CallAnswerer
    speech: TextToSpeech
    """The voice that will speak, for the question to warm up with."""
    readiness: Readiness
    clock: Clock
    site: Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Services(CandidateServices):
    """The ports and rooms behind all routes about interviews."""

    users: Users
    logins: Logins
    consents: Consents
    reports: Reports
    audit: AuditLog
    events: EventLog
    recordings: Recordings
    packs: Mapping[str, RolePack]
    """Shipped packs by id."""
    pack_text: Callable[[str], str]
    """The YAML of a shipped pack; raises `NotFoundError`."""
    metrics: CollectorRegistry = field(default_factory=CollectorRegistry)


def services_of(connection: HTTPConnection) -> Services:
    """Return the services of the application that serves this request or WebSocket."""
    services = connection.app.state.services
    assert isinstance(services, Services)
    return services


def candidate_services_of(connection: HTTPConnection) -> CandidateServices:
    """Return what is behind the candidate's pages of the application that serves this request or WebSocket."""
    services = connection.app.state.services
    assert isinstance(services, CandidateServices)
    return services


Given = Annotated[Services, Depends(services_of)]
GivenToCandidates = Annotated[CandidateServices, Depends(candidate_services_of)]
