"""The ear of one line: 48 kHz frames in, 32 ms windows with their place on the session clock and P(speech) out."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import av
import numpy as np

from vivavoce.domain.audio import HEARING_RATE_HZ, LINE_RATE_HZ, Pcm
from vivavoce.domain.ports.hearing import VAD_WINDOW_SAMPLES, VoiceActivity

WINDOW_S = VAD_WINDOW_SAMPLES / HEARING_RATE_HZ
_WINDOW_BYTES = 2 * VAD_WINDOW_SAMPLES


class Resampler:
    """Changes the rate of a stream of mono 16-bit audio, piece by piece, without clicks at the seams."""

    def __init__(self, *, from_hz: int, to_hz: int) -> None:
        self._from_hz = from_hz
        self._same = from_hz == to_hz
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=to_hz)

    def push(self, samples: bytes) -> bytes:
        """Return what is ready: about 1 ms is held back for the filter."""
        if self._same or not samples:
            return samples
        frame = av.AudioFrame.from_ndarray(np.frombuffer(samples, np.int16).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = self._from_hz
        return self._bytes(self._resampler.resample(frame))

    def flush(self) -> bytes:
        """Return the rest; nothing may be pushed afterwards."""
        return b"" if self._same else self._bytes(self._resampler.resample(None))

    @staticmethod
    def _bytes(frames: list[av.AudioFrame]) -> bytes:
        return b"".join(frame.to_ndarray().astype(np.int16, copy=False).tobytes() for frame in frames)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """512 samples at 16 kHz as heard."""

    samples: bytes
    start_s: float
    end_s: float
    probability: float


class Ear:
    """Listens to one line and remembers the last seconds."""

    def __init__(self, activity: VoiceActivity, *, starts_at_s: float, remembers_s: float) -> None:
        self._activity = activity
        self._resampler = Resampler(from_hz=LINE_RATE_HZ, to_hz=HEARING_RATE_HZ)
        self._pending = bytearray()
        self._starts_at_s = starts_at_s
        self._windows = 0
        self._memory: deque[bytes] = deque(maxlen=max(1, round(remembers_s / WINDOW_S)))

    def hear(self, frame: Pcm) -> Iterator[Window]:
        """Take the next frame; yield the windows that it completes."""
        self._pending += self._resampler.push(frame.samples)
        while len(self._pending) >= _WINDOW_BYTES:
            samples = bytes(self._pending[:_WINDOW_BYTES])
            del self._pending[:_WINDOW_BYTES]
            start_s = self._starts_at_s + self._windows * WINDOW_S
            self._windows += 1
            self._memory.append(samples)
            probability = self._activity.probability(samples)
            yield Window(samples=samples, start_s=start_s, end_s=start_s + WINDOW_S, probability=probability)

    @property
    def heard_s(self) -> float:
        """Where the last window ended, on the session clock."""
        return self._starts_at_s + self._windows * WINDOW_S

    def last(self, seconds: float) -> bytes:
        """Return the last seconds heard (16 kHz), as far as remembered."""
        count = min(len(self._memory), round(seconds / WINDOW_S))
        return b"".join(list(self._memory)[-count:]) if count else b""
