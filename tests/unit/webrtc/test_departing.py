"""What is queued on a line is played in order, and stops when told to."""

import asyncio
from array import array

import pytest
from aiortc.mediastreams import MediaStreamError

from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.transports.webrtc.departing import DepartingAudio, OutgoingTrack
from vivavoce.transports.webrtc.opus import FRAME_BYTES, FRAME_SAMPLES, SILENT_FRAME, OpusDecoder


def frame(value: int, *, samples: int = FRAME_SAMPLES) -> Pcm:
    return Pcm(samples=array("h", [value]).tobytes() * samples, sample_rate_hz=LINE_RATE_HZ)


def filled(count: int) -> DepartingAudio:
    departing = DepartingAudio()
    for value in range(1, count + 1):
        asyncio.run(departing.write(frame(value)))
    return departing


def test_frames_leave_in_order_and_only_they_count_as_played() -> None:
    departing = filled(2)

    left = [departing.next_frame() for _ in range(3)]

    assert left == [frame(1).samples, frame(2).samples, SILENT_FRAME]
    assert departing.played_samples == 2 * FRAME_SAMPLES


def test_a_pause_is_silent_from_the_next_frame_and_loses_nothing() -> None:
    departing = filled(2)
    departing.next_frame()

    departing.pause()
    paused = departing.next_frame()
    departing.resume()
    resumed = departing.next_frame()

    assert paused == SILENT_FRAME
    assert resumed == frame(2).samples
    assert departing.played_samples == 2 * FRAME_SAMPLES


def test_clear_drops_what_is_queued() -> None:
    departing = filled(5)

    departing.clear()

    assert departing.next_frame() == SILENT_FRAME
    assert departing.queued_samples == 0


def test_an_uneven_rest_is_completed_with_silence() -> None:
    departing = DepartingAudio()
    asyncio.run(departing.write(frame(7, samples=100)))

    sent = departing.next_frame()

    assert sent == frame(7, samples=100).samples + bytes(FRAME_BYTES - 200)
    assert departing.played_samples == 100


def test_a_writer_waits_while_more_than_200_ms_are_queued() -> None:
    departing = DepartingAudio()

    async def scenario() -> int:
        async with asyncio.TaskGroup() as tasks:
            writer = tasks.create_task(_write_many(departing, count=50))
            await asyncio.sleep(0)
            most = departing.queued_samples
            while not writer.done():
                departing.next_frame()
                await asyncio.sleep(0.02)
                most = max(most, departing.queued_samples)
            return most

    most, took_s = run_virtual(scenario())

    assert most == 11 * FRAME_SAMPLES
    assert took_s == pytest.approx((50 - 11) * 0.02, abs=0.05)


def test_a_writer_on_a_closed_line_does_not_wait() -> None:
    departing = DepartingAudio()

    async def scenario() -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_write_many(departing, count=50))
            await asyncio.sleep(1)
            departing.close()

    run_virtual(scenario())

    assert departing.queued_samples == 0


def test_a_wrong_sample_rate_is_refused() -> None:
    departing = DepartingAudio()

    with pytest.raises(ValueError, match="48000 Hz, not 16000 Hz"):
        asyncio.run(departing.write(Pcm(samples=b"", sample_rate_hz=16_000)))


def test_packets_carry_the_time_of_their_frame_and_long_silence_is_not_encoded_again() -> None:
    async def scenario() -> list[tuple[int, bytes]]:
        track = OutgoingTrack()
        for value in (3000, *[0] * 20, 3000):
            track.send(frame(value).samples)
        packets = [await track.recv() for _ in range(22)]
        track.stop()
        with pytest.raises(MediaStreamError):
            await track.recv()
        return [(packet.pts or 0, bytes(packet)) for packet in packets]

    packets = asyncio.run(scenario())

    assert [at for at, _ in packets] == [n * FRAME_SAMPLES for n in range(22)]
    assert len({payload for _, payload in packets[7:20]}) == 1
    assert max(array("h", OpusDecoder().decode(packets[20][1]))) < 50


def test_a_connection_that_takes_nothing_costs_no_memory() -> None:
    track = OutgoingTrack()

    for _ in range(500):
        track.send(SILENT_FRAME)

    assert track.unsent_packets == 450


async def _write_many(departing: DepartingAudio, *, count: int) -> None:
    for value in range(count):
        await departing.write(frame(value + 1))
