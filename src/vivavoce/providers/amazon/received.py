"""Events of the Nova Sonic protocol: what is read of what comes back."""

from collections.abc import Iterator
from io import BytesIO
from typing import Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field
from smithy_aws_event_stream.events import MAX_PAYLOAD_LENGTH, Event, EventMessage
from smithy_aws_event_stream.exceptions import InvalidEventBytes

from vivavoce.domain.capability import Capability
from vivavoce.domain.usage import Unit, Usage

BARGE_IN = '{ "interrupted" : true }'
"""A text output that is no text: the vendor stopped speaking because it heard somebody."""
_LENGTH_BYTES = 4


class EventReader:
    """Finds whole events in what arrives piece by piece."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    @property
    def is_empty(self) -> bool:
        return not self._waiting

    def feed(self, data: bytes) -> Iterator[EventMessage]:
        """Yield the events that are complete now; raises `EventError` for anything that is not one."""
        self._waiting += data
        while len(self._waiting) >= _LENGTH_BYTES:
            length = int.from_bytes(self._waiting[:_LENGTH_BYTES])
            if length > 2 * MAX_PAYLOAD_LENGTH:
                raise InvalidEventBytes
            if len(self._waiting) < length:
                return
            event = Event.decode(BytesIO(bytes(self._waiting[:length])))
            del self._waiting[:length]
            if event is None:
                raise InvalidEventBytes
            yield event.message


class _Event(BaseModel):
    """Fields that nobody here reads may come and go."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class AudioOutputConfiguration(_Event):
    sampleRateHertz: int  # noqa: N815 - the protocol's own name


class ContentStart(_Event):
    contentId: str  # noqa: N815
    type: Literal["TEXT", "AUDIO", "TOOL"]
    role: str
    additionalModelFields: str = ""  # noqa: N815
    audioOutputConfiguration: AudioOutputConfiguration | None = None  # noqa: N815

    @property
    def is_preview(self) -> bool:
        """Words about to be spoken, as opposed to words that were."""
        return "SPECULATIVE" in self.additionalModelFields


class TextOutput(_Event):
    contentId: str  # noqa: N815
    content: str


class AudioOutput(_Event):
    contentId: str  # noqa: N815
    content: Base64Bytes


class ContentEnd(_Event):
    contentId: str  # noqa: N815
    type: Literal["TEXT", "AUDIO", "TOOL"]
    stopReason: str = ""  # noqa: N815


class Tokens(_Event):
    speechTokens: int = 0  # noqa: N815
    textTokens: int = 0  # noqa: N815


class Delta(_Event):
    input: Tokens
    output: Tokens


class Details(_Event):
    delta: Delta


class UsageEvent(_Event):
    details: Details


class ServerEvent(_Event):
    """One of these is set, or none for events that nobody here reads."""

    contentStart: ContentStart | None = None  # noqa: N815
    textOutput: TextOutput | None = None  # noqa: N815
    audioOutput: AudioOutput | None = None  # noqa: N815
    contentEnd: ContentEnd | None = None  # noqa: N815
    usageEvent: UsageEvent | None = None  # noqa: N815


class ServerFrame(_Event):
    event: ServerEvent


class Chunk(_Event):
    """What the vendor's message of type `chunk` carries."""

    data: Base64Bytes = Field(alias="bytes")


def usage_of(event: UsageEvent, *, provider: str, model: str) -> Iterator[Usage]:
    delta = event.details.delta
    amounts = {
        Unit.AUDIO_TOKENS_IN: delta.input.speechTokens,
        Unit.TEXT_TOKENS_IN: delta.input.textTokens,
        Unit.AUDIO_TOKENS_OUT: delta.output.speechTokens,
        Unit.TEXT_TOKENS_OUT: delta.output.textTokens,
    }
    for unit, amount in amounts.items():
        if amount > 0:
            yield Usage(provider=provider, model=model, capability=Capability.REALTIME, unit=unit, amount=float(amount))
