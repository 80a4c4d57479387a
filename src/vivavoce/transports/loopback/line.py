"""A candidate's line without a network: what goes in and out is exact to the sample, on the event loop's clock."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence

from vivavoce.domain.audio import FRAME_MS, LINE_RATE_HZ, Pcm
from vivavoce.domain.ports.line import LineQuality, Slot

_FRAME_S = FRAME_MS / 1000
_FRAME_BYTES = 2 * LINE_RATE_HZ * FRAME_MS // 1000
_WRITE_AHEAD_BYTES = 10 * _FRAME_BYTES  # 200 ms, as the port demands
_REMEMBERED_SLOTS = 500
_SILENCE = bytes(_FRAME_BYTES)


class LoopbackLine:
    """A `Line` whose far end is this object too: `play` speaks into it, `heard` is all that came out.

    Slot n begins n · 20 ms after `incoming` was first read, on the loop's clock: under a virtual clock a whole interview
    takes as long as its computing. Slots that the reader is late for are made up at once, none is lost.
    """

    def __init__(self, line_id: str = "loopback") -> None:
        self._id = line_id
        self._to_come = bytearray()
        self._queue = bytearray()
        self._heard = bytearray()
        self._untaken: deque[Slot] = deque(maxlen=_REMEMBERED_SLOTS)
        self._room = asyncio.Event()
        self._room.set()
        self._paused = False
        self._gone = asyncio.Event()
        self._played_samples = 0

    # The candidate's end.

    def play(self, audio: Pcm) -> None:
        """Let the candidate say this, behind what is still to come; raise `ValueError` when it is not 48 kHz."""
        if audio.sample_rate_hz != LINE_RATE_HZ:
            raise ValueError(f"a line carries {LINE_RATE_HZ} Hz, not {audio.sample_rate_hz}")
        self._to_come += audio.samples

    @property
    def heard(self) -> Pcm:
        """All the candidate's ear got since the line opened, silence included: sample n at n / 48 000 s."""
        return Pcm(samples=bytes(self._heard), sample_rate_hz=LINE_RATE_HZ)

    # The interviewer's end, as the port says.

    @property
    def id(self) -> str:
        return self._id

    async def incoming(self) -> AsyncIterator[Pcm]:
        loop = asyncio.get_running_loop()
        due_at = loop.time()
        while not self._gone.is_set():
            due_at += _FRAME_S
            await asyncio.sleep(max(0.0, due_at - loop.time()))
            sent = self._send()
            if not self._gone.is_set():
                heard = _pcm(_cut_frame(self._to_come).ljust(_FRAME_BYTES, b"\0"))
                self._untaken.append(Slot(heard=heard, sent=sent))
                yield heard

    async def write(self, frame: Pcm) -> None:
        while len(self._queue) > _WRITE_AHEAD_BYTES and not self._gone.is_set():
            self._room.clear()
            await self._room.wait()
        if not self._gone.is_set():
            self._queue += frame.samples

    def pause(self) -> None:
        self._paused = True

    def resume(self) -> None:
        self._paused = False

    def clear(self) -> None:
        self._queue.clear()
        self._room.set()

    def take_slots(self) -> Sequence[Slot]:
        taken = list(self._untaken)
        self._untaken.clear()
        return taken

    @property
    def played_samples(self) -> int:
        return self._played_samples

    @property
    def queued_samples(self) -> int:
        return len(self._queue) // 2

    @property
    def quality(self) -> LineQuality:
        return LineQuality(round_trip_ms=0.0, jitter_ms=0.0, lost_fraction=0.0)

    async def hang_up(self, *, reason: str) -> None:
        self._gone.set()
        self._room.set()

    def _send(self) -> Pcm:
        frame = _SILENCE
        if not self._paused and self._queue:
            part = _cut_frame(self._queue)
            self._played_samples += len(part) // 2
            frame = part.ljust(_FRAME_BYTES, b"\0")
        self._heard += frame
        if len(self._queue) <= _WRITE_AHEAD_BYTES:
            self._room.set()
        return _pcm(frame)


def _pcm(samples: bytes) -> Pcm:
    return Pcm(samples=samples, sample_rate_hz=LINE_RATE_HZ)


def _cut_frame(audio: bytearray) -> bytes:
    """Take the next 20 ms off, or what there is of it."""
    frame = bytes(audio[:_FRAME_BYTES])
    del audio[:_FRAME_BYTES]
    return frame
