"""Packets as networks deliver them, and the even audio that must come out."""

from array import array

from vivavoce.transports.webrtc.arriving import ArrivingAudio
from vivavoce.transports.webrtc.opus import FRAME_BYTES, FRAME_SAMPLES, SILENT_FRAME

START = 0xFFFF_FFFF - 2 * FRAME_SAMPLES
"""Three packets before the 32-bit timestamp wraps."""


def loud(number: int) -> bytes:
    return array("h", [10_000 + number]).tobytes() * FRAME_SAMPLES


def quiet(number: int) -> bytes:
    return array("h", [1 + number]).tobytes() * FRAME_SAMPLES


def numbers(frames: list[bytes]) -> list[int | None]:
    """Which packet each frame came from; None for silence."""
    return [None if frame == SILENT_FRAME else array("h", frame)[0] % 10_000 for frame in frames]


class Stream:
    """A sender and the audio that arrives from it; the codec is the identity."""

    def __init__(self) -> None:
        self.arriving = ArrivingAudio(lambda payload: payload)

    def send(self, *packets: int, source: int = 1, sound: object = loud, timestamp: int | None = None) -> None:
        for number in packets:
            at = timestamp if timestamp is not None else (START + number * FRAME_SAMPLES) % (1 << 32)
            payload = loud(number) if sound is loud else quiet(number)
            self.arriving.arrived(source=source, timestamp=at, payload=payload)

    def take(self, count: int = 1) -> list[bytes]:
        return [self.arriving.take() for _ in range(count)]


def test_a_steady_stream_is_played_without_delay_across_the_timestamp_wrap() -> None:
    stream = Stream()

    heard = []
    for number in range(10):
        stream.send(number)
        heard += stream.take()

    assert numbers(heard) == list(range(10))
    assert stream.arriving.depth_samples == 0


def test_silence_is_played_for_as_long_as_nothing_comes() -> None:
    stream = Stream()
    stream.send(0)

    heard = stream.take(51)

    assert numbers(heard) == [0] + [None] * 50


def test_after_discontinuous_transmission_speech_goes_on_without_added_delay() -> None:
    stream = Stream()
    stream.send(0)
    stream.take(21)

    stream.send(21)
    heard = stream.take()

    assert numbers(heard) == [21]
    assert stream.arriving.depth_samples == 0


def test_packets_in_the_wrong_order_are_played_in_the_right_one() -> None:
    stream = Stream()

    stream.send(0, 2, 1, 3)
    heard = stream.take(4)

    assert numbers(heard) == [0, 1, 2, 3]


def test_a_lost_packet_costs_its_own_20_ms_and_no_lasting_delay() -> None:
    stream = Stream()

    heard = []
    for number in range(200):
        if number != 50:
            stream.send(number, sound=quiet)
        heard += stream.take()

    assert None in numbers(heard)
    assert stream.arriving.depth_samples == 0
    assert numbers(heard)[-1] == 200


def test_the_same_packet_twice_and_a_packet_too_late_are_dropped_and_counted() -> None:
    stream = Stream()
    stream.send(0, 1)
    stream.take(2)

    stream.send(1, 0)

    assert numbers(stream.take()) == [None]
    assert stream.arriving.dropped_packets == 2


def test_a_late_burst_loses_nothing_and_its_delay_is_given_back_in_quiet() -> None:
    stream = Stream()
    stream.send(0)
    stream.take(6)

    stream.send(1, 2, 3, 4, 5)
    heard = stream.take(5)
    for number in range(6, 200):
        stream.send(number, sound=quiet)
        stream.take()

    assert numbers(heard) == [1, 2, 3, 4, 5]
    assert stream.arriving.depth_samples == 0


def test_a_flood_never_builds_more_than_3_s() -> None:
    stream = Stream()

    stream.send(*range(400))

    assert stream.arriving.depth_samples <= 150 * FRAME_SAMPLES
    assert numbers(stream.take()) == [250]


def test_a_second_of_delay_waits_for_a_pause_and_loses_no_word() -> None:
    stream = Stream()
    stream.send(*range(50))

    heard = []
    for number in range(50, 250):
        stream.send(number)
        heard += stream.take()
    for number in range(250, 450):
        stream.send(number, sound=quiet)
        stream.take()

    assert numbers(heard) == list(range(200))
    assert stream.arriving.depth_samples == 0


def test_needless_delay_beyond_2_s_goes_even_while_somebody_speaks() -> None:
    stream = Stream()
    stream.send(*range(130))

    for number in range(130, 330):
        stream.send(number)
        stream.take()

    assert stream.arriving.depth_samples < 100 * FRAME_SAMPLES


def test_a_new_stream_replaces_the_old_one_at_once() -> None:
    stream = Stream()
    stream.send(500)
    stream.take()

    stream.send(7, source=2)

    assert numbers(stream.take()) == [7]


def test_a_sender_that_begins_anew_with_old_timestamps_is_heard() -> None:
    stream = Stream()
    stream.send(500)
    stream.take()

    stream.send(3)

    assert numbers(stream.take()) == [3]


def test_a_broken_packet_is_20_ms_of_silence() -> None:
    arriving = ArrivingAudio(lambda payload: b"" if payload == b"broken" else payload)

    arriving.arrived(source=1, timestamp=0, payload=b"broken")
    arriving.arrived(source=1, timestamp=FRAME_SAMPLES, payload=loud(1))

    assert numbers([arriving.take(), arriving.take()]) == [None, 1]


def test_packets_of_60_ms_are_cut_into_frames() -> None:
    arriving = ArrivingAudio(lambda payload: payload)
    arriving.arrived(source=1, timestamp=0, payload=loud(1) + loud(2) + loud(3))

    frames = [arriving.take() for _ in range(3)]

    assert numbers(frames) == [1, 2, 3]
    assert all(len(frame) == FRAME_BYTES for frame in frames)
