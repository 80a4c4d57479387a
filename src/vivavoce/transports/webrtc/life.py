"""The life of a connection: when it begins, its 20 ms beat, and why it ends."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from aiortc import RTCPeerConnection

from vivavoce.domain.audio import FRAME_MS
from vivavoce.transports.webrtc.quality import LinkWatch

_log = structlog.get_logger(__name__)

_FRAME_S = FRAME_MS / 1000
_LONGEST_CATCH_UP_S = 1.0
"""A busy machine's missed frames are made up for; those of a machine that slept are not."""
_WATCH_EVERY_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDeadlines:
    """When a connection counts as gone."""

    connect_s: float = 20.0
    """From the answer to the first encrypted packet."""
    data_s: float = 10.0
    """Nothing at all received, neither audio nor control packets. A muted track may send no audio, and reports on what a
    browser hears come every 2.5 to 7.5 s (RFC 3550): measured, Chromium was silent for more than 6 s."""


class LineLife:
    """Calls `beat` every 20 ms while the connection stands, and `on_end` once with the reason it ended for."""

    def __init__(
        self,
        connection: RTCPeerConnection,
        watch: LinkWatch,
        *,
        deadlines: LineDeadlines,
        beat: Callable[[], None],
        on_end: Callable[[str], None],
    ) -> None:
        self._connection = connection
        self._watch = watch
        self._deadlines = deadlines
        self._beat = beat
        self._on_end = on_end
        self._connected = asyncio.Event()
        self._ended = False
        self._task: asyncio.Task[None] | None = None

    def begin(self, *, name: str) -> None:
        """Start waiting for the connection."""
        self._connection.on("connectionstatechange", self._connection_changed)
        self._task = asyncio.create_task(self._live(), name=name)
        self._task.add_done_callback(self._lived)

    def end(self, reason: str) -> None:
        """Stop the beat; safe to call twice."""
        if self._ended:
            return
        self._ended = True
        if self._task is not None:
            self._task.cancel()
        self._on_end(reason)

    async def _live(self) -> None:
        try:
            async with asyncio.timeout(self._deadlines.connect_s):
                await self._connected.wait()
        except TimeoutError:
            self.end("never_connected")
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
            self._beat()

    async def _keep_watch(self) -> None:
        silent_s = 0.0
        while silent_s < self._deadlines.data_s:
            await asyncio.sleep(_WATCH_EVERY_S)
            silent_s = 0.0 if await self._watch.read() else silent_s + _WATCH_EVERY_S
        self.end("nothing_received")

    def _connection_changed(self) -> None:
        state = self._connection.connectionState
        if state == "connected":
            self._connected.set()
        elif state in {"failed", "closed"}:
            self.end(f"connection_{state}")

    def _lived(self, life: asyncio.Task[None]) -> None:
        """A bug in carrying audio ends the call and is reported: a silent line would leave a candidate waiting."""
        error = None if life.cancelled() else life.exception()
        if error is not None:
            _log.error("line_failed", line=life.get_name(), exc_info=error)
            self.end("internal_error")
