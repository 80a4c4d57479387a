"""A stage for interviews in virtual time: memory stores, a scripted engine, the real host."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.support.coverage import KeywordJudge
from tests.support.packs import a_pack
from tests.support.scripted_engine import Candidate, ScriptedEngine, ScriptedLine
from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import StorageError
from vivavoce.domain.events import LoggedEvent, SessionEvent
from vivavoce.domain.ports.line import RecordingTap
from vivavoce.domain.ports.voice_engine import VoiceEngine
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import Accommodations, EndReason, Invitation, Session, SessionStatus
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.brain.port import Brain
from vivavoce.interview.host import Permissions, SessionHost
from vivavoce.interview.state import InterviewState, fold
from vivavoce.providers.scripted.embeddings import ScriptedEmbedder
from vivavoce.routing.account import Account
from vivavoce.stores.memory import MemoryEventLog, MemorySessions

SESSION = "ses_1"
STARTED_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class LoopClock:
    """Wall-clock time that follows the virtual loop, unless somebody sets the clock meanwhile."""

    skew_s: float = 0.0

    def now(self) -> datetime:
        return STARTED_AT + timedelta(seconds=asyncio.get_running_loop().time() + self.skew_s)


class FlakyEventLog(MemoryEventLog):
    """An event log whose database can go away, answer late, or write without saying so."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.forgets_to_answer = False

    async def append(self, session_id: str, events: Sequence[SessionEvent], *, after_seq: int) -> int:
        if self.away:
            raise StorageError("the database is away")
        seq = await super().append(session_id, events, after_seq=after_seq)
        if self.forgets_to_answer:
            self.forgets_to_answer = False
            await asyncio.sleep(3600)
        return seq

    async def read(self, session_id: str, *, after_seq: int = 0) -> Sequence[LoggedEvent]:
        if self.away:
            raise StorageError("the database is away")
        return await super().read(session_id, after_seq=after_seq)


@dataclass(slots=True)
class EventLogLink:
    """One process's way to the event log; `severed` when that process is dead and may write nothing more."""

    log: FlakyEventLog
    severed: bool = False

    async def append(self, session_id: str, events: Sequence[SessionEvent], *, after_seq: int) -> int:
        if self.severed:
            raise StorageError("this process is gone")
        return await self.log.append(session_id, events, after_seq=after_seq)

    async def read(self, session_id: str, *, after_seq: int = 0) -> Sequence[LoggedEvent]:
        if self.severed:
            raise StorageError("this process is gone")
        return await self.log.read(session_id, after_seq=after_seq)


@dataclass(slots=True)
class CountingTap:
    """A recording that counts its frames."""

    starts_at_s: float
    frames: list[tuple[Pcm, Pcm]] = field(default_factory=list)
    closed: bool = False

    def frame(self, *, candidate: Pcm, interviewer: Pcm) -> None:
        if not self.closed:
            self.frames.append((candidate, interviewer))

    async def aclose(self) -> None:
        self.closed = True


class Stage:
    """One candidate's session; `host` may be replaced to play a restart of the process."""

    def __init__(
        self,
        *,
        pack: RolePack | None = None,
        brain: Brain | None = None,
        accommodations: Accommodations | None = None,
        voice: VoiceEngine | None = None,
    ) -> None:
        self.pack = pack or a_pack()
        self.brain: Brain = brain or PlanBrain(judge=KeywordJudge(), embedder=ScriptedEmbedder())
        self.accommodations = accommodations or Accommodations()
        self.clock = LoopClock()
        self.events = FlakyEventLog()
        self.sessions = MemorySessions()
        self.engine = ScriptedEngine()
        self.voice: VoiceEngine = voice or self.engine
        """What the host converses with; `engine` unless another is given."""
        self.ended: list[tuple[str, EndReason]] = []
        self.ends_expected = 1
        self.all_ended = asyncio.Event()
        self.taps: list[CountingTap] = []
        self.may_capture = True
        self.may_record = False
        self.break_off: Callable[[], None] = lambda: None
        """Let the recording begun last break off, as a full disk does."""
        self.host = self.new_host()

    def new_host(self) -> SessionHost:
        """Begin another process on the same stores."""
        self.link = EventLogLink(self.events)
        return SessionHost(
            events=self.link,
            sessions=self.sessions,
            engine=self.voice,
            pack_of=self._pack_of,
            brain=self.brain,
            clock=self.clock,
            permissions=Permissions(may_capture=self._may_capture, recorder=self._recorder),
            on_ended=self._on_ended,
            account=self.account,
        )

    def account(self) -> Account:
        """Return what a session's costs are booked on."""
        return Account()

    async def invite(self, session_id: str = SESSION) -> None:
        session = Session(
            id=session_id,
            role_id="rol_1",
            candidate_name="Ada",
            status=SessionStatus.CONSENTING,
            created_at=STARTED_AT,
            accommodations=self.accommodations,
        )
        invitation = Invitation(
            id=f"inv_{session_id}",
            session_id=session_id,
            role_id="rol_1",
            candidate_name="Ada",
            token_sha256=session_id,
            created_at=STARTED_AT,
            expires_at=STARTED_AT + timedelta(days=7),
            created_by="usr_1",
        )
        await self.sessions.add(session, invitation)

    async def connect(self, candidate: Candidate, *, hears: bool = True, session_id: str = SESSION) -> ScriptedLine:
        line = ScriptedLine(candidate)
        await self.host.attach(session_id, line, hears=hears)
        return line

    async def finished(self, *, within_s: float = 4 * 3600) -> EndReason:
        """Wait for the session's end."""
        async with asyncio.timeout(within_s):
            await self.all_ended.wait()
        return self.ended[0][1]

    async def log(self, session_id: str = SESSION) -> list[SessionEvent]:
        return [one.event for one in await self.events.read(session_id)]

    async def state(self, session_id: str = SESSION) -> InterviewState:
        return fold(await self.events.read(session_id))

    async def _pack_of(self, session: Session) -> RolePack:
        return self.pack

    async def _may_capture(self, session_id: str) -> bool:
        return self.may_capture

    async def _recorder(
        self, session_id: str, starts_at_s: float, broke_off: Callable[[], None]
    ) -> RecordingTap | None:
        if not self.may_record:
            return None
        self.break_off = broke_off
        self.taps.append(CountingTap(starts_at_s))
        return self.taps[-1]

    async def _on_ended(self, session_id: str, reason: EndReason, /) -> None:
        self.ended.append((session_id, reason))
        if len(self.ended) >= self.ends_expected:
            self.all_ended.set()
