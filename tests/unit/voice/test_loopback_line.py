"""The line in memory keeps the law of lines."""

import asyncio

import numpy as np
import pytest

from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.transports.loopback.line import LoopbackLine

_FRAME_S = 0.02


def _audio(seconds: float, *, level: int = 1000) -> Pcm:
    samples = np.full(round(seconds * LINE_RATE_HZ), level, dtype="<i2")
    return Pcm(samples=samples.tobytes(), sample_rate_hz=LINE_RATE_HZ)


async def _listen(line: LoopbackLine, frames: list[Pcm]) -> None:
    async for frame in line.incoming():
        frames += [frame]


async def _write(line: LoopbackLine, seconds: float) -> None:
    for _ in range(round(seconds / _FRAME_S)):
        await line.write(_audio(_FRAME_S))


def _loud_s(pcm: Pcm) -> float:
    return float(np.count_nonzero(np.frombuffer(pcm.samples, "<i2"))) / LINE_RATE_HZ


def test_a_frame_comes_every_20_ms_whether_anybody_speaks_or_not() -> None:
    async def hear() -> list[Pcm]:
        line, frames = LoopbackLine(), list[Pcm]()
        listening = asyncio.create_task(_listen(line, frames))
        line.play(_audio(0.5))
        await asyncio.sleep(2.01)
        listening.cancel()
        return frames

    frames = run_virtual(hear())[0]

    assert len(frames) == 100
    assert sum(_loud_s(frame) for frame in frames) == pytest.approx(0.5)


def test_writing_waits_while_200_ms_are_queued() -> None:
    async def write() -> tuple[float, int]:
        line = LoopbackLine()
        listening = asyncio.create_task(_listen(line, []))
        begun = asyncio.get_running_loop().time()
        await _write(line, 2.0)
        took_s = asyncio.get_running_loop().time() - begun
        queued = line.queued_samples
        listening.cancel()
        return took_s, queued

    took_s, queued = run_virtual(write())[0]

    assert took_s == pytest.approx(2.0 - 0.2, abs=0.05)
    assert queued <= (0.2 + _FRAME_S) * LINE_RATE_HZ


def test_pause_keeps_the_queue_and_clear_drops_it() -> None:
    async def act() -> tuple[int, int, int, int]:
        line = LoopbackLine()
        listening = asyncio.create_task(_listen(line, []))
        await _write(line, 0.2)
        await asyncio.sleep(0.1)
        line.pause()
        paused_at = line.played_samples
        await asyncio.sleep(1.0)
        still = line.played_samples
        line.resume()
        await asyncio.sleep(0.04)
        line.clear()
        resumed = line.played_samples
        await asyncio.sleep(1.0)
        after = line.played_samples
        listening.cancel()
        return paused_at, still, resumed, after

    paused_at, still, resumed, after = run_virtual(act())[0]

    assert paused_at == still
    assert resumed - still == pytest.approx(0.04 * LINE_RATE_HZ, abs=960)
    assert after == resumed


def test_what_was_sent_can_be_taken_frame_by_frame_with_its_silence() -> None:
    async def take() -> tuple[bytes, bytes]:
        line, taken = LoopbackLine(), bytearray()

        async def follow() -> None:
            async for _ in line.incoming():
                for slot in line.take_slots():
                    taken.extend(slot.sent.samples)

        following = asyncio.create_task(follow())
        await asyncio.sleep(0.1)
        await _write(line, 0.3)
        await asyncio.sleep(1.0)
        following.cancel()
        return bytes(taken), line.heard.samples

    taken, heard = run_virtual(take())[0]

    assert taken == heard
    assert _loud_s(Pcm(samples=taken, sample_rate_hz=LINE_RATE_HZ)) == pytest.approx(0.3)


def test_hanging_up_ends_the_incoming_side_and_frees_a_waiting_writer() -> None:
    async def hang_up() -> None:
        line = LoopbackLine()
        listening = asyncio.create_task(_listen(line, []))
        line.pause()
        writing = asyncio.create_task(_write(line, 5.0))
        await asyncio.sleep(0.5)
        await line.hang_up(reason="over")
        await line.hang_up(reason="over")
        await asyncio.gather(listening, writing)

    _, took_s = run_virtual(hang_up())

    assert took_s < 0.6


def test_only_the_lines_own_rate_can_be_played() -> None:
    with pytest.raises(ValueError, match="48000"):
        LoopbackLine().play(Pcm(samples=b"", sample_rate_hz=16_000))
