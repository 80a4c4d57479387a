"""A caller made of numbers: speaks for a fixed stretch, is silent, and notes when the reply's first frame came."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from vivavoce.domain.audio import FRAME_MS, LINE_RATE_HZ, Pcm
from vivavoce.domain.ports.line import LineQuality, Slot

TEXT = "I read the trace."
"""As many words as fit into the speech: more would be taken for a mishearing."""
SILENCE_S = 0.39
"""Ends a turn: with the frame that completes 0.4 s, whatever is rounded on the way."""
_FRAME_S = FRAME_MS / 1000
_SAMPLES = LINE_RATE_HZ * FRAME_MS // 1000
_SPEECH = Pcm(samples=bytes([232, 3]) * _SAMPLES, sample_rate_hz=LINE_RATE_HZ)
_SILENT = Pcm(samples=bytes(2 * _SAMPLES), sample_rate_hz=LINE_RATE_HZ)
_SPOKEN_FRAMES = 48
"""0.96 s: a whole number of the 32 ms in which speech is found, as is the 0.16 s that every turn begins on."""
_DUE_FRAMES = 20
_GRID_FRAMES = 8
_GIVEN_UP_FRAMES = 150


class CallerLine:
    """A `Line` that times a stack: `waits_s` holds one wait for every turn."""

    def __init__(self, *, turns: int, starts_after_frames: int) -> None:
        self._turns = turns
        self._lead_frames = _GRID_FRAMES * starts_after_frames
        self._due_at: float | None = None
        self._queued = 0
        self._played = 0
        self._paused = False
        self._room = asyncio.Event()
        self._replied = asyncio.Event()
        self._gone = False
        self.waits_s: list[float] = []
        self.missed = 0

    @property
    def id(self) -> str:
        return "bench"

    async def incoming(self) -> AsyncIterator[Pcm]:
        loop = asyncio.get_running_loop()
        due_at, number, spoken, silent = loop.time(), 0, 0, 0
        left = self._turns
        while left and not self._gone:
            due_at += _FRAME_S
            await asyncio.sleep(max(0.0, due_at - loop.time()))
            self._play()
            number += 1
            if number <= self._lead_frames or (not spoken and number % _GRID_FRAMES != 1):
                yield _SILENT
                continue
            if spoken < _SPOKEN_FRAMES:
                spoken += 1
                self._replied.clear()
                yield _SPEECH
                continue
            silent += 1
            if silent == _DUE_FRAMES:
                self._due_at = loop.time()
            yield _SILENT
            if silent < _DUE_FRAMES or (not self._is_over() and silent < _GIVEN_UP_FRAMES):
                continue
            self.missed += not self._replied.is_set()
            self._due_at = None
            spoken = silent = 0
            left -= 1

    def _is_over(self) -> bool:
        """The reply was heard."""
        return self._replied.is_set() and not self._queued

    def _play(self) -> None:
        if not self._paused and self._queued:
            played = min(self._queued, _SAMPLES)
            self._queued -= played
            self._played += played
            self._room.set()

    async def write(self, frame: Pcm) -> None:
        if self._due_at is not None and not self._replied.is_set():
            self.waits_s.append(asyncio.get_running_loop().time() - self._due_at)
        self._replied.set()
        while self._queued > 10 * _SAMPLES:
            self._room.clear()
            await self._room.wait()
        self._queued += frame.sample_count

    def pause(self) -> None:
        self._paused = True

    def resume(self) -> None:
        self._paused = False

    def clear(self) -> None:
        self._queued = 0
        self._room.set()

    @property
    def played_samples(self) -> int:
        return self._played

    @property
    def queued_samples(self) -> int:
        return self._queued

    def take_slots(self) -> Sequence[Slot]:
        return ()

    @property
    def quality(self) -> LineQuality:
        return LineQuality(round_trip_ms=0.0, jitter_ms=0.0, lost_fraction=0.0)

    async def hang_up(self, *, reason: str) -> None:
        self._gone = True
        self._room.set()
