"""The ground that simulated vendors stand on: a voice, ears, TLS, and connections that are lost as planned."""

import asyncio
import ssl

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from vivavoce.domain.audio import Pcm
from vivavoce.domain.ports.realtime_model import Direction
from vivavoce.providers.livekit_realtime.wording import directed
from vivavoce.providers.scripted import ScriptedSpeechToText, ScriptedTextToSpeech
from vivavoce.providers.simulation import (
    Authority,
    FaultPlan,
    Faults,
    SimulatedConnection,
    SimulatedPartner,
    serve_websockets,
)
from vivavoce.providers.simulation.boosting import boosted


def partner() -> SimulatedPartner:
    return SimulatedPartner(
        text_to_speech=ScriptedTextToSpeech(sample_rate_hz=24_000), speech_to_text=ScriptedSpeechToText()
    )


async def echo(connection: SimulatedConnection) -> None:
    async for frame in connection.frames():
        await connection.send(frame)


@pytest.mark.parametrize("verbatim", [True, False])
def test_a_partner_says_what_it_is_directed_to_say_and_nothing_of_the_direction(verbatim: bool) -> None:
    text = "First:\n--- really?\nWhat would you measure?"

    said = partner().words(instructions="You are an interviewer.\n" + directed(Direction(text=text, verbatim=verbatim)))

    assert said == text


def test_a_partner_understands_at_any_rate_what_another_one_said() -> None:
    async def scenario(rate_hz: int) -> str:
        said = b"".join([chunk async for chunk in partner().speak("I would shard.", sample_rate_hz=rate_hz)])
        return await partner().understand(Pcm(samples=said, sample_rate_hz=rate_hz))

    assert [asyncio.run(scenario(rate_hz)) for rate_hz in (16_000, 24_000)] == ["I would shard."] * 2


@pytest.mark.parametrize(
    ("heard", "keyterms", "meant"),
    [
        ("I wrote it with Tokyo and G-RPC.", ["Tokio", "gRPC"], "I wrote it with Tokio and gRPC."),
        ("We used posters and PG vector, too.", ["Postgres", "pgvector"], "We used Postgres and pgvector, too."),
        ("Event sorcing helped. Event sourcing!", ["event sourcing"], "event sourcing helped. event sourcing!"),
        ("We reduce the load.", ["Redis"], "We reduce the load."),
        ("", ["Redis"], ""),
        ("As it was said.", [], "As it was said."),
    ],
)
def test_keyterms_are_put_where_something_sounds_like_them(heard: str, keyterms: list[str], meant: str) -> None:
    assert boosted(heard, keyterms) == meant


def test_a_vendor_that_insists_on_tls_is_trusted_by_its_own_authority_only() -> None:
    async def scenario() -> str | bytes:
        authority = Authority()
        async with serve_websockets(echo, faults=Faults(FaultPlan()), tls=authority.server_context()) as port:
            with pytest.raises(ssl.SSLCertVerificationError):
                await connect(f"wss://127.0.0.1:{port}")
            async with connect(f"wss://127.0.0.1:{port}", ssl=authority.client_context()) as client:
                await client.send("hello")
                return await client.recv()

    assert asyncio.run(scenario()) == "hello"


def test_a_refused_handshake_carries_the_status() -> None:
    async def scenario() -> int:
        async with serve_websockets(echo, faults=Faults(FaultPlan.parse(["503"]))) as port:
            with pytest.raises(InvalidStatus) as raised:
                await connect(f"ws://127.0.0.1:{port}")
            return raised.value.response.status_code

    assert asyncio.run(scenario()) == 503


@pytest.mark.parametrize("spec", ["cut@0.01s", "reset@0.01s"])
def test_a_connection_is_lost_without_a_goodbye_once(spec: str) -> None:
    async def scenario() -> str | bytes:
        async with serve_websockets(echo, faults=Faults(FaultPlan.parse([spec]))) as port:
            async with connect(f"ws://127.0.0.1:{port}") as client:
                with pytest.raises(ConnectionClosed) as raised:
                    await client.recv()
                assert raised.value.rcvd is None
            async with connect(f"ws://127.0.0.1:{port}") as client:
                await asyncio.sleep(0.02)
                await client.send("back")
                return await client.recv()

    assert asyncio.run(scenario()) == "back"


def test_a_mute_vendor_accepts_and_never_answers() -> None:
    async def scenario() -> None:
        async with (
            serve_websockets(echo, faults=Faults(FaultPlan.parse(["silent"]))) as port,
            connect(f"ws://127.0.0.1:{port}") as client,
        ):
            await client.send("hello?")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await client.recv()

    asyncio.run(scenario())
