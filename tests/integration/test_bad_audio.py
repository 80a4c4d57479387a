"""Bad audio through the real ear: what is understood is kept, what would be a guess is known to be one."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pytest

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.transcript import Transcription
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig, VoiceStyle
from vivavoce.voice.hearing import Resampler
from vivavoce.voice.tuning import TurnTuning

pytestmark = pytest.mark.integration

type Samples = npt.NDArray[np.float64]
type Hear = Callable[[Samples], Awaitable[Transcription]]


class Say(Protocol):
    async def __call__(self, text: str, style: VoiceStyle, /) -> Samples: ...


ANSWER = "First I look at the dashboards, then I check the latest deployment, and then I roll it back."
FOREIGN = "Ich habe das in meiner letzten Firma so gemacht, dass wir zuerst die Daten angeschaut haben."
ASIDE = "My neighbour used to say that every road leads to the lake, and he was a very careful driver."
SAME_EACH_TIME = VoiceStyle(noise=0.0, noise_width=0.0)
GUESSED_BELOW = TurnTuning().guess_confidence


def by_telephone(speech: Samples) -> Samples:
    """Return it as 8 kHz telephony leaves it: 300 to 3400 Hz, eight bits."""
    spectrum = np.fft.rfft(speech)
    hz = np.fft.rfftfreq(speech.size, 1 / HEARING_RATE_HZ)
    spectrum[(hz < 300) | (hz > 3400)] = 0
    band = np.fft.irfft(spectrum, speech.size) / 32768
    coded = np.round(np.sign(band) * np.log1p(255 * np.abs(band)) / np.log(256) * 127) / 127
    return np.asarray(np.sign(coded) * (256 ** np.abs(coded) - 1) / 255 * 32768)


def clipped(speech: Samples) -> Samples:
    return np.clip(speech * 15, -20_000, 20_000)


def noisy(speech: Samples, *, decibels: float) -> Samples:
    """Return it with noise so much quieter than the speech."""
    loudness = np.sqrt(np.mean(speech**2)) * 10 ** (-decibels / 20)
    return speech + np.random.default_rng(1).normal(0, loudness, speech.size)


def test_bad_audio_is_understood_or_known_for_a_guess() -> None:
    async def scene(say: Say, hear: Hear) -> None:
        answer = await say(ANSWER, SAME_EACH_TIME)
        foreign = await say(FOREIGN, SAME_EACH_TIME)
        aside = await say(ASIDE, replace(SAME_EACH_TIME, name="other", pitch=1.2))
        both = min(answer.size, aside.size)
        understood = {
            "telephone": await hear(by_telephone(answer)),
            "clipped": await hear(clipped(answer)),
            "noise at 5 dB": await hear(noisy(answer, decibels=5)),
            "hasty": await hear(await say(ANSWER, replace(SAME_EACH_TIME, name="hasty", pace=1.7))),
        }
        guessed = {
            "another language": await hear(foreign),
            "two people at once": await hear(answer[:both] + aside[:both]),
            "noise louder than speech": await hear(noisy(answer, decibels=-5)),
            "noise alone": await hear(noisy(answer, decibels=-5) - answer),
        }

        assert {name for name, heard in understood.items() if _overlap(heard.text) < 0.5} == set()
        assert {name for name, heard in understood.items() if heard.confidence < GUESSED_BELOW} == set()
        assert {name for name, heard in guessed.items() if heard.text and heard.confidence >= GUESSED_BELOW} == set()

    asyncio.run(_with_models(scene))


async def _with_models(scene: Callable[[Say, Hear], Awaitable[None]]) -> None:
    models = EmbeddedModels(EmbeddedModelsConfig(check_files=False))
    await models.start()
    ear = models.speech_to_text

    async def say(text: str, style: VoiceStyle) -> Samples:
        voice = models.text_to_speech(style)
        resampler = Resampler(from_hz=voice.sample_rate_hz, to_hz=HEARING_RATE_HZ)
        spoken = b"".join([resampler.push(piece.samples) async for piece in voice.speak(text)]) + resampler.flush()
        return np.frombuffer(spoken, "<i2").astype(np.float64)

    async def hear(speech: Samples) -> Transcription:
        listening = await ear.listen()
        listening.feed(np.clip(speech, -32768, 32767).astype("<i2").tobytes())
        heard = await listening.settle()
        await listening.aclose()
        return heard

    try:
        await scene(say, hear)
    finally:
        await models.aclose()


def _overlap(text: str) -> float:
    said, heard = (set(one.lower().replace(",", "").replace(".", "").split()) for one in (ANSWER, text))
    return len(said & heard) / len(said)
