"""Frames of the OpenAI protocols, held to the official SDK's own types, in both directions."""

import json
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from vivavoce.providers.simulation.held import unknown_fields


class FrameError(ValueError):
    """A frame that the official types do not allow; the message holds field names, never values."""

    def __init__(self, message: str, *, event_id: str | None = None) -> None:
        super().__init__(message)
        self.event_id = event_id


class Frames:
    """Reads what clients send and writes what the simulator says; refuses both when the SDK does not know them."""

    def __init__(self, *, client: TypeAdapter[Any], server: TypeAdapter[Any]) -> None:
        self._client = client
        self._server = server

    def read(self, frame: str | bytes) -> BaseModel:
        """Return a client's event; raise `FrameError`."""
        try:
            raw = json.loads(frame)
        except ValueError:
            raise FrameError("not JSON") from None
        try:
            return _validated(self._client, raw)
        except FrameError as error:
            event_id = raw.get("event_id") if isinstance(raw, dict) else None
            raise FrameError(str(error), event_id=event_id if isinstance(event_id, str) else None) from None

    def write(self, event: dict[str, Any]) -> str:
        """Return the server's event as a frame; raise `FrameError`: the simulator itself is wrong then."""
        _validated(self._server, event)
        return json.dumps(event)


def _validated(adapter: TypeAdapter[Any], raw: Any) -> BaseModel:
    kind = raw.get("type", "without a type") if isinstance(raw, dict) else "not an object"
    try:
        event = adapter.validate_python(raw)
    except ValidationError as error:
        raise FrameError(f"{kind}: {_complaint(error)}") from None
    assert isinstance(event, BaseModel)
    unknown = list(unknown_fields(raw, event))
    if unknown:
        raise FrameError(f"{kind}: the SDK knows no {', '.join(unknown)}")
    return event


def _complaint(error: ValidationError) -> str:
    """Name the fields that are wrong in the kind of event it says it is; a union complains about every kind there is."""
    places = [fault["loc"] for fault in error.errors(include_input=False)]
    others = {place[0] for place in places if place[1:] == ("type",)}
    wrong = sorted({".".join(str(part) for part in place[1:]) for place in places if place[0] not in others})
    return f"wrong or missing: {', '.join(wrong)}" if wrong else "there is no such event"
