"""Calls made of numbers: who was audible when is known to the sample, so what a measurement finds can be compared with it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm

type Samples = npt.NDArray[np.int16]

LEVEL = 5000


def track(length_s: float, voiced_s: Sequence[tuple[float, float]], *, hiss: int = 0) -> Samples:
    """Return one direction of a call: a voice-like sound in these spans, else silence or faint hiss."""
    numbers = np.random.default_rng(1)
    sound = numbers.integers(-hiss, hiss + 1, round(length_s * LINE_RATE_HZ)).astype(np.int16)
    for start_s, end_s in voiced_s:
        at = slice(round(start_s * LINE_RATE_HZ), round(end_s * LINE_RATE_HZ))
        sound[at] = _voice(at.stop - at.start)
    return sound


def pcm(sound: Samples) -> Pcm:
    return Pcm(samples=sound.tobytes(), sample_rate_hz=LINE_RATE_HZ)


def _voice(count: int) -> Samples:
    """Loud from its first sample on: a square wave with some noise."""
    wave = np.where(np.arange(count) // 160 % 2 == 0, LEVEL, -LEVEL)
    return (wave + np.random.default_rng(2).integers(-500, 500, count)).astype(np.int16)
