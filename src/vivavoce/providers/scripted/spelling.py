"""Speech that a program can read: each character is held as one loudness level for a fifteenth of a second.

It lasts as long as the words would when spoken, it can be cut, paused, mixed up with silence and resampled, and the scripted
speech-to-text reads back exactly the characters that arrived. So a test says *what was said and when*, and everything from
the line to the transcript is exercised. It is no sound for people, and codecs that remove low frequencies destroy it.
"""

from dataclasses import dataclass

import numpy as np

from vivavoce.domain.audio import Pcm
from vivavoce.domain.transcript import Word

CHARACTERS_PER_S = 15
"""The rate of unhurried English."""
AUDIBLE_LEVEL = 1000
"""Every character is louder than this; silence is not."""

_FIRST, _LAST = 32, 126  # printable ASCII
_LEVEL_OF_FIRST, _LEVEL_STEP, _LEVEL_TOLERANCE = 2000, 100, 40
_TAIL_OFFSET, _TAIL_SHARE = 50, 0.1  # the end of a character lies between two levels, so that "ll" is not one long "l"
_GAP_BETWEEN_WORDS_S = 0.1
_SHORTEST_S = 0.02  # less is the edge of a cut or of a filter, not a character
_ASCII = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})


@dataclass(frozen=True, slots=True, kw_only=True)
class SpelledCharacter:
    character: str
    start_s: float
    end_s: float


def spell(text: str, *, sample_rate_hz: int, pace: float = 1.0) -> Pcm:
    """Return the text as readable speech; characters outside ASCII become their nearest relative or a space."""
    characters = [c if _FIRST <= ord(c) <= _LAST else " " for c in text.translate(_ASCII)]
    levels = np.array([_LEVEL_OF_FIRST + _LEVEL_STEP * (ord(c) - _FIRST) for c in characters], dtype="<i2")
    block = sample_rate_hz / (CHARACTERS_PER_S * pace)
    edges = np.round(np.arange(len(characters) + 1) * block).astype(int)
    samples = np.repeat(levels, np.diff(edges))
    for edge in edges[1:].tolist():
        samples[edge - round(block * _TAIL_SHARE) : edge] += _TAIL_OFFSET
    return Pcm(samples=samples.tobytes(), sample_rate_hz=sample_rate_hz)


def read(pcm: Pcm) -> list[SpelledCharacter]:
    """Return the characters heard, in order; whatever is not spelled speech is skipped."""
    samples = np.frombuffer(pcm.samples, dtype="<i2").astype(np.int32)
    if samples.size == 0:
        return []
    codes = np.round((samples - _LEVEL_OF_FIRST) / _LEVEL_STEP).astype(np.int32)
    off_level = np.abs(samples - _LEVEL_OF_FIRST - codes * _LEVEL_STEP) > _LEVEL_TOLERANCE
    codes[off_level | (codes < 0) | (codes > _LAST - _FIRST)] = -1
    starts = np.concatenate(([0], np.flatnonzero(np.diff(codes)) + 1))
    ends = np.concatenate((starts[1:], [codes.size]))
    return [
        SpelledCharacter(
            character=chr(_FIRST + code), start_s=start / pcm.sample_rate_hz, end_s=end / pcm.sample_rate_hz
        )
        for start, end, code in zip(starts.tolist(), ends.tolist(), codes[starts].tolist(), strict=True)
        if code >= 0 and end - start >= _SHORTEST_S * pcm.sample_rate_hz
    ]


def read_words(pcm: Pcm) -> tuple[Word, ...]:
    """Return the words heard: characters between spaces, or between silences."""
    words: list[Word] = []
    current: list[SpelledCharacter] = []
    for character in read(pcm):
        gap_s = character.start_s - current[-1].end_s if current else 0.0
        if current and (character.character == " " or gap_s > _GAP_BETWEEN_WORDS_S):
            words.append(_word(current))
            current = []
        if character.character != " ":
            current.append(character)
    return (*words, _word(current)) if current else tuple(words)


def _word(characters: list[SpelledCharacter]) -> Word:
    text = "".join(character.character for character in characters)
    return Word(text=text, start_s=characters[0].start_s, end_s=characters[-1].end_s)
