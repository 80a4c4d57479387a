"""Notes who read which interview: once an hour for each, since open pages ask again by themselves."""

from collections import OrderedDict
from datetime import datetime, timedelta

from starlette.requests import HTTPConnection

from vivavoce.api.services import Services

NOTED_EVERY = timedelta(hours=1)
MAX_REMEMBERED = 1_000


class Reads:
    """Remembers in memory what it noted lately; a restart notes once more than needed."""

    def __init__(self) -> None:
        self._noted: OrderedDict[tuple[str, str], datetime] = OrderedDict()

    async def note(self, services: Services, *, user_id: str, session_id: str) -> None:
        """Write to the audit log, before anything is shown, that this person reads this interview."""
        key, now = (user_id, session_id), services.clock.now()
        noted_at = self._noted.get(key)
        if noted_at is not None and now - noted_at < NOTED_EVERY:
            return
        await services.audit.add(actor=user_id, action="interview.read", subject=session_id, at=now, detail={})
        self._noted[key] = now
        self._noted.move_to_end(key)
        while len(self._noted) > MAX_REMEMBERED:
            self._noted.popitem(last=False)


def reads_of(connection: HTTPConnection) -> Reads:
    """Return the notes of the application that serves this request."""
    reads = connection.app.state.reads
    assert isinstance(reads, Reads)
    return reads
