"""What waits to be sent, so that hearing never blocks and a vendor that takes nothing more is found out."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import Fault, ProviderError

_CAPACITY = 10_000
"""A session that takes over is given two unanswered minutes at once, in frames of 20 ms."""
_TOGETHER_S = 0.5
"""Audio that has piled up is sent in pieces of this length: a hundred frames a second would take as long as the speech."""


class Outbox[Item]:
    """Sends items in order, each within a deadline; audio that piled up goes together.

    What does not fit any more is dropped and counted: the deadline ends the session long before.
    """

    def __init__(self, name: str, send: Callable[[Item | Pcm], Awaitable[None]], *, deadline_s: float) -> None:
        self._name = name
        self._send = send
        self._deadline_s = deadline_s
        self._waiting: deque[Item | Pcm] = deque()
        self._filled = asyncio.Event()
        self.dropped = 0

    def put(self, item: Item | Pcm) -> None:
        if len(self._waiting) >= _CAPACITY:
            self.dropped += 1
            return
        self._waiting.append(item)
        self._filled.set()

    async def run(self, *, idle_s: float | None = None, idle: Callable[[], Item | Pcm] | None = None) -> None:
        """Send until cancelled; after `idle_s` without anything to send, send what `idle` makes.

        Raises `ProviderError` (silent) when the vendor takes longer than the deadline, and whatever `send` raises.
        """
        while True:
            item = await self._next(idle_s, idle)
            try:
                async with asyncio.timeout(self._deadline_s):
                    await self._send(item)
            except TimeoutError:
                message = f"it took nothing for {self._deadline_s:g} s"
                raise ProviderError(self._name, message, fault=Fault.SILENT) from None

    async def _next(self, idle_s: float | None, idle: Callable[[], Item | Pcm] | None) -> Item | Pcm:
        while not self._waiting:
            self._filled.clear()
            try:
                async with asyncio.timeout(idle_s if idle else None):
                    await self._filled.wait()
            except TimeoutError:
                if idle is not None:
                    return idle()
        item = self._waiting.popleft()
        return self._with_what_follows(item) if isinstance(item, Pcm) else item

    def _with_what_follows(self, pcm: Pcm) -> Pcm:
        pieces = [pcm]
        together_s = pcm.duration_s
        while self._waiting and together_s < _TOGETHER_S:
            following = self._waiting[0]
            if not isinstance(following, Pcm) or following.sample_rate_hz != pcm.sample_rate_hz:
                break
            self._waiting.popleft()
            pieces.append(following)
            together_s += following.duration_s
        return Pcm(samples=b"".join(piece.samples for piece in pieces), sample_rate_hz=pcm.sample_rate_hz)
