"""What happens when candidates go: waiting for their return, and handing ended sessions on."""

import asyncio
from dataclasses import dataclass, replace
from typing import Protocol

import structlog

from vivavoce.domain.clock import Clock
from vivavoce.domain.errors import StorageError
from vivavoce.domain.ports.records import Sessions
from vivavoce.domain.session import EndReason, Session, SessionStatus
from vivavoce.interview.room import Room
from vivavoce.interview.rooms import Rooms
from vivavoce.interview.task_scope import TaskScope

_log = structlog.get_logger(__name__)

_STATUS_AFTER = {
    EndReason.CANDIDATE_LEFT: SessionStatus.LEFT,
    EndReason.HUMAN_REQUESTED: SessionStatus.NEEDS_HUMAN,
    EndReason.WITHDRAWN: SessionStatus.WITHDRAWN,
}
_RETRY_FIRST_S = 1.0
_RETRY_MOST_S = 30.0


class EndedHandler(Protocol):
    """Told once a session's end is stored; called again after a crash in between, so it must bear repetition."""

    async def __call__(self, session_id: str, reason: EndReason, /) -> None: ...


@dataclass(slots=True, kw_only=True)
class Departures:
    """Ends sessions nobody returns to, and finishes those that have ended."""

    sessions: Sessions
    rooms: Rooms
    clock: Clock
    scope: TaskScope
    on_ended: EndedHandler
    absent_for_s: float
    ends_as: SessionStatus
    """The status of a session that came to its end."""

    def await_return(self, room: Room, session: Session) -> None:
        """Begin to wait; a session nobody returns to in time is ended as left."""
        self.returned(room)
        room.absence = self.scope.spawn(self._absent(room, session))

    def returned(self, room: Room) -> None:
        if room.absence is not None:
            room.absence.cancel()
            room.absence = None

    async def finish(self, room: Room, session: Session) -> None:
        """Store the end and hand the session on; waits out a store that is away."""
        reason = room.state.ended
        if reason is None:
            return
        await room.journal.stored()
        wait_s = _RETRY_FIRST_S
        while not await self._handed_on(session, reason):
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, _RETRY_MOST_S)
        self.rooms.forget(room)

    async def _absent(self, room: Room, session: Session) -> None:
        gone_s = 0.0
        if room.last_event_at is not None:  # restored: they may have been gone for long
            # A clock that was set back since says less than nothing.
            gone_s = max(0.0, (self.clock.now() - room.last_event_at).total_seconds())
        await asyncio.sleep(max(0.0, self.absent_for_s - gone_s))
        async with room.lock:
            room.absence = None  # from here on nobody cancels this
            if room.conversation is not None:
                return
            if room.state.ended is None:
                await room.end(EndReason.CANDIDATE_LEFT)
        await self.finish(room, session)

    async def _handed_on(self, session: Session, reason: EndReason) -> bool:
        try:
            current = await self.sessions.get(session.id) or session
            if current.ended_at is None:
                status = _STATUS_AFTER.get(reason, self.ends_as)
                ended = replace(current, status=status, ended_at=self.clock.now(), end_reason=reason)
                await self.sessions.save(ended)
            await self.on_ended(session.id, reason)
        except StorageError as error:
            _log.warning("the end of a session waits for the store", session_id=session.id, error=error.message)
            return False
        return True
