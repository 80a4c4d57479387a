"""One moment cut out of a recorded track."""

import numpy as np
import pytest

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.voice.clip import clip
from vivavoce.voice.opus import OpusEncoder, decode

TONE_FROM_S, TONE_TO_S, LENGTH_S = 6.0, 7.0, 10


def _track(*, cut_short: bool = False) -> bytes:
    """Ten seconds of silence with a second of tone in it."""
    encoder, data = OpusEncoder(), b""
    for step in range(LENGTH_S * 50):
        at_s = np.arange(960) / LINE_RATE_HZ + step * 0.02
        tone = 8000 * np.sin(2 * np.pi * 440 * at_s) * ((at_s >= TONE_FROM_S) & (at_s < TONE_TO_S))
        data += encoder.encode(Pcm(samples=tone.astype(np.int16).tobytes(), sample_rate_hz=LINE_RATE_HZ))
    rest = encoder.finish()
    return data if cut_short else data + rest


@pytest.mark.parametrize("cut_short", [False, True])
def test_a_clip_holds_its_stretch_and_nothing_else(*, cut_short: bool) -> None:
    cut = clip(_track(cut_short=cut_short), start_s=5.5, end_s=7.5)

    samples = np.frombuffer(b"".join(decode(cut)), np.int16)
    loud_s = np.nonzero(np.abs(samples.astype(int)) > 2000)[0] / LINE_RATE_HZ
    assert len(samples) / LINE_RATE_HZ == pytest.approx(2.0, abs=0.05)
    assert (loud_s[0], loud_s[-1]) == pytest.approx((0.5, 1.5), abs=0.03)


def test_a_stretch_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing"):
        clip(_track(), start_s=60.0, end_s=62.0)


def test_what_is_no_track_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing"):
        clip(b"", start_s=0.0, end_s=2.0)
