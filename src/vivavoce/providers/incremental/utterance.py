"""One utterance on its way to text: which part is settled, which part is worth decoding now.

Only the tail behind the last settled pause is ever decoded again, so that an answer of twenty minutes costs no more to
finish than one of ten seconds. Positions are samples from the utterance's start.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.ports.hearing import VAD_WINDOW_SAMPLES, VoiceActivity
from vivavoce.domain.transcript import Transcription, Word

_SPEECH = 0.35
"""Voice activity from which a window is worth decoding: rather a needless decode than a lost word."""
_AROUND = round(0.4 * HEARING_RATE_HZ)
"""What is decoded before and after speech: soft first and last sounds escape voice activity. Longer silence is left out."""
_SAME_RUN = 3 * VAD_WINDOW_SAMPLES
_SETTLING_PAUSE, _SETTLING_LENGTH = round(0.6 * HEARING_RATE_HZ), 5 * HEARING_RATE_HZ
"""A pause settles what came before it, unless that is so short that it needs what follows to be understood."""
_LONG_SILENCE = 10 * HEARING_RATE_HZ
"""Silence that settles whatever came before it."""
_LONGEST_TAIL, _LONGEST_SPAN = 14 * HEARING_RATE_HZ, 24 * HEARING_RATE_HZ
_KEEP_HEAD, _KEEP_TAIL = 4 * HEARING_RATE_HZ, round(2.5 * HEARING_RATE_HZ)
"""A tail is cut neither near its start nor near its end: words need their neighbours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardWord:
    """A word on the utterance's clock, with its probability."""

    word: Word
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Stretches to decode as one, the silence between them left out."""

    stretches: tuple[tuple[int, int], ...]
    covers_until: int
    """Speech up to here will have been decoded."""
    is_cut: bool
    """There was too much to decode at once: this is the oldest part."""
    samples: bytes

    @property
    def length(self) -> int:
        return len(self.samples) // 2

    def position(self, offset: int) -> int:
        """Return where in the utterance a sample of the span lies."""
        for start, end in self.stretches:
            if offset <= end - start:
                return start + offset
            offset -= end - start
        return self.stretches[-1][1]

    def utterance_s(self, span_s: float) -> float:
        """Return the same moment on the utterance's clock."""
        return self.position(round(span_s * HEARING_RATE_HZ)) / HEARING_RATE_HZ


