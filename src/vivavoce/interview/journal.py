"""One session's event log in use: written first, believed then, and kept in memory while the store is away."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import structlog

from vivavoce.domain.errors import ConflictError, StorageError
from vivavoce.domain.events import LoggedEvent, SessionEvent
from vivavoce.domain.ports.event_log import EventLog
from vivavoce.interview.state import InterviewState, apply, fold

_log = structlog.get_logger(__name__)

APPEND_DEADLINE_S = 3.0
READ_DEADLINE_S = 10.0
RETRY_FIRST_S = 0.5
RETRY_MOST_S = 8.0
EVENTS_KEPT = 400
"""Events held in memory while the store is away: about twenty minutes of talk. Then the interview pauses."""

type Spawn = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]


class Journal:
    """Writes events durably before it believes them.

    When the store does not answer, events are believed and kept (at most `EVENTS_KEPT` before `is_full`), and written in
    order, with growing waits, until the store is back. When another process has written to the same log, nothing more is
    written: `lost` is set and `on_change` called.
    """

    def __init__(
        self, session_id: str, log: EventLog, *, spawn: Spawn, on_change: Callable[[], None] = lambda: None
    ) -> None:
        self._session_id = session_id
        self._log = log
        self._spawn = spawn
        self.on_change = on_change
        self._lock = asyncio.Lock()
        self._waiting: deque[SessionEvent] = deque()
        self._seq = 0
        self._stored = asyncio.Event()
        self._stored.set()
        self.state = InterviewState()
        self.lost = False

    @property
    def is_behind(self) -> bool:
        """Events wait in memory for the store to come back."""
        return bool(self._waiting)

    @property
    def is_full(self) -> bool:
        return len(self._waiting) >= EVENTS_KEPT

    async def load(self) -> Sequence[LoggedEvent]:
        """Read and return what happened so far. Raises `StorageError`."""
        try:
            async with asyncio.timeout(READ_DEADLINE_S):
                logged = await self._log.read(self._session_id)
        except TimeoutError as error:
            raise StorageError("the event log did not answer in time") from error
        self.state = fold(logged)
        self._seq = logged[-1].seq if logged else 0
        return logged

    async def record(self, events: Sequence[SessionEvent]) -> None:
        """Write events atomically, then believe them. Whole even when the caller is cancelled meanwhile."""
        if events and not self.lost:
            await asyncio.shield(self._spawn(self._record(tuple(events))))

    async def stored(self) -> None:
        """Return when nothing waits in memory any more."""
        await self._stored.wait()

    async def _record(self, events: Sequence[SessionEvent]) -> None:
        if self._waiting:
            self._believe(events, stored=0)  # never waits for a store that is away
        else:
            async with self._lock:
                stored = 0 if self._waiting else await self._write(events)
                if not self.lost:
                    self._believe(events, stored=stored)
        self.on_change()

    def _believe(self, events: Sequence[SessionEvent], *, stored: int) -> None:
        if stored < len(events):
            if not self._waiting:
                self._spawn(self._write_later())
            self._waiting.extend(events[stored:])
            self._stored.clear()
        for event in events:
            self.state = apply(self.state, event)

    async def _write(self, events: Sequence[SessionEvent]) -> int:
        """Return how many of these events are in the log now."""
        try:
            async with asyncio.timeout(APPEND_DEADLINE_S):
                self._seq = await self._log.append(self._session_id, events, after_seq=self._seq)
        except (StorageError, TimeoutError):
            _log.warning("events could not be stored; kept in memory", session_id=self._session_id)
            return 0
        except ConflictError:
            return await self._written_before(events)
        return len(events)

    async def _written_before(self, events: Sequence[SessionEvent]) -> int:
        """A write that timed out may have arrived: then the log already goes on with these events."""
        try:
            async with asyncio.timeout(APPEND_DEADLINE_S):
                there = await self._log.read(self._session_id, after_seq=self._seq)
        except (StorageError, TimeoutError):
            return 0
        if not there or [one.event for one in there] != list(events[: len(there)]):
            _log.error("another process drives this session", session_id=self._session_id)
            self.lost = True
            return 0
        self._seq = there[-1].seq
        return len(there)

    async def _write_later(self) -> None:
        wait_s = RETRY_FIRST_S
        while self._waiting and not self.lost:
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, RETRY_MOST_S)
            async with self._lock:
                for _ in range(await self._write(tuple(self._waiting))):
                    self._waiting.popleft()
        self._stored.set()
        self.on_change()
