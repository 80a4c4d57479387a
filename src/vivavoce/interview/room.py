"""One session in the host: its course, its candidate's connection, and what happens when either ends."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from vivavoce.domain.events import LineAttached, LineLost, SessionEnded, SessionStarted
from vivavoce.domain.ports.line import Line, RecordingTap
from vivavoce.domain.ports.voice_engine import Conversation, VoiceEngine
from vivavoce.domain.session import Accommodations, EndReason
from vivavoce.interview.acts import Act
from vivavoce.interview.capture import CaptureGate
from vivavoce.interview.journal import Journal
from vivavoce.interview.live_session import LiveSession
from vivavoce.interview.live_view import Ended, LiveView
from vivavoce.interview.state import InterviewState
from vivavoce.routing.metering import charge_to

CRASH_GAP_S = 60.0
"""Where a crash left the session clock unaccounted, it goes on this much later, so that recordings cannot overlap."""
REPLACED = "replaced"
SHUTDOWN = "shutdown"
ENDED = "ended"
_LOST = "line_lost"


@dataclass(slots=True)
class _Connection:
    line: Line
    conversation: Conversation
    gate: CaptureGate
    task: asyncio.Task[None]
    reason: str = _LOST
    """Why it ended, for the log."""


class Room:
    """Owns the current connection of one session; everything about the interview itself is in `live`."""

    def __init__(self, session_id: str, live: LiveSession, journal: Journal) -> None:
        self.session_id = session_id
        self.live = live
        self.journal = journal
        self.lock = asyncio.Lock()
        """Held while a connection is made or given up."""
        self.absence: asyncio.Task[None] | None = None
        self.last_event_at: datetime | None = None
        """When the log this room was restored from ended; None for a session begun here."""
        self._connection: _Connection | None = None
        journal.on_change = self._journal_changed
        live.course.now_s = self._now_s

    @property
    def state(self) -> InterviewState:
        return self.journal.state

    @property
    def conversation(self) -> Conversation | None:
        return self._connection.conversation if self._connection else None

    @property
    def gate(self) -> CaptureGate | None:
        return self._connection.gate if self._connection else None

    @property
    def starts_at_s(self) -> float:
        """Where the session clock goes on."""
        return self.state.at_s + (CRASH_GAP_S if self.state.connected else 0.0)

    def connect(
        self,
        line: Line,
        engine: VoiceEngine,
        *,
        tap: RecordingTap | None,
        hears: bool,
        run_in: Callable[[], asyncio.Task[None]],
    ) -> None:
        """Take a line; the task that `run_in` begins goes on with `begin` and `converse`."""
        hindrances = self.live.hindrances
        hindrances.connected()
        gate = CaptureGate(tap, silenced=lambda: self.state.paused, hears=hindrances.hear)
        self.live.view.typed = not hears
        charge_to(self.live.spending.account)  # what this conversation and its tasks use is booked there
        conversation = engine.converse(line, self.live, starts_at_s=self.starts_at_s, tap=gate, hears=hears)
        conversation.set_muted(muted=self.live.view.muted)
        self.live.conversation = conversation
        self._connection = _Connection(line=line, conversation=conversation, gate=gate, task=run_in())

    async def begin(self, *, versions: dict[str, str], accommodations: Accommodations) -> None:
        """Write that the candidate is here, and plan what they hear first."""
        course = self.live.course
        if self._connection is None:
            return
        at, at_s = course.clock.now(), self._now_s()
        resumed = self.state.started
        attached = LineAttached(at=at, at_s=at_s, line_id=self._connection.line.id, resumed=resumed)
        if resumed:
            await course.record([attached])
            await course.settle_pending()
        else:
            started = SessionStarted(at=at, at_s=at_s, versions=versions, accommodations=accommodations)
            await course.record([started, attached])
        brain = course.replies.brain
        if self.state.opened and self.state.paused:
            self.live.say(await course.press(Act.RESUME))
        else:
            choose = brain.welcome_back if self.state.opened else brain.opening
            self.live.say(await course.make(choose(course.scene())))
        self.live.view.refresh(always=True)

    async def converse(self) -> None:
        """Converse until the connection ends; then write how it ended."""
        connection = self._connection
        if connection is None:
            return
        whole = False
        try:
            await connection.conversation.run()
            whole = True
        finally:
            if not whole:
                connection.reason = "failed"
            await self._gone(connection)

    async def give_up(self, *, reason: str) -> None:
        """After a failure: nothing of the connection is left behind."""
        if self._connection is not None:
            self._connection.reason = reason
            await self._gone(self._connection)

    async def _gone(self, connection: _Connection) -> None:
        at_s = connection.conversation.now_s
        if self.state.ends is not None and connection.reason == _LOST:
            connection.reason = ENDED
        self.last_event_at = None
        tap = connection.gate.shut()
        if tap is not None:
            await tap.aclose()
        if self._connection is connection:
            self._connection = None
            self.live.conversation = None
            self.live.view.show_state("connecting")
        if not self.journal.lost:
            await self.live.spending.write()
        if self.state.ended is None and not self.journal.lost:
            lost = LineLost(
                at=self.live.course.clock.now(),
                at_s=max(at_s, self.state.at_s),
                line_id=connection.line.id,
                reason=connection.reason,
            )
            await self.journal.record([lost])
        if self.state.ended or self.journal.lost or connection.reason != _LOST:
            await connection.line.hang_up(reason=connection.reason)

    async def disconnect(self, *, reason: str) -> None:
        """End the current connection, if there is one, and wait until it is gone."""
        connection = self._connection
        if connection is None:
            return
        connection.reason = reason
        connection.conversation.close()
        await connection.line.hang_up(reason=reason)
        if connection.task is not asyncio.current_task():
            await asyncio.wait({connection.task})

    async def end(self, reason: EndReason) -> None:
        """Write the end and tell who watches; safe to repeat."""
        if self.state.ended is None:
            at, at_s = self.live.course.clock.now(), max(self._now_s(), self.state.at_s)
            conductor = self.live.course.replies.conductor
            open_ones = conductor.left_open(self.state, reason.value, at=at, at_s=at_s)
            await self.journal.record([*open_ones, SessionEnded(at=at, at_s=at_s, reason=reason)])
        self.live.view.screen.show(Ended(reason=(self.state.ended or reason).value))

    async def watch(self) -> AsyncGenerator[LiveView]:
        if self.state.ended is not None:
            yield self.live.view.snapshot()
            yield Ended(reason=self.state.ended.value)
            return
        async with aclosing(self.live.view.screen.watch()) as changes:
            async for change in changes:
                yield change

    def _now_s(self) -> float:
        return self._connection.conversation.now_s if self._connection else self.state.at_s

    def _journal_changed(self) -> None:
        self.live.view.refresh()
        if self.journal.lost and self._connection is not None:
            self._connection.reason = "moved_elsewhere"
            self._connection.conversation.close()
