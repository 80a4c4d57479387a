"""Lines in memory as rooms and devices make them: with a floor of noise, with a microphone that dies, with an echo."""

import random
from collections import deque
from collections.abc import AsyncIterator, Sequence

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.ports.line import Slot
from vivavoce.transports.loopback.line import LoopbackLine

FRAME_SAMPLES = LINE_RATE_HZ // 50
_ECHO_FRAMES = 15
"""0.3 s from the interviewer's playout back to its ear."""


def room_noise(seed: int = 7) -> Pcm:
    """Return 20 ms of a quiet room: far below speech, and never still."""
    noise = random.Random(seed)
    levels = b"".join(noise.randint(-30, 30).to_bytes(2, "little", signed=True) for _ in range(FRAME_SAMPLES))
    return Pcm(samples=levels, sample_rate_hz=LINE_RATE_HZ)


class _ChangedLine(LoopbackLine):
    """What arrives is not what the candidate said."""

    def __init__(self, line_id: str) -> None:
        super().__init__(line_id)
        self._arrived: deque[Pcm] = deque()

    def changed(self, frame: Pcm) -> Pcm:
        raise NotImplementedError

    async def incoming(self) -> AsyncIterator[Pcm]:
        async for frame in super().incoming():
            self._arrived.append(self.changed(frame))
            yield self._arrived[-1]

    def take_slots(self) -> Sequence[Slot]:
        return [Slot(heard=self._arrived.popleft(), sent=slot.sent) for slot in super().take_slots()]


class RoomLine(_ChangedLine):
    """A microphone in a room; while `dead`, nothing at all comes out of it."""

    def __init__(self) -> None:
        super().__init__("room")
        self.dead = False
        self._room_noise = room_noise()

    def changed(self, frame: Pcm) -> Pcm:
        if self.dead:
            return Pcm(samples=bytes(len(frame.samples)), sample_rate_hz=frame.sample_rate_hz)
        return frame if frame.samples.strip(b"\0") else self._room_noise


class EchoingLine(_ChangedLine):
    """A loudspeaker next to the microphone: what the interviewer says comes in again.

    `cancelled_after_s`: an echo canceller that needs so long each time; only the beginnings come back.
    """

    def __init__(self, *, cancelled_after_s: float = float("inf")) -> None:
        super().__init__("echoing")
        self._on_its_way = deque([bytes(2 * FRAME_SAMPLES)] * _ECHO_FRAMES)
        self._cancelled_after_s = cancelled_after_s
        self._speaks_for_s = 0.0

    def take_slots(self) -> Sequence[Slot]:
        slots = super().take_slots()
        for slot in slots:
            sent = slot.sent
            self._speaks_for_s = self._speaks_for_s + sent.duration_s if sent.samples.strip(b"\0") else 0.0
            comes_back = self._speaks_for_s <= self._cancelled_after_s
            self._on_its_way.append(sent.samples if comes_back else bytes(len(sent.samples)))
        return slots

    def changed(self, frame: Pcm) -> Pcm:
        echo = self._on_its_way.popleft() if self._on_its_way else b""
        speaks = bool(frame.samples.strip(b"\0"))
        return frame if speaks or not echo else Pcm(samples=echo, sample_rate_hz=LINE_RATE_HZ)
