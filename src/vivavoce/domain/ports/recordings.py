"""Recorded tracks: written as they come, sealed, read by byte range."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Track(StrEnum):
    CANDIDATE = "candidate"
    INTERVIEWER = "interviewer"
    MIX = "mix"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackInfo:
    """A finished track on the session clock (its time 0 is the session's)."""

    id: str
    track: Track
    media_type: str
    """``audio/ogg; codecs=opus``."""
    size_bytes: int
    duration_s: float


class RecordingWriter(Protocol):
    """One attachment's segment of one track. Stored sealed, in chunks, as they come; a crash loses the last chunk only."""

    async def write(self, data: bytes) -> None:
        """Raises `StorageFullError`/`StorageError`; the session goes on unrecorded and is flagged."""
        ...

    async def aclose(self) -> None: ...


class Recordings(Protocol):
    async def writer(self, session_id: str, *, track: Track, starts_at_s: float) -> RecordingWriter:
        """Begin a segment at this point of the session clock. Raises `ConsentMissingError` without recording consent."""
        ...

    async def finish(self, session_id: str) -> Sequence[TrackInfo]:
        """Join each track's segments into one file on the session clock; safe to repeat."""
        ...

    async def tracks(self, session_id: str) -> Sequence[TrackInfo]: ...

    async def read(self, session_id: str, track: Track, *, start: int, length: int) -> bytes:
        """Return a byte range of a finished track, decrypted."""
        ...

    async def erase(self, session_id: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What one attachment recorded of one track, not joined yet."""

    track: Track
    number: int
    starts_at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTrack:
    """A finished track and how it is cut: every chunk but the last holds `chunk_bytes`."""

    info: TrackInfo
    chunk_bytes: int


class RecordingIndex(Protocol):
    """Knows which segments and tracks a session has. Raises `StorageError` when the store does not answer."""

    async def add_segment(self, session_id: str, *, track: Track, starts_at_s: float) -> Segment:
        """Note a new segment; its number is the next of its track, never used before."""
        ...

    async def segments(self, session_id: str) -> Sequence[Segment]:
        """Return the segments not joined yet, by track and number."""
        ...

    async def complete(self, session_id: str, track: StoredTrack, *, joined: Sequence[Segment]) -> None:
        """Let this be the track and forget the segments it was joined from, in one step."""
        ...

    async def tracks(self, session_id: str) -> Sequence[StoredTrack]: ...

    async def erase(self, session_id: str) -> None: ...
