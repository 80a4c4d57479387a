"""Silero on two bands: soft voices by telephone are heard in time, and silence is heard as by the whole band alone."""

import asyncio
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pytest

from tests.contract.providers.conftest import to_hearing_rate
from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.ports.hearing import VAD_WINDOW_SAMPLES, VoiceActivity
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig
from vivavoce.providers.local.model_files import silero_files
from vivavoce.providers.local.text_to_speech import VoiceStyle
from vivavoce.providers.local.voice_activity import NarrowBandSilero, TwoBandVoiceActivity, WideBandVoiceActivity

pytestmark = pytest.mark.integration

INTERRUPTIONS = (
    "Sorry to interrupt, but I cannot hear you well.",
    "No, that is not what I said.",
    "Is it okay if I take notes?",
    "Could you say that again?",
)
SILENCE_S = 6.0
SOFT = 0.3
MICROPHONE_NOISE = 18.0
"""Root mean square, of 32768: -65 dB."""
WINDOW_S = VAD_WINDOW_SAMPLES / HEARING_RATE_HZ

type Samples = npt.NDArray[np.int16]


@pytest.fixture(scope="module")
def spoken() -> list[Samples]:
    """Each sentence by a microphone that is never quite silent, beginning with its first audible sample."""

    async def say() -> list[bytes]:
        models = EmbeddedModels(EmbeddedModelsConfig(hears=False))
        await models.start()
        voice = models.text_to_speech(VoiceStyle(noise=0.0, noise_width=0.0))  # the same each time
        said = [b"".join([to_hearing_rate(pcm) async for pcm in voice.speak(text)]) for text in INTERRUPTIONS]
        await models.aclose()
        return said

    rng = np.random.default_rng(0)
    silence = np.zeros(round(SILENCE_S * HEARING_RATE_HZ), np.int16)
    sounds = [np.frombuffer(samples, "<i2") for samples in asyncio.run(say())]
    loud = [np.flatnonzero(np.abs(sound.astype(np.int32)) > 500) for sound in sounds]
    trimmed = [(SOFT * sound[at[0] : at[-1] + 1]).astype(np.int16) for sound, at in zip(sounds, loud, strict=True)]
    return [_with_noise(np.concatenate([silence, sound, silence]), rng) for sound in trimmed]


def _with_noise(sound: Samples, rng: np.random.Generator) -> Samples:
    return np.clip(sound + rng.normal(scale=MICROPHONE_NOISE, size=len(sound)), -32767, 32767).astype(np.int16)


def two_bands() -> TwoBandVoiceActivity:
    return TwoBandVoiceActivity(NarrowBandSilero(silero_files().path))


def by_telephone(sound: Samples) -> Samples:
    spectrum, hertz = np.fft.rfft(sound), np.fft.rfftfreq(len(sound), 1 / HEARING_RATE_HZ)
    spectrum[(hertz < 300) | (hertz > 3400)] = 0
    return np.clip(np.fft.irfft(spectrum, len(sound)), -32767, 32767).astype(np.int16)


def probabilities(activity: VoiceActivity, sound: Samples) -> list[float]:
    ends = range(VAD_WINDOW_SAMPLES, len(sound) + 1, VAD_WINDOW_SAMPLES)
    return [activity.probability(sound[end - VAD_WINDOW_SAMPLES : end].tobytes()) for end in ends]


def noticed_s(found: Iterable[float]) -> float:
    """Return how long after its first sound the speech was noticed; infinite if never."""
    first = next((number for number, probability in enumerate(found) if probability >= 0.8), float("inf"))
    return (first + 1) * WINDOW_S - SILENCE_S


def test_a_soft_voice_by_telephone_is_noticed_behind_a_silence(spoken: list[Samples]) -> None:
    both = [noticed_s(probabilities(two_bands(), by_telephone(sound))) for sound in spoken]
    whole_band_alone = [noticed_s(probabilities(WideBandVoiceActivity(), by_telephone(sound))) for sound in spoken]

    assert max(both) < 0.25
    assert max(whole_band_alone) > 0.4  # what it is for: 0.4-0.9 s is late for an interruption


def test_speech_ends_where_the_whole_band_hears_it_end(spoken: list[Samples]) -> None:
    for sound in spoken:
        both, alone = (probabilities(activity, sound) for activity in (two_bands(), WideBandVoiceActivity()))
        ends = [max(n for n, probability in enumerate(one) if probability >= 0.35) for one in (both, alone)]

        assert abs(ends[0] - ends[1]) <= 1


def test_what_was_heard_is_forgotten_on_request(spoken: list[Samples]) -> None:
    activity = two_bands()
    fresh = probabilities(activity, spoken[0])

    activity.reset()

    assert probabilities(activity, spoken[0]) == pytest.approx(fresh, abs=1e-6)
