"""Finished tracks held in memory."""

from collections.abc import Sequence

from vivavoce.domain.errors import NotFoundError, VivaVoceError
from vivavoce.domain.ports.recordings import RecordingWriter, Track, TrackInfo


class HeldRecordings:
    """Serves the tracks it was given; `refusal` is raised instead of giving bytes."""

    def __init__(self) -> None:
        self._tracks: dict[tuple[str, Track], bytes] = {}
        self.refusal: VivaVoceError | None = None

    def hold(self, session_id: str, track: Track, data: bytes) -> None:
        self._tracks[session_id, track] = data

    async def writer(self, session_id: str, *, track: Track, starts_at_s: float) -> RecordingWriter:
        raise NotFoundError("nothing is recorded here")

    async def finish(self, session_id: str) -> Sequence[TrackInfo]:
        return await self.tracks(session_id)

    async def tracks(self, session_id: str) -> Sequence[TrackInfo]:
        return [
            TrackInfo(
                id=f"trk_{track}",
                track=track,
                media_type="audio/ogg; codecs=opus",
                size_bytes=len(data),
                duration_s=12.5,
            )
            for (held_for, track), data in self._tracks.items()
            if held_for == session_id
        ]

    async def read(self, session_id: str, track: Track, *, start: int, length: int) -> bytes:
        if self.refusal is not None:
            raise self.refusal
        return self._tracks[session_id, track][start : start + length]

    async def erase(self, session_id: str) -> None:
        for key in [key for key in self._tracks if key[0] == session_id]:
            del self._tracks[key]
