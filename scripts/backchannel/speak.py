"""Speaks nods and beginnings of interruptions in many voices, to train on.

    python scripts/backchannel/speak.py --model kokoro.onnx --voices DIR --count 4000 --seed 1 --out CLIPS

Needs Kokoro-82M (Apache-2.0) as one ONNX file with the inputs `tokens`, `style` and `speed`, its `vocab.json` beside it, and
its voices as raw float32 style tables (`NAME.bin`). Three clips in four are spoken by a mixture of two voices, so that no two
clips need share a speaker. Writes `CLIPS/clips.json` and a WAV of each, at 16 kHz; about a second of one core for each.
"""

import argparse
import json
import random
import re
import tomllib
import wave
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from piper.phonemize_espeak import EspeakPhonemizer

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.providers.local.onnx_session import open_session
from vivavoce.voice.hearing import Resampler

SPOKEN_HZ = 24_000
LONGEST_S = 1.3
MOST_WORDS = 6
"""So many take longer than that."""
AUDIBLE = 0.01
SPEED = (0.82, 1.22)
ENGLISH = "ab"
"""First letters of the American and British voices, which speak seven clips in ten; accents are the others'."""
PHONEMES = {
    "ʲ": "j",
    "r": "ɹ",
    "x": "k",
    "ɬ": "l",
    "ɚ": "əɹ",
    "oʊ": "O",
    "əʊ": "Q",
    "eɪ": "A",
    "aɪ": "I",
    "ɔɪ": "Y",
    "aʊ": "W",
    "tʃ": "ʧ",
    "dʒ": "ʤ",
}
"""eSpeak writes it so, Kokoro reads it so."""

type Floats = npt.NDArray[np.float32]


class Kokoro:
    """Text to speech, in a voice or between two."""

    def __init__(self, model: Path, voices: Path) -> None:
        self._session = open_session(model, threads=1)
        self._vocabulary = json.loads(model.with_name("vocab.json").read_text("utf-8"))["vocab"]
        self._styles = {path.stem: np.fromfile(path, "<f4").reshape(-1, 256) for path in sorted(voices.glob("*.bin"))}
        self._phonemizer = EspeakPhonemizer()

    @property
    def voices(self) -> list[str]:
        return list(self._styles)

    def speak(self, text: str, mixture: dict[str, float], *, speed: float) -> Floats:
        """Return the sound at `SPOKEN_HZ`, without the silence around it; `mixture` has the share of each voice."""
        phonemes = " ".join("".join(sentence) for sentence in self._phonemizer.phonemize("en-us", text))
        phonemes = re.sub(r"\([^)]*\)", "", phonemes)
        for written, read in PHONEMES.items():
            phonemes = phonemes.replace(written, read)
        tokens = [self._vocabulary[phoneme] for phoneme in phonemes if phoneme in self._vocabulary]
        style = sum(share * self._styles[voice][len(tokens)] for voice, share in mixture.items())
        given: dict[str, Any] = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": np.asarray(style, np.float32).reshape(1, 256),
            "speed": np.array([speed], np.float32),
        }
        sound: Floats = self._session.run(None, given)[0].ravel()
        loud = np.flatnonzero(np.abs(sound) > AUDIBLE)
        return sound[max(0, loud[0] - 240) : loud[-1] + 360] if loud.size else sound[:0]


def main() -> None:
    arguments = _arguments()
    phrases = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
    rng = random.Random(arguments.seed)
    kokoro = Kokoro(arguments.model, arguments.voices)
    spoken = [voice for voice in kokoro.voices if voice not in arguments.without]
    arguments.out.mkdir(parents=True, exist_ok=True)
    clips: list[dict[str, Any]] = []
    while len(clips) < arguments.count:
        kind, text = _phrase(phrases, rng)
        mixture = _mixture(spoken, rng)
        sound = kokoro.speak(_beginning(text), mixture, speed=rng.uniform(*SPEED))
        if sound.size < SPOKEN_HZ // 20:
            continue
        file = f"{len(clips):05d}.wav"
        _write(arguments.out / file, sound if kind == "backchannel" else sound[: round(LONGEST_S * SPOKEN_HZ)])
        clips.append({"file": file, "kind": kind, "text": text, "voices": list(mixture)})
        if len(clips) % 100 == 0 or len(clips) == arguments.count:
            (arguments.out / "clips.json").write_text(json.dumps(clips, indent=1) + "\n")
            print(f"{len(clips)} of {arguments.count}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--voices", type=Path, required=True)
    parser.add_argument("--without", nargs="*", default=[], help="voices not to use, such as those of a test set")
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def _phrase(phrases: dict[str, list[str]], rng: random.Random) -> tuple[str, str]:
    """Return what to say, and which kind of sound that is: nods a little less often than bids."""
    chance = rng.random()
    if chance < 0.36:
        return "backchannel", rng.choice(phrases["common_nods"])
    if chance < 0.45:
        return "backchannel", rng.choice(phrases["rare_nods"])
    if chance < 0.62:
        return "bid", rng.choice(phrases["short_bids"])
    if chance < 0.85:
        opening, rest = rng.choice(phrases["openings"]), rng.choice(phrases["continuations"])
        return "bid", f"{opening}{rng.choice([', ', ' '])}{rest}."
    return "bid", rng.choice(phrases["bids"])


def _beginning(text: str) -> str:
    """Return as much of it as is kept, so that the rest need not be spoken."""
    words = text.split()
    return text if len(words) <= MOST_WORDS else " ".join(words[:MOST_WORDS]).rstrip(",") + ","


def _mixture(voices: list[str], rng: random.Random) -> dict[str, float]:
    pool = [voice for voice in voices if voice[0] in ENGLISH] if rng.random() < 0.7 else voices
    one, other = rng.sample(pool, 2)
    share = rng.choice([1.0, 0.7, 0.5, 0.3])
    return {one: 1.0} if share == 1.0 else {one: share, other: 1.0 - share}


def _write(path: Path, sound: Floats) -> None:
    pcm = (sound / np.abs(sound).max() * 32767).astype("<i2").tobytes()
    resampler = Resampler(from_hz=SPOKEN_HZ, to_hz=HEARING_RATE_HZ)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(HEARING_RATE_HZ)
        file.writeframes(resampler.push(pcm) + resampler.flush())


if __name__ == "__main__":
    main()
