"""Records both sides of a line as Ogg Opus, without ever holding up the conversation."""

import asyncio
from collections.abc import Callable, Mapping

import numpy as np

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.errors import StorageError
from vivavoce.domain.ports.recordings import RecordingWriter, Track
from vivavoce.voice import metrics
from vivavoce.voice.opus import OpusEncoder

_PAGES_WAITING_AT_MOST = 30
"""Half a minute of a store that does not answer, 120 kB a track; then the track is given up."""
CLOSE_DEADLINE_S = 10.0


class OpusRecorder:
    """A `RecordingTap`: candidate, interviewer and the mix of both, sample for sample on one grid.

    A store that fails, or stays behind for half a minute, is reported once through `on_failure` with the error's code, and its
    track ends there, playable; the other tracks go on. Make it where an event loop runs.
    """

    def __init__(self, writers: Mapping[Track, RecordingWriter], *, on_failure: Callable[[str], None]) -> None:
        self._on_failure = on_failure
        self._failed = False
        self._closed = False
        self._tracks = {track: _TrackWriter(writer, self._report) for track, writer in writers.items()}

    def frame(self, *, candidate: Pcm, interviewer: Pcm) -> None:
        if self._closed:
            return
        sides = {Track.CANDIDATE: candidate, Track.INTERVIEWER: interviewer}
        for track, writer in self._tracks.items():
            writer.take(sides[track] if track in sides else mix(candidate, interviewer))

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            await asyncio.gather(*(writer.aclose() for writer in self._tracks.values()))

    def _report(self, code: str) -> None:
        if not self._failed:
            self._failed = True
            self._on_failure(code)


class _TrackWriter:
    """Encodes one track and brings its pages to the store in the background."""

    def __init__(self, writer: RecordingWriter, report: Callable[[str], None]) -> None:
        self._writer = writer
        self._report = report
        self._encoder = OpusEncoder()
        self._pages: asyncio.Queue[bytes] = asyncio.Queue(maxsize=_PAGES_WAITING_AT_MOST)
        self._given_up = False
        self._bringing = asyncio.create_task(self._bring())

    def take(self, pcm: Pcm) -> None:
        if not self._given_up:
            self._enqueue(self._encoder.encode(pcm))

    def _enqueue(self, page: bytes) -> None:
        if not page:
            return
        try:
            self._pages.put_nowait(page)
        except asyncio.QueueFull:
            metrics.RECORDER_DROPPED_BYTES.inc(len(page))
            self._give_up(StorageError.code)

    def _give_up(self, code: str) -> None:
        self._given_up = True
        self._report(code)

    async def _bring(self) -> None:
        """Write page after page; an empty one is the end."""
        while page := await self._pages.get():
            if self._given_up:
                metrics.RECORDER_DROPPED_BYTES.inc(len(page))
                continue
            try:
                await self._writer.write(page)
            except StorageError as error:
                self._give_up(error.code)

    async def aclose(self) -> None:
        try:
            async with asyncio.timeout(CLOSE_DEADLINE_S):
                last = self._encoder.finish()
                if last and not self._given_up:
                    await self._pages.put(last)
                await self._pages.put(b"")
                await self._bringing
                await self._writer.aclose()
        except TimeoutError:
            self._bringing.cancel()
            self._report(StorageError.code)
        except StorageError as error:
            self._report(error.code)


def mix(one: Pcm, other: Pcm) -> Pcm:
    """Return both at once, as a listener in the room would hear them; loud peaks are clipped."""
    total = np.frombuffer(one.samples, np.int16).astype(np.int32) + np.frombuffer(other.samples, np.int16)
    return Pcm(samples=np.clip(total, -32_768, 32_767).astype(np.int16).tobytes(), sample_rate_hz=LINE_RATE_HZ)
