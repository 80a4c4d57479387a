"""Makes noises that voice activity takes for speech now and then, to train on: coughs, breaths, bumps, keys, tones, barks.

    python scripts/backchannel/noises.py --count 800 --seed 1 --out CLIPS

Everything is made from pulses, tones and filtered noise. Writes `CLIPS/clips.json` and a WAV of each, at 16 kHz; their "voice"
has the seed in its name, so that noises of another seed can be held out.
"""

import argparse
import json
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vivavoce.domain.audio import HEARING_RATE_HZ

type Floats = npt.NDArray[np.float64]


class Noises:
    """One method for each kind of noise; every call makes another."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self.kinds: dict[str, Callable[[], Floats]] = {
            "cough": self.coughs,
            "breath": self.breath,
            "hum": self.hum,
            "keys": self.keys,
            "bump": self.bump,
            "rustle": self.rustle,
            "squeak": self.squeak,
            "tone": self.tone,
            "bark": self.bark,
        }

    def coughs(self) -> Floats:
        return np.concatenate([self._cough() for _ in range(self._rng.integers(1, 4))])

    def _cough(self) -> Floats:
        count = self._samples(0.2, 0.5)
        throat = self._between(300, 900)
        sound = self._hiss(count, throat, throat * self._between(1.6, 3)) + 0.4 * self._hiss(
            count, 1200, self._between(2500, 6000)
        )
        if self._rng.random() < 0.5:
            buzz = np.zeros(count)
            buzz[count // 2 :: round(HEARING_RATE_HZ / self._between(90, 220))] = 1
            sound += 3 * _unit(_band(buzz, 300, 1500))
        pause = np.zeros(self._samples(0.05, 0.4))
        return np.concatenate([sound * _decay(count, 0.01, self._between(0.05, 0.2)), pause])

    def breath(self) -> Floats:
        count = self._samples(0.4, 1.5)
        return self._hiss(count, self._between(200, 900), self._between(2000, 6000)) * np.hanning(count)

    def hum(self) -> Floats:
        """A machine or a lorry that comes and goes."""
        count = self._samples(0.6, 2)
        low = self._hiss(count, 60, self._between(300, 1500))
        return (low + self._between(0, 0.5) * self._hiss(count, 500, 4000)) * np.hanning(count)

    def keys(self) -> Floats:
        sound = np.zeros(self._samples(0.8, 2.5))
        at = 0
        while (at := at + self._samples(0.05, 0.25)) + 800 < len(sound):
            click = self._hiss(800, self._between(300, 1500), self._between(3000, 7000))
            sound[at : at + 800] += click * np.exp(-np.arange(800) / self._between(30, 150)) * self._between(0.4, 1)
        return sound

    def bump(self) -> Floats:
        count = self._samples(0.4, 0.8)
        return self._hiss(count, 40, self._between(200, 900)) * _decay(count, 0.003, self._between(0.03, 0.15))

    def rustle(self) -> Floats:
        count = self._samples(0.5, 2)
        loudness = self._rng.random(count // 800 + 2) ** 3
        return self._hiss(count, 1000, 7000) * np.interp(np.arange(count) / 800, np.arange(len(loudness)), loudness)

    def squeak(self) -> Floats:
        count = self._samples(0.2, 0.9)
        bend = 1 + self._between(-0.4, 0.4) * np.linspace(0, 1, count)
        return _harmonics(self._between(300, 2500) * bend, 3) * np.hanning(count)

    def tone(self) -> Floats:
        count = self._samples(0.3, 2)
        tones = [_harmonics(np.full(count, self._between(200, 1800)), 1) for _ in range(self._rng.integers(1, 4))]
        beeps = np.floor(np.arange(count) / HEARING_RATE_HZ * self._between(2, 8)) % 2
        return sum(tones, np.zeros(count)) * (beeps if self._rng.random() < 0.5 else 1)

    def bark(self) -> Floats:
        count = self._samples(0.15, 0.35)
        voice = _harmonics(self._between(250, 800) * np.linspace(1.3, 0.8, count), 7)
        return _band(voice + 0.5 * self._rng.normal(size=count), 300, 3000) * _decay(count, 0.02, 0.1)

    def _hiss(self, count: int, low_hz: float, high_hz: float) -> Floats:
        return _unit(_band(self._rng.normal(size=count), low_hz, high_hz))

    def _samples(self, shortest_s: float, longest_s: float) -> int:
        return round(self._between(shortest_s, longest_s) * HEARING_RATE_HZ)

    def _between(self, low: float, high: float) -> float:
        return float(self._rng.uniform(low, high))


def _band(sound: Floats, low_hz: float, high_hz: float) -> Floats:
    hertz = np.fft.rfftfreq(len(sound), 1 / HEARING_RATE_HZ)
    falloff = np.sqrt(1 + (hertz / high_hz) ** 4) * np.sqrt(1 + (low_hz / np.maximum(hertz, 1)) ** 4)
    return np.fft.irfft(np.fft.rfft(sound) / falloff, len(sound))


def _decay(count: int, rise_s: float, fall_s: float) -> Floats:
    at_s = np.arange(count) / HEARING_RATE_HZ
    return np.minimum(at_s / rise_s, 1) * np.exp(-np.maximum(at_s - rise_s, 0) / fall_s)


def _harmonics(hertz: Floats, count: int) -> Floats:
    phase = 2 * np.pi * np.cumsum(hertz) / HEARING_RATE_HZ
    return sum((np.sin(number * phase) / number for number in range(1, count + 1)), np.zeros(len(hertz)))


def _unit(sound: Floats) -> Floats:
    return sound / max(1e-9, float(sound.std()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    noises = Noises(np.random.default_rng(arguments.seed))
    names = list(noises.kinds)
    arguments.out.mkdir(parents=True, exist_ok=True)
    clips: list[dict[str, Any]] = []
    while len(clips) < arguments.count:
        name = names[len(clips) % len(names)]
        sound = noises.kinds[name]()
        if not sound.any():
            continue
        voice = f"noises-{arguments.seed}"
        clips.append({"file": f"{len(clips):05d}.wav", "kind": "noise", "text": name, "voices": [voice]})
        with wave.open(str(arguments.out / clips[-1]["file"]), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(HEARING_RATE_HZ)
            file.writeframes((sound / np.abs(sound).max() * 32767).astype("<i2").tobytes())
    (arguments.out / "clips.json").write_text(json.dumps(clips, indent=1) + "\n")


if __name__ == "__main__":
    main()
