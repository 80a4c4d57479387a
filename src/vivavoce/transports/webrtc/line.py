"""One WebRTC call as a `Line`: a single 20 ms clock moves both directions, first in, then out."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence

import structlog
from aiortc import RTCPeerConnection

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.ids import new_id
from vivavoce.domain.ports.line import LineQuality, Slot
from vivavoce.transports.webrtc.arriving import ArrivingAudio
from vivavoce.transports.webrtc.departing import DepartingAudio, OutgoingTrack
from vivavoce.transports.webrtc.life import LineDeadlines, LineLife
from vivavoce.transports.webrtc.opus import OpusDecoder
from vivavoce.transports.webrtc.quality import LinkWatch

_log = structlog.get_logger(__name__)

_UNREAD_FRAMES = 500
"""10 s: a listener that stalls longer loses the oldest audio."""
_UNTAKEN_SLOTS = 500
_REACTION_S = 0.004
"""From a slot's frame heard to its frame sent. Who hears a candidate begin is silent 16 ms sooner than with the next slot."""


class WebRtcLine:
    """A candidate's browser, connected. `WebRtcCalls` makes it; `Line` says what callers may rely on."""

    def __init__(
        self,
        connection: RTCPeerConnection,
        *,
        deadlines: LineDeadlines,
        on_closed: Callable[["WebRtcLine", str], None],
    ) -> None:
        self._id = new_id("line")
        self._on_closed = on_closed
        self._watch = LinkWatch(connection)
        self._life = LineLife(connection, self._watch, deadlines=deadlines, beat=self._exchange, on_end=self._ended)
        self._departing = DepartingAudio()
        self._heard = _HeardFrames()
        self.arriving = ArrivingAudio(OpusDecoder().decode)
        self.track = OutgoingTrack()
        self._slots = _Slots(self._departing, self.track)

    def open(self) -> None:
        """Start waiting for the connection, and carry audio when it stands."""
        self._life.begin(name=f"line {self._id}")

    @property
    def id(self) -> str:
        return self._id

    async def incoming(self) -> AsyncIterator[Pcm]:
        while (frame := await self._heard.take()) is not None:
            yield frame

    async def write(self, frame: Pcm) -> None:
        await self._departing.write(frame)

    def pause(self) -> None:
        self._departing.pause()

    def resume(self) -> None:
        self._departing.resume()

    def clear(self) -> None:
        self._departing.clear()

    @property
    def played_samples(self) -> int:
        return self._departing.played_samples

    @property
    def queued_samples(self) -> int:
        return self._departing.queued_samples

    def take_slots(self) -> Sequence[Slot]:
        return self._slots.take()

    @property
    def quality(self) -> LineQuality:
        return self._watch.quality

    async def hang_up(self, *, reason: str) -> None:
        """Close the line; safe to call twice. Saying goodbye to the network happens later, off the caller's path."""
        self._life.end(reason)

    def _exchange(self) -> None:
        """Every 20 ms: hear one frame, and send one a moment later."""
        heard = _pcm(self.arriving.take())
        self._heard.put(heard)
        asyncio.get_running_loop().call_later(_REACTION_S, self._slots.send, heard)

    def _ended(self, reason: str) -> None:
        lost = {"late_packets": self.arriving.dropped_packets, "unread_frames": self._heard.dropped}
        _log.info("line_closed", line_id=self._id, reason=reason, **lost)
        self._departing.close()
        self._heard.put(None)
        self._on_closed(self, reason)


class _Slots:
    """Sends a frame for each that was heard, and remembers both until they are taken."""

    def __init__(self, departing: DepartingAudio, track: OutgoingTrack) -> None:
        self._departing = departing
        self._track = track
        self._untaken: deque[Slot] = deque(maxlen=_UNTAKEN_SLOTS)

    def send(self, heard: Pcm) -> None:
        frame = self._departing.next_frame()
        self._track.send(frame)
        self._untaken.append(Slot(heard=heard, sent=_pcm(frame)))

    def take(self) -> Sequence[Slot]:
        taken = list(self._untaken)
        self._untaken.clear()
        return taken


class _HeardFrames:
    """What was heard and not read yet; a reader that stalls for 10 s loses the oldest."""

    def __init__(self) -> None:
        self._frames: asyncio.Queue[Pcm | None] = asyncio.Queue(_UNREAD_FRAMES)
        self.dropped = 0

    def put(self, frame: Pcm | None) -> None:
        """Add a frame; None is the end."""
        if self._frames.full():
            self._frames.get_nowait()
            self.dropped += 1
        self._frames.put_nowait(frame)

    async def take(self) -> Pcm | None:
        return await self._frames.get()


def _pcm(samples: bytes) -> Pcm:
    return Pcm(samples=samples, sample_rate_hz=LINE_RATE_HZ)
