"""The append-only log every session lives in."""

from collections.abc import Sequence
from typing import Protocol

from vivavoce.domain.events import LoggedEvent, SessionEvent


class EventLog(Protocol):
    """Keeps each session's events in order.

    `append` is atomic and durable before it returns. It raises `ConflictError` when `after_seq` is not the log's last
    number (another process drives this session) and `StorageError` when the store does not answer; nothing is written then.
    """

    async def append(self, session_id: str, events: Sequence[SessionEvent], *, after_seq: int) -> int:
        """Write the events behind number `after_seq` (0 = empty log); return the new last number."""
        ...

    async def read(self, session_id: str, *, after_seq: int = 0) -> Sequence[LoggedEvent]:
        """Return the session's events behind `after_seq`, oldest first; empty when there is no such session."""
        ...
