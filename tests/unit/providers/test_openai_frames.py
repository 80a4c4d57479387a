"""The simulators' conscience: what the official types do not allow is neither taken nor said."""

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.client import connect

from tests.support.realtime_vendors import KEY, OPENAI, staged
from vivavoce.domain.errors import Fault
from vivavoce.providers.openai.dialect import OPENAI as OPENAI_DIALECT
from vivavoce.providers.openai.errors import failure_of_code
from vivavoce.providers.openai.frames import FrameError, Frames
from vivavoce.providers.openai.live_simulator import LIVE_FRAMES
from vivavoce.providers.xai.simulator import GROK

ALL = pytest.mark.parametrize(
    "frames", [OPENAI_DIALECT.frames, GROK.frames, LIVE_FRAMES], ids=["openai", "grok", "live"]
)


@ALL
@pytest.mark.parametrize(
    ("frame", "complaint"),
    [
        ("{nonsense", "not JSON"),
        ("[1, 2]", "not an object"),
        ('{"audio": "AAAA"}', "without a type"),
        ('{"type": "session.become_sentient"}', "session.become_sentient"),
    ],
)
def test_what_is_no_event_of_the_protocol_is_not_taken(frames: Frames, frame: str, complaint: str) -> None:
    with pytest.raises(FrameError, match=complaint):
        frames.read(frame)


@pytest.mark.parametrize(
    ("event", "complaint"),
    [
        ({"type": "input_audio_buffer.append"}, "audio"),
        (
            {"type": "conversation.item.truncate", "item_id": "i", "content_index": 0, "audio_end_ms": "soon"},
            "audio_end_ms",
        ),
        ({"type": "response.create", "response": {"voice": "marin"}}, "knows no response.voice"),
        (
            {"type": "session.update", "session": {"type": "realtime", "audio": {"input": {"vad": 1}}}},
            "audio.input.vad",
        ),
    ],
)
def test_a_field_that_is_missing_wrong_or_unknown_is_named_without_its_value(
    event: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(FrameError, match=complaint) as raised:
        OPENAI_DIALECT.frames.read(json.dumps(event | {"event_id": "e1"}))

    assert raised.value.event_id == "e1"
    assert "soon" not in str(raised.value)


def test_what_one_vendor_takes_another_does_not() -> None:
    forced = {"type": "force_message", "role": "assistant", "content": [{"type": "output_text", "text": "Hello."}]}
    frame = json.dumps({"type": "conversation.item.create", "item": forced})

    GROK.frames.read(frame)
    with pytest.raises(FrameError):
        OPENAI_DIALECT.frames.read(frame)


@ALL
@pytest.mark.parametrize(
    "event",
    [{"type": "response.output_audio.delta", "delta": "AAAA"}, {"type": "session.closed", "event_id": "e", "x": 1}],
)
def test_a_simulator_cannot_say_what_the_vendor_would_not(frames: Frames, event: dict[str, Any]) -> None:
    with pytest.raises(FrameError):
        frames.write(event)


def test_a_client_that_breaks_the_protocol_is_told_so_and_noted() -> None:
    async def scenario() -> tuple[dict[str, Any], list[str]]:
        async with staged(OPENAI) as stage:
            url = stage.simulation.base_url.replace("http", "ws", 1) + "/realtime?model=gpt-realtime-2.1"
            headers = {"Authorization": f"Bearer {KEY.get_secret_value()}"}
            async with asyncio.timeout(5.0), connect(url, additional_headers=headers) as client:
                await client.recv()
                await client.send('{"type": "session.update", "session": {"type": "realtime", "mood": "cheerful"}}')
                return json.loads(await client.recv()), stage.simulation.violations

    answer, violations = asyncio.run(scenario())

    assert (answer["type"], answer["error"]["type"]) == ("error", "invalid_request_error")
    assert violations == ["session.update: the SDK knows no session.mood"]


@pytest.mark.parametrize(
    ("code", "kind", "fault"),
    [
        ("session_expired", "invalid_request_error", Fault.LIMIT),
        (None, "max_duration", Fault.LIMIT),
        ("insufficient_quota", "insufficient_quota", Fault.OVERLOADED),
        ("rate_limit_exceeded", None, Fault.OVERLOADED),
        ("invalid_api_key", "invalid_request_error", Fault.REFUSED),
        (None, "server_error", Fault.BROKEN),
        ("something_new", "another_thing", Fault.BROKEN),
    ],
)
def test_an_error_code_means_one_kind_of_fault(code: str | None, kind: str | None, fault: Fault) -> None:
    failure = failure_of_code(code=code, kind=kind)

    assert failure is not None
    assert failure.fault is fault


def test_a_request_that_was_refused_does_not_end_the_session() -> None:
    assert failure_of_code(code="response_cancel_not_active", kind="invalid_request_error") is None
