"""Bad audio through the real ear: what is understood is kept, what would be a guess is known to be one."""

import asyncio
from collections.abc import Awaitable, Callable

import numpy as np
import numpy.typing as npt
import pytest

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.transcript import Transcription
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig
from vivavoce.voice.hearing import Resampler
from vivavoce.voice.tuning import TurnTuning

pytestmark = pytest.mark.integration

type Samples = npt.NDArray[np.float64]

ANSWER = "First I look at the dashboards, then I check the latest deployment, and then I roll it back."
FOREIGN = "Ich habe das in meiner letzten Firma so gemacht, dass wir zuerst die Daten angeschaut haben."
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


def test_telephone_and_clipped_audio_are_understood_and_another_language_is_known_for_a_guess() -> None:
    async def scene(
        say: Callable[[str], Awaitable[Samples]], hear: Callable[[Samples], Awaitable[Transcription]]
    ) -> None:
        answer = await say(ANSWER)
        telephone, loud = await hear(by_telephone(answer)), await hear(clipped(answer))
        foreign = await hear(await say(FOREIGN))

        assert _overlap(telephone.text) >= 0.6
        assert _overlap(loud.text) >= 0.6
        assert min(telephone.confidence, loud.confidence) >= GUESSED_BELOW
        assert foreign.confidence < GUESSED_BELOW or not foreign.text

    asyncio.run(_with_models(scene))


async def _with_models(
    scene: Callable[
        [Callable[[str], Awaitable[Samples]], Callable[[Samples], Awaitable[Transcription]]], Awaitable[None]
    ],
) -> None:
    models = EmbeddedModels(EmbeddedModelsConfig(check_files=False))
    await models.start()
    voice, ear = models.text_to_speech(), models.speech_to_text

    async def say(text: str) -> Samples:
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
