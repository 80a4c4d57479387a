"""Wrapped data keys and the index of recordings, in memory."""

from collections.abc import Mapping, Sequence

from vivavoce.domain.errors import NotFoundError
from vivavoce.domain.ports.recordings import Segment, StoredTrack, Track


class MemoryDataKeys:
    def __init__(self) -> None:
        self._wrapped: dict[str, bytes] = {}
        self._destroyed: set[str] = set()

    async def get(self, session_ids: Sequence[str]) -> Mapping[str, bytes]:
        return {name: self._wrapped[name] for name in session_ids if name in self._wrapped}

    async def put(self, session_id: str, wrapped: bytes) -> bytes:
        if session_id in self._destroyed:
            raise NotFoundError(f"the data of {session_id} was erased")
        return self._wrapped.setdefault(session_id, wrapped)

    async def destroy(self, session_id: str) -> None:
        self._wrapped.pop(session_id, None)
        self._destroyed.add(session_id)


class MemoryRecordingIndex:
    def __init__(self) -> None:
        self._segments: dict[str, dict[Segment, bool]] = {}
        self._tracks: dict[str, dict[Track, StoredTrack]] = {}

    async def add_segment(self, session_id: str, *, track: Track, starts_at_s: float) -> Segment:
        known = self._segments.setdefault(session_id, {})
        number = 1 + sum(segment.track is track for segment in known)
        segment = Segment(track=track, number=number, starts_at_s=starts_at_s)
        known[segment] = False
        return segment

    async def segments(self, session_id: str) -> Sequence[Segment]:
        waiting = [segment for segment, joined in self._segments.get(session_id, {}).items() if not joined]
        return sorted(waiting, key=lambda segment: (segment.track, segment.number))

    async def complete(self, session_id: str, track: StoredTrack, *, joined: Sequence[Segment]) -> None:
        self._tracks.setdefault(session_id, {})[track.info.track] = track
        self._segments[session_id].update(dict.fromkeys(joined, True))

    async def tracks(self, session_id: str) -> Sequence[StoredTrack]:
        return [track for _, track in sorted(self._tracks.get(session_id, {}).items())]

    async def erase(self, session_id: str) -> None:
        self._segments.pop(session_id, None)
        self._tracks.pop(session_id, None)