class Utterance:
    def __init__(self, voice_activity: VoiceActivity) -> None:
        self._voice_activity = voice_activity
        self._audio = bytearray()
        self._audio_start = 0
        self._windowed = 0
        self._runs: list[list[int]] = []
        """Start and end of each stretch of speech in the tail, oldest first."""
        self._settled: list[HeardWord] = []
        self._tail: list[HeardWord] = []
        self._decoded_until = 0

    @property
    def fed(self) -> int:
        return self._audio_start + len(self._audio) // 2

    @property
    def speech_end(self) -> int:
        """Where the last speech ended; 0 when there was none."""
        return self._runs[-1][1] if self._runs else min(self._decoded_until, self.fed)

    @property
    def silent(self) -> int:
        """Samples since the last speech."""
        return self.fed - self.speech_end

    @property
    def undecoded(self) -> int:
        """Samples of speech that no text covers yet."""
        return sum(max(0, end - max(start, self._decoded_until)) for start, end in self._runs)

    def covers(self, position: int) -> bool:
        """Return whether the text covers the speech up to a position."""
        return self._decoded_until >= position

    def feed(self, samples: bytes) -> None:
        self._audio += samples
        while self.fed - self._windowed >= VAD_WINDOW_SAMPLES:
            start = 2 * (self._windowed - self._audio_start)
            window = bytes(self._audio[start : start + 2 * VAD_WINDOW_SAMPLES])
            self._windowed += VAD_WINDOW_SAMPLES
            if self._voice_activity.probability(window) >= _SPEECH:
                self._note_speech(self._windowed - VAD_WINDOW_SAMPLES, self._windowed)
        self._forget_silence()

    def span(self) -> Span | None:
        """Return what to decode for the text to cover all speech so far, or the oldest part of it when that is too long."""
        self._settle_before_pause()
        if not self._runs or self.covers(self.speech_end):
            return None
        whole = self._span_until(self.fed, is_cut=False)
        if whole.length <= _LONGEST_SPAN:
            return whole
        return self._span_until(
            self._cut(whole.position(_LONGEST_SPAN // 2), whole.position(_LONGEST_SPAN)), is_cut=True
        )

    def accept(self, span: Span, words: Sequence[HeardWord]) -> None:
        """Take a span's words (on the utterance's clock) for the tail's text."""
        self._tail = list(words)
        self._decoded_until = span.covers_until
        if span.is_cut:
            self._settle_until(span.covers_until)
        elif span.length > _LONGEST_TAIL:
            self._settle_until(self._cut(span.position(_KEEP_HEAD), span.position(span.length - _KEEP_TAIL)))

    def transcription(self) -> Transcription:
        words = [*self._settled, *self._tail]
        return Transcription(
            text=" ".join(heard.word.text for heard in words),
            words=tuple(heard.word for heard in words),
            confidence=sum(heard.probability for heard in words) / len(words) if words else 1.0,
        )

    # --- settling

    def _settle_before_pause(self) -> None:
        """Settle the tail when all of it is decoded up to a pause behind which somebody spoke again."""
        for (_, before), (after, _) in pairwise(self._runs):
            if before <= self._decoded_until <= after + VAD_WINDOW_SAMPLES:  # speech is noted by whole windows
                spoken = sum(end - start for start, end in self._runs if end <= before)
                if after - before >= _SETTLING_PAUSE and spoken >= _SETTLING_LENGTH:
                    self._settle_until(max(min(self._decoded_until, after), after - _AROUND))
                return

    def _settle_until(self, position: int) -> None:
        """Fix the words before a position and let go of their audio."""
        position_s = position / HEARING_RATE_HZ
        is_before = [(heard.word.start_s + heard.word.end_s) / 2 < position_s for heard in self._tail]
        count = is_before.index(False) if False in is_before else len(is_before)
        self._settled += self._tail[:count]
        self._tail = self._tail[count:]
        self._runs = [[max(start, position), end] for start, end in self._runs if end > position]
        self._drop_audio(position)

    def _forget_silence(self) -> None:
        """Keep no long silence in memory: it is settled when what came before it is decoded."""
        if self.silent > _LONG_SILENCE and self.covers(self.speech_end):
            self._settle_until(self.fed - _AROUND)

    def _drop_audio(self, before: int) -> None:
        count = max(0, before - self._audio_start)
        del self._audio[: 2 * count]
        self._audio_start += count

    # --- audio

    def _span_until(self, end: int, *, is_cut: bool) -> Span:
        stretches: list[tuple[int, int]] = []
        for speech_start, speech_end in self._runs:
            if speech_start >= end:
                break
            start = max(self._audio_start, speech_start - _AROUND)
            if stretches and start <= stretches[-1][1]:
                start = stretches.pop()[0]
            stretches.append((start, min(end, speech_end + _AROUND)))
        samples = b"".join(self._slice(start, stop) for start, stop in stretches)
        return Span(stretches=tuple(stretches), covers_until=end, is_cut=is_cut, samples=samples)

    def _note_speech(self, start: int, end: int) -> None:
        if self._runs and start - self._runs[-1][1] <= _SAME_RUN:
            self._runs[-1][1] = end
        else:
            self._runs.append([start, end])

    def _cut(self, earliest: int, latest: int) -> int:
        """Return the middle of the longest pause between two positions, or the quietest moment when there is none."""
        pauses = [
            (after - before, (before + after) // 2)
            for (_, before), (after, _) in pairwise(self._runs)
            if earliest <= (before + after) // 2 <= latest
        ]
        return max(pauses)[1] if pauses else self._quietest(earliest, latest)

    def _quietest(self, earliest: int, latest: int) -> int:
        window = HEARING_RATE_HZ // 25
        samples = np.frombuffer(self._slice(earliest, latest), dtype="<i2").astype(np.float32)
        energy = np.convolve(samples**2, np.ones(window), mode="valid")
        return earliest + int(energy.argmin()) + window // 2

    def _slice(self, start: int, end: int) -> bytes:
        return bytes(self._audio[2 * (start - self._audio_start) : 2 * (end - self._audio_start)])
