"""Hosts live sessions: connects candidates, isolates sessions from each other, and brings them back after any break."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace

import structlog

from vivavoce import __version__
from vivavoce.domain.clock import Clock
from vivavoce.domain.errors import (
    ConflictError,
    ConsentMissingError,
    StorageError,
    UnavailableError,
    VivaVoceError,
)
from vivavoce.domain.events import Flagged, HumanRequested
from vivavoce.domain.ports.event_log import EventLog
from vivavoce.domain.ports.line import Line, RecordingTap
from vivavoce.domain.ports.records import Sessions
from vivavoce.domain.ports.voice_engine import VoiceEngine
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import EndReason, Session, SessionStatus
from vivavoce.interview.brain.port import Brain
from vivavoce.interview.buttons import obey
from vivavoce.interview.commands import Command
from vivavoce.interview.departures import Departures, EndedHandler
from vivavoce.interview.live_view import LiveView, Notice
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.interview.personas.persona import Persona
from vivavoce.interview.room import REPLACED, SHUTDOWN, Room
from vivavoce.interview.rooms import Rooms
from vivavoce.interview.task_scope import TaskScope
from vivavoce.routing.account import Account

_log = structlog.get_logger(__name__)

ABSENT_FOR_S = 1800.0
"""A session nobody returns to for so long is ended as left."""
_CLOSE_DEADLINE_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """What may be captured; asked anew at every connection and whenever a consent changes."""

    may_capture: Callable[[str], Awaitable[bool]]
    """Whether this session's microphone may be heard at all."""
    recorder: Callable[[str, float, Callable[[], None]], Awaitable[RecordingTap | None]]
    """Begin a recording of this session at this point of its clock; None without consent to record.

    The callback is called once when the recording breaks off later: the store failed or is full.
    """


