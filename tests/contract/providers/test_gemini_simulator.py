"""The Gemini Live simulator against clients that nobody here wrote, and against frames that the vendor would refuse."""

import asyncio
import json

import pytest
from google import genai
from google.genai import types
from pydantic_ai import Agent
from pydantic_ai.messages import ModelResponse, SpeechPart
from pydantic_ai.providers.google import GoogleProvider
from pydantic_ai.realtime import RealtimeSession, RealtimeTurnCompleteEvent
from pydantic_ai.realtime.google import GoogleRealtimeModel
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.support.own_transports import AUTHORITY, SETUP, partner
from vivavoce.domain.audio import Pcm
from vivavoce.providers.google import frames
from vivavoce.providers.google.simulator import read_client_frame, simulate_gemini_live, write_server_frame
from vivavoce.providers.scripted import spell
from vivavoce.providers.scripted.spelling import read_words
from vivavoce.providers.simulation import FaultPlan, Faults

SETUP_FRAME = frames.setup_frame(SETUP, model="gemini-3.8-live", voice="Kore")
WRONG_FRAMES = [
    '{"setup": {"model": "models/x", "temprature": 1}}',
    '{"setup": {"model": "models/x", "realtimeInputConfig": {"automaticActivityDetection": {"disabled": "perhaps"}}}}',
    '{"realtimeInput": {"audio": {"data": "***", "mimeType": "audio/pcm"}}}',
    '{"realtimeInput": {"audio": "AAAA"}}',
    '{"input_audio_buffer.append": {}}',
    '{"realtimeInput": {}, "clientContent": {}}',
    '["setup"]',
    '{"setup": ',
]


def official_client(base_url: str) -> genai.Client:
    return genai.Client(
        api_key="any",
        http_options=types.HttpOptions(base_url=base_url, async_client_args={"ssl": AUTHORITY.client_context()}),
    )


def words_in(samples: bytes) -> str:
    return " ".join(word.text for word in read_words(Pcm(samples=samples, sample_rate_hz=24_000)))


@pytest.mark.parametrize("frame", WRONG_FRAMES)
def test_a_frame_the_vendor_does_not_know_is_refused(frame: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic's, json's and our own: all mean the same here
        read_client_frame(frame)


def test_every_frame_of_ours_passes_the_same_check() -> None:
    ours = [
        SETUP_FRAME,
        frames.history_frame(()),
        frames.audio_frame(Pcm.silence(0.02, sample_rate_hz=16_000)),
        frames.text_frame("Go on."),
        frames.activity_start_frame(),
        frames.activity_end_frame(),
    ]

    assert all(read_client_frame(frame) for frame in ours)


def test_a_wrong_frame_ends_the_session_and_is_reported(runner: asyncio.Runner) -> None:
    async def converse() -> tuple[int, list[str]]:
        async with simulate_gemini_live(partner=partner(), faults=Faults(FaultPlan()), authority=AUTHORITY) as vendor:
            address = vendor.base_url.replace("https", "wss") + "/ws/v1beta.GenerativeService.BidiGenerateContent?key=k"
            async with connect(address, ssl=AUTHORITY.client_context()) as client:
                await client.send(SETUP_FRAME)
                await client.recv()
                await client.send('{"realtimeInput": {"audio": "AAAA"}}')
                with pytest.raises(ConnectionClosed) as closed:
                    await client.recv()
                assert closed.value.rcvd
                return closed.value.rcvd.code, vendor.violations

    code, violations = runner.run(converse())

    assert code == 1007
    assert len(violations) == 1
    assert "audio" in violations[0]


def test_nothing_the_vendor_could_not_have_said_is_sent() -> None:
    frame = write_server_frame(types.LiveServerMessage(go_away=types.LiveServerGoAway(time_left="50s")))

    assert isinstance(frame, bytes)
    assert json.loads(frame) == {"goAway": {"timeLeft": "50s"}}


def test_the_official_client_holds_a_manual_turn_with_it(runner: asyncio.Runner) -> None:
    config = types.LiveConnectConfig(
        response_modalities=[types.Modality.AUDIO],
        system_instruction="Be kind.",
        output_audio_transcription=types.AudioTranscriptionConfig(),
        realtime_input_config=types.RealtimeInputConfig(
            automatic_activity_detection=types.AutomaticActivityDetection(disabled=True)
        ),
    )

    async def converse() -> tuple[str, list[str]]:
        async with simulate_gemini_live(partner=partner(), faults=Faults(FaultPlan()), authority=AUTHORITY) as vendor:
            client = official_client(vendor.base_url)
            async with client.aio.live.connect(model="gemini-3.8-live", config=config) as session:
                speech = spell("Hi", sample_rate_hz=16_000).samples
                await session.send_realtime_input(activity_start=types.ActivityStart())
                await session.send_realtime_input(audio=types.Blob(data=speech, mime_type="audio/pcm;rate=16000"))
                await session.send_realtime_input(activity_end=types.ActivityEnd())
                samples = b"".join([message.data async for message in session.receive() if message.data])
            await client.aio.aclose()
            return words_in(samples), vendor.violations

    said, violations = runner.run(converse())

    assert said == "You said: Hi Please go on."
    assert violations == []


def test_another_projects_client_understands_it(runner: asyncio.Runner) -> None:
    async def converse() -> tuple[str, list[str]]:
        async with simulate_gemini_live(partner=partner(), faults=Faults(FaultPlan()), authority=AUTHORITY) as vendor:
            client = official_client(vendor.base_url)
            model = GoogleRealtimeModel("gemini-3.8-live", provider=GoogleProvider(client=client))
            async with Agent(instructions="Be kind.").realtime(model=model).session() as session:
                await session.send("Hello")
                said = await _first_reply(session)
            await client.aio.aclose()
            return said, vendor.violations

    said, violations = runner.run(converse())

    assert said == "I am listening. Please go on."
    assert violations == []


async def _first_reply(session: RealtimeSession) -> str:
    async for event in session:
        if isinstance(event, RealtimeTurnCompleteEvent):
            break
    replies = [message for message in session.all_messages() if isinstance(message, ModelResponse)]
    spoken = [part.transcript for part in replies[0].parts if isinstance(part, SpeechPart)]
    return spoken[0] or ""


def test_the_adapter_sets_up_manual_turns_and_audio_alone() -> None:
    ours = json.loads(SETUP_FRAME)["setup"]

    assert ours["generationConfig"]["responseModalities"] == ["AUDIO"]
    assert ours["realtimeInputConfig"]["automaticActivityDetection"] == {"disabled": True}
    assert ours["systemInstruction"]["parts"][0]["text"].startswith(SETUP.instructions)
