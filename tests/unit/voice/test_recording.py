"""The recorder writes what was heard on both sides; joining puts segments on the session clock."""

import asyncio

import numpy as np
import pytest

from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.errors import StorageFullError
from vivavoce.domain.ports.recordings import Track
from vivavoce.voice.joining import join_segments
from vivavoce.voice.opus import OpusEncoder, decode, duration_s
from vivavoce.voice.recorder import OpusRecorder, mix

_FRAME = 960


class _Store:
    """Keeps what is written; `full_after` pages it refuses more; `stuck` never answers."""

    def __init__(self, *, full_after: int = 10**9, stuck: bool = False) -> None:
        self.pages: list[bytes] = []
        self.closed = False
        self._full_after = full_after
        self._stuck = stuck

    async def write(self, data: bytes) -> None:
        if self._stuck:
            await asyncio.sleep(10_000)
        if len(self.pages) >= self._full_after:
            raise StorageFullError("no room")
        self.pages.append(data)

    async def aclose(self) -> None:
        self.closed = True

    @property
    def data(self) -> bytes:
        return b"".join(self.pages)


def _tone(hz: float, seconds: float) -> list[Pcm]:
    samples = (8000 * np.sin(2 * np.pi * hz * np.arange(round(seconds * LINE_RATE_HZ)) / LINE_RATE_HZ)).astype(np.int16)
    return [
        Pcm(samples=samples[i : i + _FRAME].tobytes(), sample_rate_hz=LINE_RATE_HZ)
        for i in range(0, len(samples), _FRAME)
    ]


def _track(hz: float, seconds: float) -> bytes:
    encoder = OpusEncoder()
    return b"".join(encoder.encode(frame) for frame in _tone(hz, seconds)) + encoder.finish()


def _level(data: bytes, start_s: float, end_s: float) -> float:
    samples = np.frombuffer(b"".join(decode(data)), np.int16)[int(start_s * LINE_RATE_HZ) : int(end_s * LINE_RATE_HZ)]
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))


async def _record(stores: dict[Track, _Store], failures: list[str], *, seconds: float) -> None:
    recorder = OpusRecorder(stores, on_failure=failures.append)
    for candidate, interviewer in zip(_tone(300, seconds), _tone(500, seconds), strict=True):
        recorder.frame(candidate=candidate, interviewer=interviewer)
        await asyncio.sleep(0.02)
    await recorder.aclose()


def test_three_tracks_of_one_length_are_written_about_every_second() -> None:
    stores = {track: _Store() for track in Track}
    failures: list[str] = []

    run_virtual(_record(stores, failures, seconds=5.0))

    assert [duration_s(store.data) for store in stores.values()] == pytest.approx([5.0] * 3, abs=0.03)
    assert all(4 <= len(store.pages) <= 8 for store in stores.values())
    assert all(store.closed for store in stores.values())
    assert failures == []


def test_what_a_crash_leaves_plays_up_to_its_last_page() -> None:
    stores = {Track.CANDIDATE: _Store()}

    run_virtual(_record(stores, [], seconds=5.0))

    cut = b"".join(stores[Track.CANDIDATE].pages[:-2])
    assert 2.5 < duration_s(cut) < 5.0


def test_a_full_store_is_reported_once_and_ends_only_its_own_track() -> None:
    stores = {Track.CANDIDATE: _Store(full_after=1), Track.INTERVIEWER: _Store(full_after=1), Track.MIX: _Store()}
    failures: list[str] = []

    run_virtual(_record(stores, failures, seconds=6.0))

    assert failures == ["storage_full"]
    assert duration_s(stores[Track.MIX].data) == pytest.approx(6.0, abs=0.03)


def test_a_store_that_never_answers_does_not_hold_up_the_conversation() -> None:
    stores = {Track.CANDIDATE: _Store(stuck=True)}
    failures: list[str] = []

    _, took_s = run_virtual(_record(stores, failures, seconds=40.0))

    assert failures == ["storage"]
    assert took_s == pytest.approx(50.0, abs=0.5)  # the frames' own 40 s and the deadline of closing


def test_the_mix_clips_instead_of_wrapping_round() -> None:
    loud = Pcm(samples=np.full(4, 30_000, np.int16).tobytes(), sample_rate_hz=LINE_RATE_HZ)

    assert set(np.frombuffer(mix(loud, loud).samples, np.int16).tolist()) == {32_767}


def test_segments_are_joined_on_the_session_clock_with_silence_between() -> None:
    joined = join_segments([(10.0, _track(400, 2.0)), (0.0, _track(400, 3.0))])

    assert duration_s(joined) == pytest.approx(12.0, abs=0.05)
    assert _level(joined, 0.5, 2.5) > 3000
    assert _level(joined, 3.5, 9.5) < 50
    assert _level(joined, 10.5, 11.5) > 3000


def test_a_broken_segment_leaves_silence_and_the_rest_is_kept() -> None:
    joined = join_segments([(0.0, b"no ogg at all"), (2.0, _track(400, 1.0))])

    assert duration_s(joined) == pytest.approx(3.0, abs=0.05)
    assert _level(joined, 2.2, 2.8) > 3000


def test_a_lone_segment_from_the_beginning_is_kept_as_it_is() -> None:
    track = _track(400, 1.0)

    assert join_segments([(0.0, track)]) == track