class SessionHost:
    """Owns every live session of this process. One session's failure never reaches another."""

    def __init__(
        self,
        *,
        events: EventLog,
        sessions: Sessions,
        engine: VoiceEngine,
        pack_of: Callable[[Session], Awaitable[RolePack]],
        brain: Brain,
        clock: Clock,
        permissions: Permissions,
        on_ended: EndedHandler,
        spare_brain: Brain | None = None,
        persona: Persona = INTERVIEWER,
        absent_for_s: float = ABSENT_FOR_S,
        account: Callable[[], Account] = Account,
    ) -> None:
        self._sessions = sessions
        self._engine = engine
        self._clock = clock
        self._permissions = permissions
        self._scope = TaskScope()
        self._rooms = Rooms(
            events=events,
            sessions=sessions,
            pack_of=pack_of,
            brain=brain,
            spare_brain=spare_brain or brain,
            persona=persona,
            clock=clock,
            scope=self._scope,
            account=account,
        )
        self._departures = Departures(
            sessions=sessions,
            rooms=self._rooms,
            clock=clock,
            scope=self._scope,
            on_ended=on_ended,
            absent_for_s=absent_for_s,
            ends_as=persona.policy.ends_as,
        )
        self._closing = False

    @property
    def linter_violations(self) -> Counter[str]:
        """Sentences held back before they were spoken, by rule."""
        return self._rooms.linter_violations

    async def attach(self, session_id: str, line: Line, *, hears: bool) -> None:
        """Begin or resume a session on a line, in a task owned here; an older line of the session is hung up.

        Raises `NotFoundError`, `ConflictError` when the interview is over, `ConsentMissingError` when the microphone may
        not be heard, `StorageError` when the session cannot be read, `UnavailableError` while the server stops.
        """
        if self._closing:
            raise UnavailableError("the server is stopping", fix="Open the link again in a minute.")
        room, session = await self._rooms.enter(session_id)
        async with room.lock:
            if room.state.ended is not None:
                raise ConflictError("this interview is over")
            if hears and not await self._permissions.may_capture(session_id):
                raise ConsentMissingError("the candidate has not agreed to voice processing")
            await room.disconnect(reason=REPLACED)
            await self._mark_live(session)
            self._departures.returned(room)
            tap = await self._recording(room, at_s=room.starts_at_s) if hears else None
            room.connect(
                line,
                self._engine,
                tap=tap,
                hears=hears,
                run_in=lambda: self._scope.spawn(self._live(room, session)),
            )

    async def command(self, session_id: str, command: Command) -> None:
        """Obey a candidate's button. Raises `ConflictError` when nobody is connected, `InvalidInputError` for bad text."""
        room = self._rooms.known(session_id)
        if room is None or room.conversation is None:
            raise ConflictError("nobody is connected to this session", fix="Reload the page.")
        await obey(command, room.live, room.conversation)

    async def watch(self, session_id: str) -> AsyncGenerator[LiveView]:
        """Yield a snapshot, then changes, until the interview has ended. Raises `NotFoundError`, `StorageError`."""
        room, _ = await self._rooms.enter(session_id)
        async with aclosing(room.watch()) as changes:
            async for change in changes:
                yield change

    async def consent_changed(self, session_id: str) -> None:
        """Act on a changed consent: capture stops first, and goes on only where it is still allowed."""
        room = self._rooms.known(session_id)
        if room is None or room.conversation is None or room.gate is None or room.live.view.typed:
            return
        conversation, gate = room.conversation, room.gate
        tap = gate.shut()
        conversation.set_muted(muted=True)
        if tap is not None:
            await tap.aclose()
        if not await self._permissions.may_capture(session_id):
            room.live.view.screen.show(Notice(code="consent_withdrawn", text="The microphone is no longer heard."))
            await room.disconnect(reason="consent_withdrawn")
            return
        gate.open(await self._recording(room, at_s=conversation.now_s))
        conversation.set_muted(muted=room.live.view.muted)

    async def end(self, session_id: str, reason: EndReason) -> None:
        """End a session from outside, such as a withdrawal. Does nothing when it is over."""
        room, session = await self._rooms.enter(session_id)
        if room.state.ended is None:
            self._departures.returned(room)
            connected = room.conversation is not None
            await room.end(reason)
            await room.disconnect(reason=reason.value)
            if not connected:
                await self._departures.finish(room, session)

    async def note_human_request(self, session_id: str, message: str) -> None:
        """Keep that somebody asks for a person while nobody is connected; needs no readable pack. Raises `StorageError`."""
        journal = await self._rooms.journal_of(session_id)
        at, at_s = self._clock.now(), journal.state.at_s
        await journal.record([HumanRequested(at=at, at_s=at_s, message=message)])
        if journal.is_behind:
            raise StorageError("the request could not be stored", fix="Try again in a minute.")

    async def restore(self) -> None:
        """After a restart: take up the sessions that were live. Raises `StorageError`."""
        for session in await self._sessions.list():
            if session.status is not SessionStatus.LIVE:
                continue
            try:
                room, _ = await self._rooms.enter(session.id)
            except VivaVoceError as error:
                _log.error("session could not be restored", session_id=session.id, error=error.message)
                continue
            if room.state.ended is not None:
                self._scope.spawn(self._departures.finish(room, session))
            else:
                self._departures.await_return(room, session)

    async def aclose(self) -> None:
        """Hang up gracefully and store what is in memory; sessions go on when their candidates return."""
        self._closing = True
        rooms = self._rooms.all()
        for room in rooms:
            await room.disconnect(reason=SHUTDOWN)
        try:
            async with asyncio.timeout(_CLOSE_DEADLINE_S):
                for room in rooms:
                    await room.journal.stored()
        except TimeoutError:
            _log.error("events in memory could not be stored before stopping")
        await self._scope.aclose()

    async def _live(self, room: Room, session: Session) -> None:
        """Run one connection: the isolation point between sessions."""
        try:
            await room.begin(versions=self._versions(room), accommodations=session.accommodations)
            await room.converse()
        except Exception:  # noqa: BLE001 - isolation: a bug in one session must not end the others
            _log.exception("session failed", session_id=room.session_id)
            text = "Something went wrong on our side. Reload the page to go on with the same question."
            room.live.view.screen.show(Notice(code="session_failed", text=text))
            await room.give_up(reason="failed")
        if room.state.ends is not None and room.state.ended is None:
            await room.end(room.state.ends)
        if room.state.ended is not None:
            await self._departures.finish(room, session)
        elif room.journal.lost:
            self._rooms.forget(room)
        elif not self._closing:
            self._departures.await_return(room, session)

    async def _recording(self, room: Room, *, at_s: float) -> RecordingTap | None:
        """Begin to record; an interview that cannot be recorded goes on, flagged, and the candidate is told."""

        def broke_off() -> None:
            self._scope.spawn(self._not_recorded(room))

        try:
            return await self._permissions.recorder(room.session_id, at_s, broke_off)
        except ConsentMissingError:
            return None
        except StorageError as error:
            _log.error("recording could not begin", session_id=room.session_id, error=error.message)
        await self._not_recorded(room)
        return None

    async def _not_recorded(self, room: Room) -> None:
        flagged = Flagged(
            at=self._clock.now(),
            at_s=room.state.at_s,
            flag="not_recorded",
            message="The recording could not be stored.",
        )
        await room.journal.record([flagged])
        room.live.view.screen.show(Notice(code="not_recorded", text="This part of the interview is not recorded."))

    def _versions(self, room: Room) -> dict[str, str]:
        replies = room.live.course.replies
        pack = replies.conductor.pack
        return {
            **self._engine.models,
            "pack": f"{pack.id}:{pack.version}",
            "pack_sha256": pack.sha256,
            "brain": replies.brain.name,
            "persona": f"{replies.persona.id}:{replies.persona.version}",
            "code": __version__,
        }

    async def _mark_live(self, session: Session) -> None:
        if session.status is not SessionStatus.LIVE:
            started_at = session.started_at or self._clock.now()
            await self._sessions.save(replace(session, status=SessionStatus.LIVE, started_at=started_at))
