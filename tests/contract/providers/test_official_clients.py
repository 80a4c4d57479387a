"""The vendors' own clients, against our simulators: they take them for the vendors, and ask for nothing that we refuse."""

import asyncio
import inspect
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from cartesia import AsyncCartesia
from elevenlabs.client import AsyncElevenLabs

from tests.support.own_transports import partner
from vivavoce.domain.audio import Pcm
from vivavoce.providers.cartesia.simulator import simulate_cartesia
from vivavoce.providers.deepgram.aura_simulator import SpeechQuery, simulate_aura
from vivavoce.providers.deepgram.simulator import MAY_BE_ASKED, simulate_deepgram
from vivavoce.providers.elevenlabs.simulator import SpeechRequest, simulate_elevenlabs
from vivavoce.providers.scripted import spell
from vivavoce.providers.scripted.spelling import read_words
from vivavoce.providers.simulation import FaultPlan, Faults, Simulation, Simulator

TEXT = "Why did you choose that?"
RATE_HZ = 24_000


@asynccontextmanager
async def serving(simulate: Simulator) -> AsyncIterator[Simulation]:
    async with simulate(partner=partner(), faults=Faults(FaultPlan())) as simulation:
        yield simulation


def words_in(samples: bytes) -> str:
    return " ".join(word.text for word in read_words(Pcm(samples=samples, sample_rate_hz=RATE_HZ)))


def deepgram() -> Any:
    """Import the client, whose import of an old WebSocket library is deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import deepgram.environment
        import deepgram.listen.v1.client
        import deepgram.listen.v2.client
        import deepgram.speak.v1.audio.client
    return deepgram


def deepgram_client(address: str) -> Any:
    environment = deepgram().environment.DeepgramClientEnvironment(
        base=address, production=address.replace("http", "ws", 1), agent=address, agent_rest=address
    )
    return deepgram().AsyncDeepgramClient(api_key="any", environment=environment)


def test_elevenlabs_own_client_hears_what_it_asked_for(runner: asyncio.Runner) -> None:
    async def speak() -> tuple[bytes, list[str]]:
        async with serving(simulate_elevenlabs) as simulation:
            client = AsyncElevenLabs(api_key="any", base_url=simulation.base_url.removesuffix("/v1"))
            pieces = client.text_to_speech.stream(
                "voice", text=TEXT, model_id="eleven_flash_v2_5", output_format="pcm_24000"
            )
            samples = b"".join([piece async for piece in pieces])
            await client._client_wrapper.httpx_client.httpx_client.aclose()
            return samples, simulation.violations

    samples, violations = runner.run(speak())

    assert words_in(samples) == TEXT
    assert violations == []


def test_what_elevenlabs_simulator_takes_its_client_can_ask() -> None:
    asked = inspect.signature(AsyncElevenLabs(api_key="any").text_to_speech.stream).parameters

    assert SpeechRequest.model_fields.keys() <= asked.keys()


def test_cartesias_own_client_hears_what_it_asked_for(runner: asyncio.Runner) -> None:
    async def speak() -> tuple[bytes, list[str]]:
        async with (
            serving(simulate_cartesia) as simulation,
            AsyncCartesia(api_key="any", base_url=simulation.base_url, max_retries=0) as client,
        ):
            response = await client.tts.generate(
                model_id="sonic-3",
                transcript=TEXT,
                voice={"id": "voice"},
                output_format={"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24000},
            )
            return await response.read(), simulation.violations

    samples, violations = runner.run(speak())

    assert words_in(samples) == TEXT
    assert violations == []


def test_deepgrams_own_client_hears_aura(runner: asyncio.Runner) -> None:
    async def speak() -> tuple[bytes, list[str]]:
        async with serving(simulate_aura) as simulation:
            client = deepgram_client(simulation.base_url)
            pieces = client.speak.v1.audio.generate(
                text=TEXT, model="aura-2-andromeda-en", encoding="linear16", container="none", sample_rate=RATE_HZ
            )
            samples = b"".join([piece async for piece in pieces])
            await client._client_wrapper.httpx_client.httpx_client.aclose()
            return samples, simulation.violations

    samples, violations = runner.run(speak())

    assert words_in(samples) == TEXT
    assert violations == []


def test_deepgrams_own_client_is_heard_by_nova(runner: asyncio.Runner) -> None:
    async def listen() -> tuple[list[str], list[tuple[str, ...]], list[str]]:
        async with serving(simulate_deepgram) as simulation:
            client = deepgram_client(simulation.base_url)
            heard: list[str] = []
            async with client.listen.v1.connect(
                model="nova-3", encoding="linear16", sample_rate=16_000, keyterm=["tenant", "shard"]
            ) as stream:
                await stream.send_media(spell("By tenant.", sample_rate_hz=16_000).samples)
                await stream.send_finalize(deepgram().listen.v1.types.ListenV1Finalize(type="Finalize"))
                async for message in stream:
                    if message.type == "Results":
                        heard.append(message.channel.alternatives[0].transcript)
                        if message.from_finalize:
                            break
            await client._client_wrapper.httpx_client.httpx_client.aclose()
            return heard, simulation.keyterms, simulation.violations

    heard, keyterms, violations = runner.run(listen())

    assert heard[-1] == "By tenant."
    assert keyterms == [("tenant", "shard")]
    assert violations == []


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_what_deepgrams_simulator_takes_its_client_can_ask(version: str) -> None:
    clients = {"v1": deepgram().listen.v1.client.AsyncV1Client, "v2": deepgram().listen.v2.client.AsyncV2Client}
    asked = inspect.signature(clients[version].connect).parameters.keys()

    unlisted = MAY_BE_ASKED[f"/{version}/listen"] - asked

    assert unlisted <= {"filler_words"}  # documented for streams, and missing here


def test_what_auras_simulator_takes_its_client_can_ask() -> None:
    asked = inspect.signature(deepgram().speak.v1.audio.client.AsyncAudioClient.generate).parameters

    assert SpeechQuery.model_fields.keys() <= asked.keys()
