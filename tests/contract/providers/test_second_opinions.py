"""Clients that nobody here wrote, against our simulators: pydantic-ai's realtime models take them for the vendors."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from pydantic_ai.messages import BinaryAudio, InstructionPart
from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.realtime.codec import (
    AudioDelta,
    CommitAudio,
    ConversationCreated,
    CreateResponse,
    InputTranscript,
    OutputTranscript,
    RealtimeConnection,
    ResponseDone,
)
from pydantic_ai.realtime.openai import OpenAIRealtimeModel
from pydantic_ai.realtime.openai_live import OpenAILiveModel
from pydantic_ai.realtime.xai import XaiRealtimeConnection
from websockets.asyncio.client import connect

from tests.support.realtime_vendors import GROK, KEY, OPENAI, OPENAI_LIVE, staged
from vivavoce.domain.audio import Pcm
from vivavoce.domain.ports.realtime_model import Direction
from vivavoce.providers.livekit_realtime.wording import directed
from vivavoce.providers.scripted import spell
from vivavoce.providers.scripted.spelling import read_words

TEXT = "What would you measure first, and why?"
INSTRUCTIONS = directed(Direction(text=TEXT))
RATE_HZ = 24_000
PARAMETERS = ModelRequestParameters(instruction_parts=[InstructionPart(content=INSTRUCTIONS)])


def openai_client(url: str) -> AbstractAsyncContextManager[RealtimeConnection]:
    provider = OpenAIProvider(base_url=url, api_key=KEY.get_secret_value())
    model = OpenAIRealtimeModel("gpt-realtime-2.1", provider=provider)
    return model.connect(messages=[], model_settings={"turn_detection": False}, model_request_parameters=PARAMETERS)


@asynccontextmanager
async def grok_client(url: str) -> AsyncIterator[RealtimeConnection]:
    """Their model wants xAI's gRPC SDK only to read a key from it: their connection is set up by hand."""
    address = url.replace("http", "ws", 1) + "/realtime?model=grok-voice-latest"
    headers = {"Authorization": f"Bearer {KEY.get_secret_value()}"}
    session = {
        "instructions": INSTRUCTIONS,
        "voice": "eve",
        "turn_detection": None,
        "audio": {"input": {"transcription": {"model": "grok-transcribe"}}},
    }
    async with connect(address, additional_headers=headers) as websocket:
        await websocket.send(json.dumps({"type": "session.update", "session": session}))
        yield XaiRealtimeConnection(websocket, manual_turns=True)


@pytest.mark.parametrize(("vendor", "client"), [(OPENAI, openai_client), (GROK, grok_client)], ids=str)
def test_a_foreign_client_holds_a_conversation(vendor: Any, client: Any) -> None:
    async def scenario() -> tuple[list[Any], list[str]]:
        async with staged(vendor) as stage, asyncio.timeout(30.0), client(stage.simulation.base_url) as connection:
            answer = spell("I would shard by tenant.", sample_rate_hz=RATE_HZ)
            await connection.send(BinaryAudio(data=answer.samples, media_type="audio/pcm"))
            await connection.send(CommitAudio())
            await connection.send(CreateResponse())
            events = []
            async for event in connection:
                events.append(event)
                if isinstance(event, ResponseDone):
                    break
            return events, stage.simulation.violations

    events, violations = asyncio.run(scenario())

    assert violations == []
    assert _heard(events) == TEXT
    assert [e.text for e in events if isinstance(e, OutputTranscript) and e.is_final] == [TEXT]
    assert [e.text for e in events if isinstance(e, InputTranscript)][-1] == "I would shard by tenant."
    assert any(isinstance(e, ConversationCreated) for e in events) == (vendor is GROK)


def test_a_foreign_client_hears_what_live_says_of_its_own_accord() -> None:
    async def scenario() -> tuple[list[Any], list[str]]:
        async with staged(OPENAI_LIVE) as stage, asyncio.timeout(30.0):
            provider = OpenAIProvider(base_url=stage.simulation.base_url, api_key=KEY.get_secret_value())
            model = OpenAILiveModel("gpt-live-1", provider=provider)
            async with model.connect(messages=[], model_settings={}, model_request_parameters=PARAMETERS) as connection:
                answer = spell("I would shard by tenant.", sample_rate_hz=RATE_HZ)
                await connection.send(BinaryAudio(data=answer.samples, media_type="audio/pcm"))
                await connection.send(BinaryAudio(data=bytes(2 * RATE_HZ), media_type="audio/pcm"))
                events = []
                async for event in connection:
                    events.append(event)
                    if "go on" in _heard(events):
                        break
            return events, stage.simulation.violations

    events, violations = asyncio.run(scenario())

    assert violations == []
    assert "You said: I would shard by tenant. Please go on" in _heard(events)


def _heard(events: list[Any]) -> str:
    samples = b"".join(event.data for event in events if isinstance(event, AudioDelta))
    return " ".join(word.text for word in read_words(Pcm(samples=samples, sample_rate_hz=RATE_HZ)))
