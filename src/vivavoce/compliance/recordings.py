"""Recordings, sealed as they come: small chunks under the session's data key, each bound to its place.

While an interview runs, every attachment is a segment: ``recordings/{session}/{track}/{segment}/{chunk}``. Afterwards `finish`
joins a track's segments into one file on the session clock, sealed in chunks again, so that a player's byte range opens only
what it needs. Each step leaves either the old or the new state: a crash loses the chunk being filled and nothing else.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby

from vivavoce.domain.errors import ConsentMissingError, NotFoundError, StorageError
from vivavoce.domain.ids import new_id
from vivavoce.domain.ports.objects import ObjectStore
from vivavoce.domain.ports.recordings import RecordingIndex, RecordingWriter, Segment, StoredTrack, Track, TrackInfo
from vivavoce.domain.ports.vault import Vault

CHUNK_BYTES = 64 * 1024
CHUNK_S = 2.0
"""What a crash can cost, and how soon a withdrawn consent stops the writing."""
KEPT_BACK_BYTES = 4 * CHUNK_BYTES
"""How much waits while the stores do not answer: over a minute of Opus speech."""
MEDIA_TYPE = "audio/ogg; codecs=opus"

type Join = Callable[[Sequence[tuple[float, bytes]]], bytes]
"""Make one file on the session clock of segments (start in seconds, bytes); blocks."""
type Measure = Callable[[bytes], float]
"""Say how many seconds a file plays; raises `ValueError` when it does not; blocks."""


class SealedRecordings:
    """The `Recordings` of this platform."""

    def __init__(
        self,
        objects: ObjectStore,
        vault: Vault,
        index: RecordingIndex,
        *,
        may_record: Callable[[str], Awaitable[bool]],
        join: Join,
        measure: Measure,
    ) -> None:
        self._chunks = _SealedChunks(objects, vault)
        self._objects = objects
        self._index = index
        self._may_record = may_record
        self._join = join
        self._measure = measure

    async def writer(self, session_id: str, *, track: Track, starts_at_s: float) -> RecordingWriter:
        if not await self._may_record(session_id):
            raise ConsentMissingError("the candidate has not allowed a recording", fix="Go on without recording.")
        segment = await self._index.add_segment(session_id, track=track, starts_at_s=starts_at_s)
        return _SealedWriter(self._chunks, session_id, segment, may_record=self._may_record)

    async def finish(self, session_id: str) -> Sequence[TrackInfo]:
        waiting = await self._index.segments(session_id)
        for track, segments in groupby(waiting, key=lambda segment: segment.track):
            await self._finish_track(session_id, track, list(segments))
        return await self.tracks(session_id)

    async def tracks(self, session_id: str) -> Sequence[TrackInfo]:
        return [stored.info for stored in await self._index.tracks(session_id)]

    async def read(self, session_id: str, track: Track, *, start: int, length: int) -> bytes:
        stored = await self._stored(session_id, track)
        if stored is None:
            raise NotFoundError(f"session {session_id} has no finished {track} track")
        end = min(start + length, stored.info.size_bytes)
        if start >= end:
            return b""
        first, last = start // stored.chunk_bytes, (end - 1) // stored.chunk_bytes
        place = _joined_place(session_id, stored.info)
        parts = [await self._chunks.get(session_id, place, number) for number in range(first, last + 1)]
        skip = start - first * stored.chunk_bytes
        return b"".join(parts)[skip : skip + end - start]

    async def so_far(self, session_id: str, track: Track) -> bytes:
        """Return all there is of a track, finished or not, as one file; empty when there is nothing. Changes nothing."""
        parts = await self._parts(session_id, track, await self._index.segments(session_id))
        try:
            return (await asyncio.to_thread(self._join, parts)) if parts else b""
        except ValueError:  # its first page is still being filled
            return b""

    async def holds(self, session_id: str) -> bool:
        """Tell whether anything of this session is kept, finished or not."""
        return bool(await self._index.tracks(session_id) or await self._objects.list(_place(session_id)))

    async def erase(self, session_id: str) -> None:
        await self._objects.delete(await self._objects.list(_place(session_id)))
        await self._index.erase(session_id)

    async def _finish_track(self, session_id: str, track: Track, segments: list[Segment]) -> None:
        before = await self._stored(session_id, track)
        parts = await self._parts(session_id, track, segments)
        if len(parts) == (before is not None):  # nothing new
            return
        try:
            data, duration_s = await asyncio.to_thread(self._joined, parts)
        except ValueError:  # cut off by a crash so early that nothing plays; the pieces stay until they are erased
            return
        info = TrackInfo(
            id=new_id("trk"), track=track, media_type=MEDIA_TYPE, size_bytes=len(data), duration_s=duration_s
        )
        await self._chunks.put_all(session_id, _joined_place(session_id, info), data)
        await self._index.complete(session_id, StoredTrack(info=info, chunk_bytes=CHUNK_BYTES), joined=segments)
        stale = [_segment_place(session_id, segment) for segment in segments]
        stale += [_joined_place(session_id, before.info)] if before else []
        for place in stale:
            await self._objects.delete(await self._objects.list(place))

    async def _parts(self, session_id: str, track: Track, segments: Sequence[Segment]) -> list[tuple[float, bytes]]:
        """Return what there is of a track, each part with its start: what was joined before, then these segments of it."""
        before = await self._stored(session_id, track)
        joined = [(0.0, await self._chunks.all(session_id, _joined_place(session_id, before.info)))] if before else []
        waiting = [
            (segment.starts_at_s, await self._chunks.all(session_id, _segment_place(session_id, segment)))
            for segment in segments
            if segment.track is track
        ]
        return joined + [(starts_at_s, data) for starts_at_s, data in waiting if data]

    def _joined(self, parts: Sequence[tuple[float, bytes]]) -> tuple[bytes, float]:
        data = self._join(parts)
        return data, self._measure(data)

    async def _stored(self, session_id: str, track: Track) -> StoredTrack | None:
        return next((one for one in await self._index.tracks(session_id) if one.info.track is track), None)


class _SealedWriter:
    """One segment. When consent or the data key is gone, what comes is dropped, unkept and unreported."""

    def __init__(
        self,
        chunks: "_SealedChunks",
        session_id: str,
        segment: Segment,
        *,
        may_record: Callable[[str], Awaitable[bool]],
    ) -> None:
        self._chunks = chunks
        self._session_id = session_id
        self._place = _segment_place(session_id, segment)
        self._may_record = may_record
        self._waiting = bytearray()
        self._next_chunk = 0
        self._flushed_at = asyncio.get_running_loop().time()
        self._open = True

    async def write(self, data: bytes) -> None:
        if not self._open:
            return
        self._waiting += data
        now = asyncio.get_running_loop().time()
        if len(self._waiting) < CHUNK_BYTES and now - self._flushed_at < CHUNK_S:
            return
        self._flushed_at = now
        try:
            await self._flush()
        except StorageError as error:
            if not error.retryable or len(self._waiting) > KEPT_BACK_BYTES:
                self._close()
                raise

    async def aclose(self) -> None:
        try:
            if self._open and self._waiting:
                await self._flush()
        finally:
            self._close()

    async def _flush(self) -> None:
        """Store what waits; it goes on waiting when the stores do not answer."""
        data = bytes(self._waiting)
        try:
            if not await self._may_record(self._session_id):
                self._close()
                return
            await self._chunks.put(self._session_id, self._place, self._next_chunk, data)
        except NotFoundError:  # erased while recording
            self._close()
            return
        self._next_chunk += 1
        del self._waiting[: len(data)]

    def _close(self) -> None:
        self._open = False
        self._waiting.clear()


class _SealedChunks:
    """Numbered chunks below a place in the object store."""

    def __init__(self, objects: ObjectStore, vault: Vault) -> None:
        self._objects = objects
        self._vault = vault

    async def put(self, session_id: str, place: str, number: int, data: bytes) -> None:
        key = f"{place}/{number:06d}"
        await self._objects.put(key, await self._vault.seal(session_id, data, context=key))

    async def get(self, session_id: str, place: str, number: int) -> bytes:
        return await self._opened(session_id, f"{place}/{number:06d}")

    async def put_all(self, session_id: str, place: str, data: bytes) -> None:
        for number, begin in enumerate(range(0, len(data), CHUNK_BYTES)):
            await self.put(session_id, place, number, data[begin : begin + CHUNK_BYTES])

    async def all(self, session_id: str, place: str) -> bytes:
        return b"".join([await self._opened(session_id, key) for key in await self._objects.list(place)])

    async def _opened(self, session_id: str, key: str) -> bytes:
        return await self._vault.open(session_id, await self._objects.get(key), context=key)


def _place(session_id: str, track: Track | None = None) -> str:
    return f"recordings/{session_id}" + (f"/{track.value}" if track else "")


def _segment_place(session_id: str, segment: Segment) -> str:
    return f"{_place(session_id, segment.track)}/{segment.number:04d}"


def _joined_place(session_id: str, info: TrackInfo) -> str:
    return f"{_place(session_id, info.track)}/{info.id}"
