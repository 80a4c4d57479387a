"""A stretch cut out of a recorded track, as a little file of its own: to hear one moment again."""

import io
from collections.abc import Iterator

import av
import numpy as np

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.voice.opus import OpusEncoder

_SEEK_EARLIER_S = 0.5
"""Opus needs a moment of decoding before it sounds right."""
_MICROSECONDS = 1_000_000


def clip(data: bytes, *, start_s: float, end_s: float) -> bytes:
    """Return this stretch of an Ogg Opus file as an Ogg Opus file, padded with silence where the track has ended before.

    Raises `ValueError` when nothing of it is there. Blocks: about a hundredth of the stretch's length.
    """
    first, last = round(start_s * LINE_RATE_HZ), round(end_s * LINE_RATE_HZ)
    samples = np.zeros(max(0, last - first), np.int16)
    found = False
    for at, piece in _decoded_from(data, start_s - _SEEK_EARLIER_S):
        if at >= last:
            break
        begin, end = max(at, first), min(at + len(piece), last)
        if begin < end:
            samples[begin - first : end - first] = piece[begin - at : end - at]
            found = True
    if not found:
        raise ValueError("the track holds nothing of this stretch")
    encoder = OpusEncoder()
    return encoder.encode(Pcm(samples=samples.tobytes(), sample_rate_hz=LINE_RATE_HZ)) + encoder.finish()


def _decoded_from(data: bytes, start_s: float) -> Iterator[tuple[int, np.ndarray]]:
    """Yield (place in samples, mono samples at 48 kHz) from about this second on; of a track cut short, what is there."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=LINE_RATE_HZ)
    try:
        with av.open(io.BytesIO(data), "r", format="ogg") as container:
            if start_s > 0:
                container.seek(round(start_s * _MICROSECONDS))
            for frame in container.decode(audio=0):
                at = round((frame.time or 0.0) * LINE_RATE_HZ)
                for part in resampler.resample(frame):
                    piece = part.to_ndarray().astype(np.int16, copy=False).reshape(-1)
                    yield at, piece
                    at += len(piece)
    except (av.FFmpegError, IndexError):
        return
