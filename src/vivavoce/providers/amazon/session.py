"""One open Nova Sonic session.

The vendor decides by itself when a turn is over, and then speaks by itself: what nobody asked for is thrown away, and only the
reply to a written direction is passed on. Told by its beginning: a reply that was already on its way is not ours, and neither
is one whose words are not the direction's. While a reply of ours is on its way, the microphone is held back, so that the vendor
does not interrupt itself over a cough.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from itertools import count

from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import Direction, SpokenPiece
from vivavoce.domain.usage import Usage
from vivavoce.providers.amazon import events
from vivavoce.providers.amazon.answers import Answers
from vivavoce.providers.amazon.failures import check, failures
from vivavoce.providers.amazon.http2 import Http2Stream
from vivavoce.providers.amazon.received import Chunk, EventReader, ServerFrame, usage_of
from vivavoce.providers.amazon.signing import StreamSigner
from vivavoce.providers.livekit_realtime.wording import directed
from vivavoce.providers.wire import Outbox, ReplyUnderWay, at_limit

_SEND_S = 5.0
_IDLE_S = 5.0
"""The vendor gives up a stream without audio after 55 s: silence is sent long before."""
_GOODBYE_S = 1.0
_KEPT_FRAMES = 1500
"""Candidate audio held back while a reply is on its way: 30 s of 20 ms frames, then the oldest is dropped."""
_ENDING_S, _ENDING_SHARE = 60.0, 0.2
"""The vendor announces nothing: a minute, or the last fifth of a short session, before its limit we do."""


class NovaSession:
    """Hears and speaks over one stream; made by `NovaSonic.open`."""

    def __init__(
        self,
        stream: Http2Stream,
        signer: StreamSigner,
        *,
        name: str,
        provider: str,
        model: str,
        silence_s: float,
        limit_s: float | None,
    ) -> None:
        self._stream, self._signer = stream, signer
        self._name, self._provider, self._model = name, provider, model
        self._reply = ReplyUnderWay(name, silence_s=silence_s)
        self._outbox: Outbox[Sequence[events.Json]] = Outbox(name, self._send, deadline_s=_SEND_S)
        self._answers = Answers(self._reply, name=name)
        self._kept: deque[Pcm] = deque(maxlen=_KEPT_FRAMES)
        self._numbers = count(1)
        now_s = asyncio.get_running_loop().time()
        self._ends_at_s = None if limit_s is None else now_s + limit_s - min(_ENDING_S, _ENDING_SHARE * limit_s)
        self._running = asyncio.create_task(self._run(), name=f"{name} session")

    @property
    def ending(self) -> bool:
        return self._ends_at_s is not None and asyncio.get_running_loop().time() >= self._ends_at_s

    def hear(self, pcm: Pcm) -> None:
        if self._reply.wanted:
            self._kept.append(pcm)
        else:
            self._outbox.put(pcm)

    async def turn_over(self) -> None:
        """This vendor decides for itself (`profile.manual_turns`)."""

    async def speak(self, direction: Direction) -> AsyncGenerator[SpokenPiece]:
        self._reply.begin()
        self._answers.expect(direction)
        self._outbox.put(tuple(events.order(f"direction-{next(self._numbers)}", directed(direction))))
        try:
            while (piece := await self._reply.next()) is not None:
                yield piece
        finally:
            self._reply.stop()
            while self._kept:
                self.hear(self._kept.popleft())

    async def heard(self, played_s: float) -> None:
        """This vendor's history cannot be cut (`profile.truncates`)."""

    def take_usage(self) -> Sequence[Usage]:
        used = [usage_of(event, provider=self._provider, model=self._model) for event in self._answers.take_usage()]
        return tuple(usage for each in used for usage in each)

    @property
    def failure(self) -> ProviderError | None:
        return self._reply.failure

    async def aclose(self) -> None:
        if not self._running.done():
            self._running.cancel()
            await asyncio.wait({self._running})
            await self._say_goodbye()
        self._reply.fail(ProviderError(self._name, "the session was closed", fault=Fault.CUT))
        await self._stream.aclose()

    def abort(self) -> None:
        self._running.cancel()
        self._stream.abort()
        self._reply.fail(ProviderError(self._name, "the session was dropped", fault=Fault.CUT))

    async def _say_goodbye(self) -> None:
        if self._stream.is_sending:
            return
        try:
            async with asyncio.timeout(_GOODBYE_S):
                await self._send(tuple(events.closing()))
                with failures(self._name):
                    await self._stream.send(await self._signer.end(), end=True)
        except (ProviderError, TimeoutError):
            return  # it is being closed anyway

    async def _send(self, item: Sequence[events.Json] | Pcm) -> None:
        with failures(self._name):
            for event in (events.audio(item),) if isinstance(item, Pcm) else item:
                await self._stream.send(await self._signer.event(events.envelope(event)))

    async def _run(self) -> None:
        silence = Pcm.silence(0.1, sample_rate_hz=events.INPUT_RATE_HZ)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._outbox.run(idle_s=_IDLE_S, idle=lambda: silence))
                tasks.create_task(self._read())
        except* ProviderError as group:
            for error in group.exceptions:
                if isinstance(error, ProviderError):
                    self._reply.fail(at_limit(error) if self.ending else error)
            self._stream.abort()

    async def _read(self) -> None:
        reader = EventReader()
        with failures(self._name):
            while data := await self._stream.receive():
                for message in reader.feed(data):
                    check(self._name, message)
                    chunk = Chunk.model_validate_json(message.payload)
                    self._answers.take(ServerFrame.model_validate_json(chunk.data).event)
        raise ProviderError(self._name, "the stream ended", fault=Fault.CUT)
