"""What is read from raw events beside LiveKit's plugin: when a reply is complete, and why it never will be."""

import asyncio
from typing import Any

import pytest

from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.providers.livekit_realtime.vendor import Signals
from vivavoce.providers.openai.server_events import ServerEvents

ITEM = {"id": "i1", "type": "message", "role": "assistant", "content": []}
CREATED = {"type": "response.created", "event_id": "e1", "response": {"id": "r1"}}
ADDED = {"type": "response.output_item.added", "event_id": "e2", "response_id": "r1", "output_index": 0, "item": ITEM}
AUDIO = {
    "type": "response.output_audio.delta", "event_id": "e3", "response_id": "r1", "item_id": "i1", "output_index": 0,
    "content_index": 0, "delta": "AAAA",
}  # fmt: skip


def done(status: str, **details: Any) -> dict[str, Any]:
    return {
        "type": "response.done",
        "event_id": "e9",
        "response": {"id": "r1", "status": status, "status_details": details or None},
    }


def outcome(*events: dict[str, Any], sent: tuple[str, ...] = ()) -> tuple[bool, Fault | None, list[str]]:
    """Let the reader see these events; return whether the reply is complete, how the session failed, and the types left."""

    async def scenario() -> tuple[bool, Fault | None, list[str]]:
        signals = Signals(provider="p", name="n", model="m")
        reader = ServerEvents(signals)
        for kind in sent:
            reader.sent({"type": kind})
        passed_on = [dict(event) for event in events]
        for event in passed_on:
            reader.received(event)
        complete, fault = False, None
        try:
            async with asyncio.timeout(0.01):
                await signals.until_reply_ended("r1")
            complete = True
            signals.raise_if_failed()
        except TimeoutError:
            pass
        except ProviderError as error:
            fault = error.fault
        return complete, fault, [str(event.get("type")) for event in passed_on]

    return asyncio.run(scenario())


def test_only_the_vendors_word_completes_a_reply() -> None:
    assert outcome(CREATED, ADDED, AUDIO)[:2] == (False, None)
    assert outcome(CREATED, ADDED, AUDIO, done("completed"))[:2] == (True, None)


@pytest.mark.parametrize(
    ("end", "fault"),
    [
        (done("incomplete", type="incomplete", reason="max_output_tokens"), Fault.CUT),
        (done("cancelled", type="cancelled", reason="turn_detected"), Fault.CUT),
        (done("failed", type="failed", error={"code": "rate_limit_exceeded"}), Fault.OVERLOADED),
        (
            done("failed", type="failed", error={"code": "invalid_prompt", "type": "invalid_request_error"}),
            Fault.BROKEN,
        ),
        (done("failed"), Fault.BROKEN),
    ],
)
def test_a_reply_that_ends_otherwise_is_a_failure(end: dict[str, Any], fault: Fault) -> None:
    assert outcome(CREATED, ADDED, AUDIO, end)[:2] == (False, fault)


def test_a_reply_that_we_cancelled_may_end_as_it_likes() -> None:
    end = done("cancelled", type="cancelled", reason="client_cancelled")

    assert outcome(CREATED, end, sent=("response.cancel",))[:2] == (False, None)


@pytest.mark.parametrize(
    "events",
    [
        (CREATED, AUDIO),
        (AUDIO,),
        (CREATED, ADDED, {key: value for key, value in AUDIO.items() if key != "delta"}),
        (CREATED, ADDED, AUDIO | {"delta": None}),
        ({"event_id": "e1"},),
        ({"type": "response.created", "event_id": "e1"},),
    ],
)
def test_what_the_plugin_would_skip_in_silence_is_malformed(events: tuple[dict[str, Any], ...]) -> None:
    assert outcome(*events)[1] is Fault.MALFORMED


def test_a_duplicate_is_disguised_from_the_plugin() -> None:
    types = outcome(CREATED, ADDED, AUDIO, AUDIO, AUDIO | {"event_id": "e4"})[2]

    assert types[2:] == ["response.output_audio.delta", "vivavoce.ignored", "response.output_audio.delta"]


def test_an_event_that_nobody_knows_yet_is_none_of_our_business() -> None:
    assert outcome({"type": "response.mood.updated", "event_id": "e1", "mood": 7})[1] is None


@pytest.mark.parametrize(
    ("refused", "fault"), [("session_update_1", Fault.BROKEN), ("chat_ctx_create_1", None), (None, None)]
)
def test_a_set_up_that_was_refused_is_no_session_of_ours(refused: str | None, fault: Fault | None) -> None:
    error = {"type": "invalid_request_error", "code": "invalid_value", "message": "No.", "event_id": refused}

    assert outcome({"type": "error", "event_id": "e1", "error": error})[1] is fault
