"""What every text-to-speech does."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from vivavoce.domain.audio import Pcm
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.providers.local import EmbeddedModels, VoiceStyle
from vivavoce.providers.openai_compatible import EndpointTextToSpeech
from vivavoce.providers.scripted import ScriptedTextToSpeech

TEXT = "Thank you for coming today, and please take your time. What did you build last year?"


@pytest.fixture(
    params=[
        "scripted",
        "endpoint",
        "endpoint-wav",
        pytest.param("embedded", marks=pytest.mark.integration),
        pytest.param("embedded-other-style", marks=pytest.mark.integration),
    ]
)
def tts(request: pytest.FixtureRequest, runner: asyncio.Runner) -> Iterator[TextToSpeech]:
    if request.param == "scripted":
        yield ScriptedTextToSpeech()
    elif request.param.startswith("embedded"):
        models: EmbeddedModels = request.getfixturevalue("embedded")
        style = VoiceStyle(name="candidate", pace=1.1, pitch=1.1)
        yield models.text_to_speech(style if request.param.endswith("style") else None)
    else:
        endpoint = replace(request.getfixturevalue("endpoint"), slot="tts")
        request.getfixturevalue("server").fault = "wav" if request.param == "endpoint-wav" else ""
        tts = EndpointTextToSpeech(endpoint, voice="alloy")
        yield tts
        runner.run(tts.aclose())


async def said(tts: TextToSpeech, text: str, pace: float = 1.0) -> list[Pcm]:
    return [piece async for piece in tts.speak(text, pace=pace)]


def duration_s(pieces: list[Pcm]) -> float:
    return sum(piece.duration_s for piece in pieces)


def test_speech_comes_in_pieces_at_the_announced_rate(tts: TextToSpeech, runner: asyncio.Runner) -> None:
    pieces = runner.run(said(tts, TEXT))

    assert len(pieces) > 1
    assert {piece.sample_rate_hz for piece in pieces} == {tts.sample_rate_hz}
    assert 0.04 < duration_s(pieces) / len(TEXT) < 0.12


def test_a_slower_pace_takes_longer(tts: TextToSpeech, runner: asyncio.Runner) -> None:
    normal, slow = runner.run(said(tts, TEXT)), runner.run(said(tts, TEXT, pace=0.8))

    assert duration_s(slow) / duration_s(normal) == pytest.approx(1.25, abs=0.15)


def test_speech_is_audible_and_not_distorted(tts: TextToSpeech, runner: asyncio.Runner) -> None:
    samples = np.frombuffer(b"".join(piece.samples for piece in runner.run(said(tts, TEXT))), dtype="<i2") / 32768

    assert np.sqrt(np.mean(samples**2)) > 0.05
    assert np.abs(samples).max() < 0.9


def test_nothing_is_said_for_an_empty_text(tts: TextToSpeech, runner: asyncio.Runner) -> None:
    assert runner.run(said(tts, "  ")) == []


def test_it_can_be_stopped_and_speaks_again(tts: TextToSpeech, runner: asyncio.Runner) -> None:
    async def scenario() -> list[Pcm]:
        speech = cast("AsyncGenerator[Pcm]", tts.speak(TEXT))
        await anext(speech)
        await speech.aclose()
        return await said(tts, "Go on.")

    assert duration_s(runner.run(scenario())) > 0.2
