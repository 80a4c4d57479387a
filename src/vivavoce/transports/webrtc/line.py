"""One WebRTC call as a `Line`: a single 20 ms clock moves both directions."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import structlog
from aiortc import RTCPeerConnection

from vivavoce.domain.audio import FRAME_MS, LINE_RATE_HZ, Pcm
from vivavoce.domain.ids import new_id
from vivavoce.domain.ports.line import LineQuality
from vivavoce.transports.webrtc.arriving import ArrivingAudio
from vivavoce.transports.webrtc.departing import DepartingAudio, OutgoingTrack
from vivavoce.transports.webrtc.opus import SILENT_FRAME, OpusDecoder
from vivavoce.transports.webrtc.quality import LinkWatch

_log = structlog.get_logger(__name__)

_FRAME_S = FRAME_MS / 1000
_LONGEST_CATCH_UP_S = 1.0
"""A busy machine's missed frames are made up for; those of a machine that slept are not."""
_UNREAD_FRAMES = 500
"""10 s: a listener that stalls longer loses the oldest audio."""
_UNTAKEN_FRAMES = 10
_WATCH_EVERY_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDeadlines:
    """When a connection counts as gone."""

    connect_s: float = 20.0
    """From the answer to the first encrypted packet."""
    data_s: float = 6.0
    """Nothing at all received, neither audio nor control packets (browsers send both, also when muted)."""


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
        self._connection = connection
        self._deadlines = deadlines
        self._on_closed = on_closed
        self._watch = LinkWatch(connection)
        self._departing = DepartingAudio()
        self._sent: deque[bytes] = deque(maxlen=_UNTAKEN_FRAMES)
        self._heard: asyncio.Queue[Pcm | None] = asyncio.Queue(_UNREAD_FRAMES)
        self._connected = asyncio.Event()
        self._closed = False
        self._life: asyncio.Task[None] | None = None
        self.arriving = ArrivingAudio(OpusDecoder().decode)
        self.track = OutgoingTrack()
        self.unread_frames = 0
        """Dropped because nobody read `incoming` for 10 s."""

    def open(self) -> None:
        """Start waiting for the connection, and carry audio when it stands."""
        self._connection.on("connectionstatechange", self._connection_changed)
        self._life = asyncio.create_task(self._live(), name=f"line {self._id}")
        self._life.add_done_callback(self._lived)

    @property
    def id(self) -> str:
        return self._id

    async def incoming(self) -> AsyncIterator[Pcm]:
        while (frame := await self._heard.get()) is not None:
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

    def take_sent(self) -> Pcm:
        return _pcm(self._sent.popleft() if self._sent else SILENT_FRAME)

    @property
    def quality(self) -> LineQuality:
        return self._watch.quality

    async def hang_up(self, *, reason: str) -> None:
        """Close the line; safe to call twice. Saying goodbye to the network happens later, off the caller's path."""
        self._close(reason)

    async def _live(self) -> None:
        try:
            async with asyncio.timeout(self._deadlines.connect_s):
                await self._connected.wait()
        except TimeoutError:
            self._close("never_connected")
            return
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keep_time())
            tasks.create_task(self._keep_watch())

    async def _keep_time(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += _FRAME_S
            behind = loop.time() - due
            if behind > _LONGEST_CATCH_UP_S:
                due = loop.time()
            await asyncio.sleep(max(0.0, -behind))
            frame = self._departing.next_frame()
            self.track.send(frame)
            self._sent.append(frame)
            self._hear(_pcm(self.arriving.take()))

    async def _keep_watch(self) -> None:
        silent_s = 0.0
        while silent_s < self._deadlines.data_s:
            await asyncio.sleep(_WATCH_EVERY_S)
            silent_s = 0.0 if await self._watch.read() else silent_s + _WATCH_EVERY_S
        self._close("nothing_received")

    def _connection_changed(self) -> None:
        state = self._connection.connectionState
        if state == "connected":
            self._connected.set()
        elif state in {"failed", "closed"}:
            self._close(f"connection_{state}")

    def _hear(self, frame: Pcm | None) -> None:
        if self._heard.full():
            self._heard.get_nowait()
            self.unread_frames += 1
        self._heard.put_nowait(frame)

    def _close(self, reason: str) -> None:
        if self._closed:
            return
        self._closed = True
        _log.info("line_closed", line_id=self._id, reason=reason, late_packets=self.arriving.dropped_packets)
        self._departing.close()
        self._hear(None)
        if self._life is not None:
            self._life.cancel()
        self._on_closed(self, reason)

    def _lived(self, life: asyncio.Task[None]) -> None:
        """A bug in carrying audio ends the call and is reported: a silent line would leave a candidate waiting."""
        error = None if life.cancelled() else life.exception()
        if error is not None:
            _log.error("line_failed", line_id=self._id, exc_info=error)
            self._close("internal_error")


def _pcm(samples: bytes) -> Pcm:
    return Pcm(samples=samples, sample_rate_hz=LINE_RATE_HZ)
