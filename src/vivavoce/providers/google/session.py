"""One open Gemini Live session.

Activity is ours to declare: it starts with the first audio after a reply, and it ends with the direction for the next one, so
that the vendor hears a whole turn and is told what to say to it in one go. While a reply is on its way, what the candidate
says is kept back: the start of an activity is this vendor's only way to stop a reply, and is used when nobody listens to it
any more.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress

from google.genai import types
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import Direction, SpokenPiece
from vivavoce.domain.usage import Usage
from vivavoce.providers.google import frames
from vivavoce.providers.google.answers import Answers
from vivavoce.providers.google.failures import failures
from vivavoce.providers.livekit_realtime.wording import directed
from vivavoce.providers.wire import Outbox, ReplyUnderWay, at_limit

_SEND_S = 5.0
_KEPT_FRAMES = 1500
"""Candidate audio kept back while a reply is on its way: 30 s of 20 ms frames, then the oldest is dropped."""


class GeminiSession:
    """Hears and speaks over one connection; made by `GeminiLive.open`."""

    def __init__(self, connection: ClientConnection, *, name: str, provider: str, model: str, silence_s: float) -> None:
        self._connection = connection
        self._name, self._provider, self._model = name, provider, model
        self._reply = ReplyUnderWay(name, silence_s=silence_s)
        self._outbox: Outbox[str] = Outbox(name, self._send, deadline_s=_SEND_S)
        self._usage: list[Usage] = []
        self._kept: deque[Pcm] = deque(maxlen=_KEPT_FRAMES)
        self._ending = False
        self._activity_open = False
        self._answers = Answers(self._reply, name=name)
        self._running = asyncio.create_task(self._run(), name=f"{name} session")

    @property
    def ending(self) -> bool:
        return self._ending

    def hear(self, pcm: Pcm) -> None:
        if self._reply.wanted:
            self._kept.append(pcm)
            return
        if not self._activity_open:
            self._start_activity()
        self._outbox.put(pcm)

    async def turn_over(self) -> None:
        """The turn ends with the direction that answers it: ending it here would have the vendor answer on its own."""

    async def speak(self, direction: Direction) -> AsyncGenerator[SpokenPiece]:
        self._reply.begin()
        self._answers.expect()
        if not self._activity_open:
            self._start_activity()
        self._outbox.put(frames.text_frame(directed(direction)))
        self._outbox.put(frames.activity_end_frame())
        self._activity_open = False
        try:
            while (piece := await self._reply.next()) is not None:
                yield piece
        finally:
            self._hush()

    async def heard(self, played_s: float) -> None:
        """This vendor's history cannot be cut (`profile.truncates`)."""

    def take_usage(self) -> Sequence[Usage]:
        used, self._usage = self._usage, []
        return used

    @property
    def failure(self) -> ProviderError | None:
        return self._reply.failure

    async def aclose(self) -> None:
        self._running.cancel()
        await asyncio.wait({self._running})
        self._reply.fail(ProviderError(self._name, "the session was closed", fault=Fault.CUT))
        with suppress(ConnectionClosed, OSError):
            await self._connection.close()

    def abort(self) -> None:
        self._running.cancel()
        self._connection.transport.abort()
        self._reply.fail(ProviderError(self._name, "the session was dropped", fault=Fault.CUT))

    def _start_activity(self) -> None:
        self._activity_open = True
        self._outbox.put(frames.activity_start_frame())

    def _hush(self) -> None:
        """Stop a reply that nobody listens to any more, and send what was said meanwhile."""
        if self._reply.wanted:
            self._reply.stop()
            self._start_activity()
        while self._kept:
            self.hear(self._kept.popleft())

    async def _send(self, item: str | Pcm) -> None:
        with failures(self._name):
            await self._connection.send(frames.audio_frame(item) if isinstance(item, Pcm) else item)

    async def _run(self) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._outbox.run())
                tasks.create_task(self._read())
        except* ProviderError as group:
            for error in group.exceptions:
                if isinstance(error, ProviderError):
                    self._reply.fail(at_limit(error) if self._ending else error)
            self._connection.transport.abort()

    async def _read(self) -> None:
        while True:
            with failures(self._name):
                message = types.LiveServerMessage.model_validate_json(await self._connection.recv())
            if message.go_away is not None:
                self._ending = True
            if message.usage_metadata is not None:
                self._usage.extend(frames.usage_of(message.usage_metadata, provider=self._provider, model=self._model))
            if message.server_content is not None:
                self._answers.take(message.server_content)
