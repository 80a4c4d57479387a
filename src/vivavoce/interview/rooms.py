"""The rooms of one process: opened from the event log when first asked for, forgotten when their session is over."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from vivavoce.domain.clock import Clock
from vivavoce.domain.errors import NotFoundError
from vivavoce.domain.events import CandidateTurnEnded, InterviewerSpoke, LoggedEvent, UsageMetered
from vivavoce.domain.ports.event_log import EventLog
from vivavoce.domain.ports.records import Sessions
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import Session
from vivavoce.interview.brain.port import Brain
from vivavoce.interview.conductor import Conductor
from vivavoce.interview.course import Course
from vivavoce.interview.journal import Journal
from vivavoce.interview.live_session import LiveSession
from vivavoce.interview.personas.persona import Persona
from vivavoce.interview.replies import Replies
from vivavoce.interview.room import Room
from vivavoce.interview.task_scope import TaskScope
from vivavoce.routing.account import Account


@dataclass(slots=True, kw_only=True)
class Rooms:
    """Raises `NotFoundError` for unknown sessions and `StorageError` when a session cannot be read."""

    events: EventLog
    sessions: Sessions
    pack_of: Callable[[Session], Awaitable[RolePack]]
    brain: Brain
    spare_brain: Brain
    persona: Persona
    clock: Clock
    scope: TaskScope
    account: Callable[[], Account] = Account
    """Opens a session's account: its prices and its budget."""
    linter_violations: Counter[str] = field(default_factory=Counter)
    _open: dict[str, Room] = field(default_factory=dict)
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def enter(self, session_id: str) -> tuple[Room, Session]:
        """Return the session's room and record, opening the room when it is not open yet."""
        async with self._opening:
            session = await self.sessions.get(session_id)
            if session is None:
                raise NotFoundError("there is no such session")
            room = self._open.get(session_id)
            if room is None:
                room = self._open[session_id] = await self._restored(session)
            return room, session

    def known(self, session_id: str) -> Room | None:
        return self._open.get(session_id)

    async def journal_of(self, session_id: str) -> Journal:
        """Return the journal in use, or one just read when no room is open."""
        async with self._opening:
            if room := self._open.get(session_id):
                return room.journal
            journal = Journal(session_id, self.events, spawn=self.scope.spawn)
            await journal.load()
            return journal

    def all(self) -> Sequence[Room]:
        return tuple(self._open.values())

    def forget(self, room: Room) -> None:
        if self._open.get(room.session_id) is room:
            del self._open[room.session_id]

    async def _restored(self, session: Session) -> Room:
        pack = await self.pack_of(session)
        journal = Journal(session.id, self.events, spawn=self.scope.spawn)
        logged = await journal.load()
        replies = Replies(
            conductor=Conductor(pack),
            brain=self.brain,
            spare=self.spare_brain,
            persona=self.persona,
            violations=self.linter_violations,
        )
        course = Course(journal=journal, replies=replies, clock=self.clock, now_s=lambda: 0.0, plans={})
        live = LiveSession(course, self.account())
        metered = [one.event for one in logged if isinstance(one.event, UsageMetered)]
        if metered:
            live.spending.resume(metered[-1])
        room = Room(session.id, live, journal)
        room.last_event_at = logged[-1].event.at if logged else None
        _show_what_was_said(room, logged)
        return room


def _show_what_was_said(room: Room, logged: Sequence[LoggedEvent]) -> None:
    for one in logged:
        if isinstance(one.event, CandidateTurnEnded | InterviewerSpoke):
            turn = one.event.turn
            room.live.view.screen.caption(id=turn.id, speaker=turn.speaker.value, text=turn.text, final=True)
