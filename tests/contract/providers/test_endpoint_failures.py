"""Endpoints that fail: one kind of error, a fix that names the setting, and no secret in sight."""

import asyncio
from dataclasses import replace

import pytest

from tests.support.openai_server import OpenAIServer
from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.errors import ProviderError
from vivavoce.providers.openai_compatible import (
    Endpoint,
    EndpointLanguageModel,
    EndpointSpeechToText,
    EndpointTextToSpeech,
)
from vivavoce.providers.scripted import ScriptedVoiceActivity, spell


async def transcribe(endpoint: Endpoint) -> None:
    stt = EndpointSpeechToText(replace(endpoint, slot="stt"), voice_activity=ScriptedVoiceActivity)
    listening = await stt.listen()
    listening.feed(spell("hello there", sample_rate_hz=HEARING_RATE_HZ).samples)
    try:
        await listening.settle()
    finally:
        await listening.aclose()
        await stt.aclose()


async def speak(endpoint: Endpoint) -> None:
    tts = EndpointTextToSpeech(replace(endpoint, slot="tts"), voice="alloy")
    try:
        async for _ in tts.speak("Hello there."):
            pass
    finally:
        await tts.aclose()


async def complete(endpoint: Endpoint) -> None:
    model = EndpointLanguageModel(replace(endpoint, slot="llm"))
    try:
        async for _ in model.complete(instructions="Ask.", prompt="Caching", max_tokens=9):
            pass
    finally:
        await model.aclose()


SLOTS = pytest.mark.parametrize(("slot", "use"), [("STT", transcribe), ("TTS", speak), ("LLM", complete)])


@SLOTS
@pytest.mark.parametrize(("fault", "setting"), [("401", "KEY"), ("404", "URL"), ("429", "limits"), ("500", "log")])
def test_a_refusal_says_what_to_set(
    slot: str, use: object, fault: str, setting: str, server: OpenAIServer, endpoint: Endpoint, runner: asyncio.Runner
) -> None:
    assert callable(use)
    server.fault = fault

    with pytest.raises(ProviderError, match=f"answered {fault}") as raised:
        runner.run(use(endpoint))

    assert setting in raised.value.fix
    if setting in {"KEY", "URL"}:
        assert f"VIVAVOCE_{slot}_{setting}" in raised.value.fix


@SLOTS
def test_silence_costs_one_deadline(
    slot: str, use: object, server: OpenAIServer, endpoint: Endpoint, runner: asyncio.Runner
) -> None:
    assert callable(use)
    server.fault = "silent"

    with pytest.raises(ProviderError, match=r"no answer within 0\.2 s"):
        runner.run(use(replace(endpoint, deadline_s=0.2)))


@SLOTS
def test_nobody_listening_is_a_provider_error(
    slot: str, use: object, endpoint: Endpoint, runner: asyncio.Runner
) -> None:
    assert callable(use)

    with pytest.raises(ProviderError, match="cannot be reached") as raised:
        runner.run(use(replace(endpoint, url="http://127.0.0.1:9/v1")))

    assert f"VIVAVOCE_{slot}_URL" in raised.value.fix


@pytest.mark.parametrize("use", [transcribe, complete])
def test_a_malformed_answer_is_a_provider_error(
    use: object, server: OpenAIServer, endpoint: Endpoint, runner: asyncio.Runner
) -> None:
    assert callable(use)
    server.fault = "malformed"

    with pytest.raises(ProviderError, match="malformed"):
        runner.run(use(endpoint))


def test_a_completion_that_breaks_off_is_no_completion(
    server: OpenAIServer, endpoint: Endpoint, runner: asyncio.Runner
) -> None:
    server.fault = "cut"

    with pytest.raises(ProviderError):
        runner.run(complete(endpoint))


def test_speech_at_another_rate_is_refused_rather_than_played_too_slowly(
    server: OpenAIServer, endpoint: Endpoint, runner: asyncio.Runner
) -> None:
    server.fault = "wav-16k"

    with pytest.raises(ProviderError, match="16000 Hz"):
        runner.run(speak(endpoint))


def test_vocabulary_is_sent_as_a_prompt(server: OpenAIServer, endpoint: Endpoint, runner: asyncio.Runner) -> None:
    async def scenario() -> None:
        stt = EndpointSpeechToText(endpoint, voice_activity=ScriptedVoiceActivity)
        listening = await stt.listen(vocabulary=["Redis", "Kafka"])
        listening.feed(spell("we used it", sample_rate_hz=HEARING_RATE_HZ).samples)
        await listening.settle()
        await listening.aclose()
        await stt.aclose()

    runner.run(scenario())

    assert server.prompts == ["Redis, Kafka"]


def test_a_key_is_never_shown(endpoint: Endpoint) -> None:
    assert endpoint.key
    assert endpoint.key not in repr(endpoint)
