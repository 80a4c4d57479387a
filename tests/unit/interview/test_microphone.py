"""A dead microphone is told from a silent candidate by stillness that no room has."""

import random

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.interview.microphone import Microphone

FRAME_SAMPLES = LINE_RATE_HZ // 50
_noise = random.Random(7)


def a_room() -> Pcm:
    levels = b"".join(_noise.randint(-30, 30).to_bytes(2, "little", signed=True) for _ in range(FRAME_SAMPLES))
    return Pcm(samples=levels, sample_rate_hz=LINE_RATE_HZ)


ROOM = a_room()
NOTHING = Pcm(samples=bytes(2 * FRAME_SAMPLES), sample_rate_hz=LINE_RATE_HZ)


def _hears(microphone: Microphone, frame: Pcm, seconds: float) -> None:
    for _ in range(round(seconds * 50)):
        microphone.hear(frame)


def _is_dead(microphone: Microphone) -> bool:
    return microphone.is_dead


def test_a_quiet_room_is_not_a_dead_microphone() -> None:
    microphone = Microphone()

    _hears(microphone, ROOM, 120)

    assert not _is_dead(microphone)


def test_perfect_stillness_after_a_living_room_is_a_dead_microphone_until_it_lives_again() -> None:
    microphone = Microphone()
    _hears(microphone, ROOM, 60)

    _hears(microphone, NOTHING, 0.9)
    assert not _is_dead(microphone)
    _hears(microphone, NOTHING, 0.2)
    assert _is_dead(microphone)
    _hears(microphone, ROOM, 0.02)
    assert not _is_dead(microphone)
    _hears(microphone, NOTHING, 1.1)
    assert _is_dead(microphone)


def test_a_line_that_never_carried_anything_is_dead_after_a_while() -> None:
    microphone = Microphone()

    _hears(microphone, NOTHING, 7)
    assert not _is_dead(microphone)
    _hears(microphone, NOTHING, 2)
    assert _is_dead(microphone)
    assert not microphone.was_alive


def test_of_devices_that_send_stillness_between_words_nothing_is_claimed() -> None:
    microphone = Microphone()
    for _ in range(7):
        _hears(microphone, ROOM, 2)
        _hears(microphone, NOTHING, 1)

    _hears(microphone, NOTHING, 60)

    assert not _is_dead(microphone)


def test_a_rest_is_no_stillness() -> None:
    microphone = Microphone()
    _hears(microphone, ROOM, 20)
    _hears(microphone, NOTHING, 0.8)

    microphone.rest()
    _hears(microphone, NOTHING, 0.8)

    assert not _is_dead(microphone)
