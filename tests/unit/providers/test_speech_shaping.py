"""Shaping: speech comes out at one loudness, without silence around it."""

import numpy as np
import pytest

from vivavoce.providers.local.speech_shaping import shaped

RATE_HZ = 22_050


def tone(duration_s: float, *, level: float, hz: float = 220.0) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return (level * np.sin(2 * np.pi * hz * np.arange(round(duration_s * RATE_HZ)) / RATE_HZ)).astype(np.float32)


def out(
    speech: np.ndarray[tuple[int], np.dtype[np.float32]], *, pitch: float = 1.0, pause_s: float = 0.0
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    samples = shaped(speech, sample_rate_hz=RATE_HZ, pitch=pitch, pause_s=pause_s)
    return np.frombuffer(samples, dtype="<i2") / 32768


@pytest.mark.parametrize("level", [0.01, 0.1, 0.9])
def test_loudness_does_not_depend_on_the_model(level: float) -> None:
    samples = out(tone(1.0, level=level))

    assert 20 * np.log10(np.sqrt(np.mean(samples**2))) == pytest.approx(-20, abs=0.5)


def test_silence_around_speech_goes_and_the_pause_comes() -> None:
    quiet = np.zeros(RATE_HZ, dtype=np.float32)

    samples = out(np.concatenate([quiet, tone(0.5, level=0.3), quiet]), pause_s=0.2)

    assert samples.size / RATE_HZ == pytest.approx(0.5 + 0.2 + 0.06, abs=0.03)
    assert np.abs(samples[-round(0.19 * RATE_HZ) :]).max() == 0


def test_short_peaks_stay_below_full_scale() -> None:
    speech = tone(1.0, level=0.02)
    speech[10_000:10_020] = 1.0

    assert np.abs(out(speech)).max() < 0.89


def test_pitch_moves_the_tone_and_shortens_it() -> None:
    samples = out(tone(1.0, level=0.3), pitch=1.2)

    spectrum = np.abs(np.fft.rfft(samples))
    assert np.argmax(spectrum) * RATE_HZ / samples.size == pytest.approx(220 * 1.2, rel=0.02)
    assert samples.size / RATE_HZ == pytest.approx(1 / 1.2, abs=0.02)


def test_nothing_but_silence_becomes_the_pause() -> None:
    assert out(np.zeros(5000, dtype=np.float32), pause_s=0.1).size == round(0.1 * RATE_HZ)
