"""The audio of one utterance as far as it is still needed, and where in it somebody speaks."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.ports.hearing import VAD_WINDOW_SAMPLES, VoiceActivity

_SPEECH = 0.35
"""Voice activity from which a window is worth decoding: rather a needless decode than a lost word."""
AROUND = round(0.4 * HEARING_RATE_HZ)
"""What is decoded before and after speech: soft first and last sounds escape voice activity. Longer silence is left out."""
_SAME_RUN = 3 * VAD_WINDOW_SAMPLES


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


class HeardAudio:
    """Takes samples as they come, notes the runs of speech among them, and lets go of what is settled."""

    def __init__(self, voice_activity: VoiceActivity) -> None:
        self._voice_activity = voice_activity
        self._samples = bytearray()
        self._start = 0
        self._windowed = 0
        self._runs: list[list[int]] = []

    @property
    def fed(self) -> int:
        return self._start + len(self._samples) // 2

    @property
    def runs(self) -> list[tuple[int, int]]:
        """Start and end of each stretch of speech that is kept, oldest first."""
        return [(start, end) for start, end in self._runs]

    def feed(self, samples: bytes) -> None:
        self._samples += samples
        while self.fed - self._windowed >= VAD_WINDOW_SAMPLES:
            window = self._slice(self._windowed, self._windowed + VAD_WINDOW_SAMPLES)
            self._windowed += VAD_WINDOW_SAMPLES
            if self._voice_activity.probability(window) >= _SPEECH:
                self._note_speech(self._windowed - VAD_WINDOW_SAMPLES, self._windowed)

    def drop(self, before: int) -> None:
        """Let go of everything before a position."""
        self._runs = [[max(start, before), end] for start, end in self._runs if end > before]
        count = max(0, before - self._start)
        del self._samples[: 2 * count]
        self._start += count

    def span_until(self, end: int, *, is_cut: bool) -> Span:
        """Return the speech kept up to a position, with a little around each stretch."""
        stretches: list[tuple[int, int]] = []
        for speech_start, speech_end in self._runs:
            if speech_start >= end:
                break
            start = max(self._start, speech_start - AROUND)
            if stretches and start <= stretches[-1][1]:
                start = stretches.pop()[0]
            stretches.append((start, min(end, speech_end + AROUND)))
        samples = b"".join(self._slice(start, stop) for start, stop in stretches)
        return Span(stretches=tuple(stretches), covers_until=end, is_cut=is_cut, samples=samples)

    def cut(self, earliest: int, latest: int) -> int:
        """Return the middle of the longest pause between two positions, or the quietest moment when there is none."""
        pauses = [
            (after - before, (before + after) // 2)
            for (_, before), (after, _) in pairwise(self._runs)
            if earliest <= (before + after) // 2 <= latest
        ]
        return max(pauses)[1] if pauses else self._quietest(earliest, latest)

    def _note_speech(self, start: int, end: int) -> None:
        if self._runs and start - self._runs[-1][1] <= _SAME_RUN:
            self._runs[-1][1] = end
        else:
            self._runs.append([start, end])

    def _quietest(self, earliest: int, latest: int) -> int:
        window = HEARING_RATE_HZ // 25
        samples = np.frombuffer(self._slice(earliest, latest), dtype="<i2").astype(np.float32)
        energy = np.convolve(samples**2, np.ones(window), mode="valid")
        return earliest + int(energy.argmin()) + window // 2

    def _slice(self, start: int, end: int) -> bytes:
        return bytes(self._samples[2 * (start - self._start) : 2 * (end - self._start)])
