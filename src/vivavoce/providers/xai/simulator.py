"""A simulated xAI Grok Voice on this machine: `vivavoce simulate grok`. OpenAI's protocol, in xAI's dialect."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, Literal

from openai import BaseModel
from openai.types.realtime import (
    AudioTranscription,
    ConversationCreatedEvent,
    RealtimeClientEvent,
    RealtimeReasoning,
    RealtimeServerEvent,
)
from openai.types.realtime.realtime_audio_input_turn_detection import ServerVad
from pydantic import TypeAdapter

from vivavoce.providers.openai.dialect import ERRORS, OPENAI, ErrorShape, Session
from vivavoce.providers.openai.frames import Frames
from vivavoce.providers.openai.simulator import simulated_realtime
from vivavoce.providers.simulation import FaultKind, Faults, SimulatedPartner, Simulation


class _Pcm(BaseModel):
    type: Literal["audio/pcm"]
    rate: Literal[8000, 16000, 22050, 24000, 32000, 44100, 48000]


class _AudioInput(BaseModel):
    format: _Pcm | None = None
    transcription: AudioTranscription | None = None
    noise_reduction: None = None
    """Not xAI's, but LiveKit's plugin sends it, as null."""


class _AudioOutput(BaseModel):
    format: _Pcm | None = None
    speed: float | None = None


class _Audio(BaseModel):
    input: _AudioInput | None = None
    output: _AudioOutput | None = None


class _Session(BaseModel):
    """Voice and turn detection stand at the top, not under `audio`."""

    type: Literal["realtime"] | None = None
    model: str | None = None
    instructions: str | None = None
    voice: str | None = None
    turn_detection: ServerVad | None = None
    audio: _Audio | None = None
    tools: list[dict[str, Any]] | None = None
    reasoning: RealtimeReasoning | None = None
    output_modalities: list[str] | None = None
    max_output_tokens: int | Literal["inf"] | None = None
    tool_choice: str | None = None
    tracing: None = None


class _SessionUpdate(BaseModel):
    type: Literal["session.update"]
    session: _Session
    event_id: str | None = None


class _SessionCreated(BaseModel):
    type: Literal["session.created", "session.updated"]
    event_id: str
    session: _Session


class _OutputText(BaseModel):
    type: Literal["output_text"]
    text: str


class _ForcedMessage(BaseModel):
    type: Literal["force_message"]
    role: Literal["assistant"]
    content: list[_OutputText]


class _ForceMessage(BaseModel):
    type: Literal["conversation.item.create"]
    item: _ForcedMessage
    event_id: str | None = None


class _TranscriptionUpdated(BaseModel):
    """What was said so far, whole: not a delta."""

    type: Literal["conversation.item.input_audio_transcription.updated"]
    event_id: str
    item_id: str
    transcript: str


def _new_session(model: str) -> Session:
    pcm = {"type": "audio/pcm", "rate": 24_000}
    return {
        "type": "realtime",
        "model": model,
        "instructions": "",
        "voice": "Ara",
        "turn_detection": {"type": "server_vad", "silence_duration_ms": 200},
        "audio": {"input": {"format": pcm}, "output": {"format": pcm, "speed": 1.0}},
    }


GROK = replace(
    OPENAI,
    vendor="grok",
    models=("grok-voice",),
    frames=Frames(
        client=TypeAdapter(_SessionUpdate | _ForceMessage | RealtimeClientEvent),
        server=TypeAdapter(_SessionCreated | _TranscriptionUpdated | ConversationCreatedEvent | RealtimeServerEvent),
    ),
    new_session=_new_session,
    errors=ERRORS
    | {
        FaultKind.SESSION_LIMIT: ErrorShape(
            code=None, type="max_duration", message="The conversation reached its maximum duration."
        )
    },
    url_setting="XAI_BASE_URL",
    key_setting="XAI_API_KEY",
    forces_messages=True,
    cumulative_transcripts=True,
    greets_with_conversation=True,
)
"""Where OpenAI's types do not know what xAI documents, the frames above do; everything else is OpenAI's, unchanged."""


@asynccontextmanager
async def simulated_grok(*, partner: SimulatedPartner, faults: Faults, port: int = 0) -> AsyncIterator[Simulation]:
    """Serve Grok Voice until the context ends."""
    async with simulated_realtime(GROK, partner=partner, faults=faults, port=port) as simulation:
        yield simulation
