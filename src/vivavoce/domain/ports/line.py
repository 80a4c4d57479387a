"""A candidate's live audio connection, whatever carries it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from vivavoce.domain.audio import Pcm


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuality:
    """What the connection measured lately."""

    round_trip_ms: float | None
    jitter_ms: float
    lost_fraction: float
    """0–1 of incoming packets over the last seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """20 ms of a line: one frame in each direction."""

    heard: Pcm
    sent: Pcm


class Line(Protocol):
    """One connection: 20 ms frames of mono 16-bit audio at 48 kHz in both directions.

    **Incoming**: `incoming()` yields a frame every 20 ms for as long as the line lives; a gap (lost packets, a frozen tab,
    DTX) is filled with silence so that audio time never stops. It ends when the line is gone; there is one reader.

    **Outgoing**: the line plays what `write` queued, one frame every 20 ms, silence in between. `write` waits while more than
    200 ms are queued. `pause` stops sending within a frame and keeps the queue, `resume` goes on with it, `clear` drops it.
    `played_samples` counts samples really sent since the line opened (silence of an empty or paused queue not counted).
    """

    @property
    def id(self) -> str: ...

    def incoming(self) -> AsyncIterator[Pcm]: ...

    async def write(self, frame: Pcm) -> None: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def clear(self) -> None: ...

    @property
    def played_samples(self) -> int: ...

    @property
    def queued_samples(self) -> int: ...

    def take_slots(self) -> Sequence[Slot]:
        """Return the slots since the last call, exactly as they were heard and went out; for recording, there is one taker.

        Every incoming frame has its slot, in order: that puts both directions on one grid. A line may send a slot's frame a
        moment after it yielded that slot's incoming frame, so that the reader can still react to what it heard: then the
        slot is there at the next frame. A line remembers 10 s, then forgets the oldest. `clear` and `pause` take back
        nothing that was already sent.
        """
        ...

    @property
    def quality(self) -> LineQuality: ...

    async def hang_up(self, *, reason: str) -> None:
        """Close the line; safe to call twice."""
        ...


class LineTap(Protocol):
    """Gets every frame of both directions on one 20 ms grid, for recording. Must return at once."""

    def frame(self, *, candidate: Pcm, interviewer: Pcm) -> None: ...


class RecordingTap(LineTap, Protocol):
    """A tap that keeps what it gets, until it is closed."""

    async def aclose(self) -> None:
        """Finish what was taken so far; frames that come later are dropped. Safe to call twice."""
        ...
