"""What a simulated vendor says to its client: numbered events, and refusals in the protocol's own words."""

from typing import Any

from vivavoce.domain.ids import new_id
from vivavoce.providers.openai.dialect import Dialect, ErrorShape
from vivavoce.providers.simulation import SimulatedConnection

type Event = dict[str, Any]


class Outbox:
    """Validates and sends; one for every connection."""

    def __init__(self, connection: SimulatedConnection, dialect: Dialect) -> None:
        self._connection = connection
        self._dialect = dialect

    async def send(self, event: Event) -> None:
        """Send an event under a new id, unless it has one."""
        await self._connection.send(self._dialect.frames.write({"event_id": new_id("event"), **event}))

    async def error(self, shape: ErrorShape, *, event_id: str | None = None) -> None:
        error = {"type": shape.type, "code": shape.code, "message": shape.message, "event_id": event_id, "param": None}
        await self.send({"type": "error", "error": error})

    async def refuse(self, sent: Event, *, code: str, message: str) -> None:
        """Answer a request that cannot be met; the session goes on."""
        shape = ErrorShape(code=code, type="invalid_request_error", message=message)
        await self.error(shape, event_id=sent.get("event_id"))
