"""What Nova Sonic allows a client to say, and in which order; event by event."""

import json
from typing import Any

from aws_sdk_bedrock_runtime.models import BidirectionalInputPayloadPart  # type: ignore[import-untyped]  # it has no types
from livekit.plugins.aws.experimental.realtime.events import Event as ClientEvent
from smithy_aws_event_stream.events import EventMessage
from smithy_json import JSONCodec

type Inner = dict[str, Any]


class RuleBrokenError(ValueError):
    """A client sent what the protocol does not allow; says which rule, without payloads."""


def read_client_event(message: EventMessage) -> tuple[str, Inner]:
    """Return an event's name and body: its frame by the vendor's own type, its contents by an independent client's types.

    Raises `ValueError`, pydantic's included.
    """
    if message.headers.get(":event-type") != "chunk":
        raise RuleBrokenError("a message is no chunk")
    part = BidirectionalInputPayloadPart.deserialize(JSONCodec().create_deserializer(message.payload))
    if part.bytes_ is None:
        raise RuleBrokenError("a chunk is empty")
    content = json.loads(part.bytes_)
    ClientEvent.model_validate(content)
    [(name, body)] = content["event"].items()
    return name, body


class Order:
    """Follows one session: what has to come first, and what is open."""

    def __init__(self) -> None:
        self._started = False
        self._prompt: str | None = None
        self._open: dict[str, Inner] = {}
        self._used: set[str] = set()
        self._audio_has_come = False

    def check(self, name: str, body: Inner) -> None:
        """Raise `RuleBrokenError` when this event may not come now."""
        if (name == "sessionStart") == self._started:
            raise RuleBrokenError("a session starts once, and first")
        self._started = True
        if name == "promptStart":
            self._prompt = body["promptName"]
        elif name not in {"sessionStart", "sessionEnd"} and body["promptName"] != self._prompt:
            raise RuleBrokenError(f"{name} belongs to no prompt")
        if name == "contentStart":
            self._start(body)
        elif name in {"textInput", "audioInput"}:
            self._check_input(name, body)
        elif name == "contentEnd":
            self.end(body["contentName"])

    def content(self, name: str) -> Inner:
        """Return what was said when this content was opened; raise `RuleBrokenError` when it is not open."""
        if name not in self._open:
            raise RuleBrokenError("the content is not open")
        return self._open[name]

    def end(self, name: str) -> None:
        self.content(name)
        del self._open[name]

    def _start(self, body: Inner) -> None:
        if body["contentName"] in self._used:
            raise RuleBrokenError("a content's name is used twice")
        if self._audio_has_come and not body["interactive"]:
            raise RuleBrokenError("history is sent completely before audio")
        self._used.add(body["contentName"])
        self._open[body["contentName"]] = body

    def _check_input(self, name: str, body: Inner) -> None:
        wanted = "TEXT" if name == "textInput" else "AUDIO"
        if self.content(body["contentName"])["type"] != wanted:
            raise RuleBrokenError(f"{name} stands in a content of another type")
        if wanted == "AUDIO" and any(content["type"] == "TEXT" for content in self._open.values()):
            raise RuleBrokenError("audio comes in the middle of a text")
        self._audio_has_come = self._audio_has_come or wanted == "AUDIO"
