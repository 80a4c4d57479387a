"""Spelled speech: what was said can be read back, whatever was cut out of it."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.hearing import VAD_WINDOW_SAMPLES
from vivavoce.providers.scripted import (
    ScriptedEmbedder,
    ScriptedEndOfTurn,
    ScriptedLanguageModel,
    ScriptedSpeechToText,
    ScriptedTextToSpeech,
    ScriptedVoiceActivity,
    spell,
)

ANSWER = "I will add a cache, a really good one - it's cheap."


async def heard(samples: bytes, stt: ScriptedSpeechToText) -> str:
    listening = await stt.listen()
    listening.feed(samples)
    return (await listening.settle()).text


async def joined(pieces: AsyncIterator[Pcm]) -> bytes:
    return b"".join([piece.samples async for piece in pieces])


def resampled(pcm: Pcm, to_hz: int) -> bytes:
    samples = np.frombuffer(pcm.samples, dtype="<i2")
    at = np.arange(round(samples.size * to_hz / pcm.sample_rate_hz)) * pcm.sample_rate_hz / to_hz
    return bytes(np.interp(at, np.arange(samples.size), samples).astype("<i2"))


@pytest.mark.parametrize("pace", [0.8, 1.0, 1.2])
def test_the_words_spelled_are_the_words_heard(pace: float) -> None:
    samples = resampled(spell(ANSWER, sample_rate_hz=48_000, pace=pace), HEARING_RATE_HZ)

    text, _ = run_virtual(heard(samples, ScriptedSpeechToText()))

    assert text == ANSWER


def test_only_what_arrived_is_heard() -> None:
    samples = spell("one two three", sample_rate_hz=HEARING_RATE_HZ).samples
    until_three = round(8 / 15 * HEARING_RATE_HZ) * 2

    text, _ = run_virtual(heard(samples[:until_three], ScriptedSpeechToText()))

    assert text == "one two"


def test_a_pause_parts_words_and_moves_their_times() -> None:
    async def scenario() -> tuple[float, ...]:
        listening = await ScriptedSpeechToText().listen()
        listening.feed(spell("wait", sample_rate_hz=HEARING_RATE_HZ).samples)
        listening.feed(Pcm.silence(2.0, sample_rate_hz=HEARING_RATE_HZ).samples)
        listening.feed(spell("here", sample_rate_hz=HEARING_RATE_HZ).samples)
        transcription = await listening.settle()
        assert transcription.text == "wait here"
        return tuple(word.start_s for word in transcription.words)

    starts, _ = run_virtual(scenario())

    assert starts == pytest.approx((0.0, 4 / 15 + 2.0), abs=0.01)


def test_settling_costs_time_once_for_what_was_fed() -> None:
    async def scenario() -> tuple[float, float]:
        loop = asyncio.get_running_loop()
        listening = await ScriptedSpeechToText(settle_s=0.3).listen()
        listening.feed(spell("done.", sample_rate_hz=HEARING_RATE_HZ).samples)
        await listening.settle()
        first_s = loop.time()
        await listening.settle()
        return first_s, loop.time() - first_s

    costs, _ = run_virtual(scenario())

    assert costs == pytest.approx((0.3, 0.0))


def test_synthesis_spells_clause_by_clause_at_a_human_rate() -> None:
    voice = ScriptedTextToSpeech(first_audio_s=0.2, sample_rate_hz=HEARING_RATE_HZ)

    samples, took_s = run_virtual(joined(voice.speak("Well, what next?")))
    text, _ = run_virtual(heard(samples, ScriptedSpeechToText()))

    assert text == "Well, what next?"
    assert took_s == pytest.approx(0.4)
    assert len(samples) / 2 / HEARING_RATE_HZ == pytest.approx(16 / 15, abs=0.01)


def test_an_end_of_turn_is_a_finished_sentence() -> None:
    async def probability(text: str) -> float:
        pause = Pcm.silence(0.3, sample_rate_hz=HEARING_RATE_HZ).samples
        return await ScriptedEndOfTurn().probability(spell(text, sample_rate_hz=HEARING_RATE_HZ).samples + pause)

    finished, _ = run_virtual(probability("That is all."))
    unfinished, _ = run_virtual(probability("That is because"))

    assert finished > 0.9
    assert unfinished < 0.1


def test_voice_is_active_while_characters_last() -> None:
    vad = ScriptedVoiceActivity()

    assert vad.probability(spell("hi there", sample_rate_hz=HEARING_RATE_HZ).samples[: 2 * VAD_WINDOW_SAMPLES]) == 1.0
    assert vad.probability(bytes(2 * VAD_WINDOW_SAMPLES)) == 0.0


def test_shared_words_make_texts_near() -> None:
    async def scenario() -> tuple[float, float]:
        a, b, c = await ScriptedEmbedder().embed(["shard by tenant", "I would shard by tenant id", "hire people"])
        return float(np.dot(a, b)), float(np.dot(a, c))

    (near, far), _ = run_virtual(scenario())

    assert near > 0.6
    assert far < 0.2


def test_what_is_broken_raises_a_provider_error() -> None:
    async def scenario() -> None:
        model = ScriptedLanguageModel(["never said"])
        model.broken = True
        async for _ in model.complete(instructions="", prompt="Hello", max_tokens=5):
            pass

    with pytest.raises(ProviderError, match="broken"):
        run_virtual(scenario())
