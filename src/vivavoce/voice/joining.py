"""Joins the segments of one recorded track, one for every time the candidate was connected, on the session clock."""

from collections.abc import Sequence
from contextlib import suppress

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.voice.opus import OpusEncoder, decode

_STEP_SAMPLES = 960
_STEP_BYTES = 2 * _STEP_SAMPLES


def join_segments(segments: Sequence[tuple[float, bytes]]) -> bytes:
    """Return one Ogg Opus file whose time 0 is the session's: each segment at its start, silence between.

    Segments are (start in seconds, Ogg Opus bytes) in any order. One that a crash cut off counts as far as it can be read,
    one that cannot be read at all leaves silence, one that would begin before the last has ended is moved behind it. A lone
    segment from time 0 is returned as it is; otherwise it is work for a thread: about 10 s of processor for an hour.
    """
    if len(segments) == 1 and round(segments[0][0] * LINE_RATE_HZ) < _STEP_SAMPLES:
        return segments[0][1]
    track = _JoinedTrack()
    for starts_at_s, data in sorted(segments, key=lambda segment: segment[0]):
        track.silence_until(starts_at_s)
        with suppress(ValueError):
            for samples in decode(data):
                track.add(samples)
    return track.finish()


class _JoinedTrack:
    """One track growing, 20 ms at a time."""

    def __init__(self) -> None:
        self._encoder = OpusEncoder()
        self._pending = bytearray()
        self._joined = bytearray()
        self._samples = 0

    def silence_until(self, at_s: float) -> None:
        """Fill up with silence; the segment before ends on a whole step."""
        self._pending += bytes(-len(self._pending) % _STEP_BYTES)
        self._encode_pending()
        for _ in range((round(at_s * LINE_RATE_HZ) - self._samples) // _STEP_SAMPLES):
            self.add(bytes(_STEP_BYTES))

    def add(self, samples: bytes) -> None:
        self._pending += samples
        self._encode_pending()

    def _encode_pending(self) -> None:
        while len(self._pending) >= _STEP_BYTES:
            step = bytes(self._pending[:_STEP_BYTES])
            del self._pending[:_STEP_BYTES]
            self._joined += self._encoder.encode(Pcm(samples=step, sample_rate_hz=LINE_RATE_HZ))
            self._samples += _STEP_SAMPLES

    def finish(self) -> bytes:
        self._pending += bytes(-len(self._pending) % _STEP_BYTES)
        self._encode_pending()
        return bytes(self._joined + self._encoder.finish())
