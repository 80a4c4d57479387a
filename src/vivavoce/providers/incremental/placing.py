"""Puts a decode's words on the utterance's clock: where the model says, or else into the speech that has come since."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.transcript import Word
from vivavoce.providers.incremental.heard_audio import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardWord:
    """A word as a model gives it."""

    text: str
    probability: float
    at_s: tuple[float, float] | None = None
    """Start and end, from the first decoded sample; None from a model that gives no times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What a model made of one span."""

    words: Sequence[HeardWord]
    sentence_end: float | None = None
    """P that a sentence ends with the last word; None from a model that does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedWord:
    """A word on the utterance's clock, with its probability."""

    word: Word
    probability: float


def placed(
    heard: Sequence[HeardWord], *, span: Span, before: Sequence[PlacedWord], runs: Sequence[tuple[int, int]]
) -> list[PlacedWord]:
    """Return the words with their places in the utterance.

    Words without times keep the place they had in the decode before, as far as they read the same; the others are spread by
    their letters over the runs of speech since. A text is worked out at every pause, so that the silences between words are
    exact, and a word is rarely more than a quarter of a second off (measured beside Whisper's alignment).
    """
    if all(word.at_s is not None for word in heard):
        return [
            _placed(word, span.utterance_s(word.at_s[0]), span.utterance_s(word.at_s[1])) for word in heard if word.at_s
        ]
    same = len(list(takewhile(_reads_the_same, zip(heard, before, strict=False))))
    while True:
        kept = [
            _placed(word, old.word.start_s, old.word.end_s) for word, old in zip(heard[:same], before, strict=False)
        ]
        since = round(kept[-1].word.end_s * HEARING_RATE_HZ) if kept else 0
        speech = [(max(start, since), min(end, span.covers_until)) for start, end in runs]
        speech = [(start, end) for start, end in speech if end > start]
        if speech or not kept or same == len(heard):
            return kept + list(_spread(heard[same:], speech or list(span.stretches)))
        same -= 1


def _reads_the_same(pair: tuple[HeardWord, PlacedWord]) -> bool:
    heard, old = pair
    return _plain(heard.text) == _plain(old.word.text)


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def _spread(heard: Sequence[HeardWord], speech: Sequence[tuple[int, int]]) -> Iterator[PlacedWord]:
    """Yield the words over the stretches of speech, each as long as its share of the letters, none across a silence."""
    per_letter = sum(end - start for start, end in speech) / max(1, sum(_length(word) for word in heard))
    stretches = iter(speech)
    at, until = next(stretches, (0, 0))
    for word in heard:
        needed = _length(word) * per_letter
        while until - at < needed / 2 and (following := next(stretches, None)) is not None:
            at, until = following
        end = min(until, round(at + needed))
        yield _placed(word, at / HEARING_RATE_HZ, end / HEARING_RATE_HZ)
        at = end


def _length(word: HeardWord) -> int:
    return len(word.text) + 1


def _placed(heard: HeardWord, start_s: float, end_s: float) -> PlacedWord:
    return PlacedWord(word=Word(text=heard.text, start_s=start_s, end_s=end_s), probability=heard.probability)
