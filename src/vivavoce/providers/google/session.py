"""One open Gemini Live session.

Activity is ours to declare: it starts with the first audio after a reply, and it ends with the direction for the next one, so
that the vendor hears a whole turn and is told what to say to it in one go. While a reply is on its way, what the candidate
says is kept back: the start of an activity is this vendor's only way to stop a reply, and is used when nobody listens to it
any more.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

from google.genai import types
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import Direction, SpokenPiece
from vivavoce.domain.usage import Usage
from vivavoce.providers.google import frames
from vivavoce.providers.google.failures import failures
from vivavoce.providers.livekit_realtime.wording import directed
from vivavoce.providers.wire import Outbox, ReplyUnderWay

_SEND_S = 5.0
_LATE_WORDS_S = 0.3
"""Words may come behind the end of the audio: they are waited for so long."""
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
        self._turn = _ServerTurn()
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
        self._outbox.put(frames.audio_frame(pcm))

    async def turn_over(self) -> None:
        """The turn ends with the direction that answers it: ending it here would have the vendor answer on its own."""

    async def speak(self, direction: Direction) -> AsyncIterator[SpokenPiece]:
        self._reply.begin()
        self._turn.expect()
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

    async def aclose(self) -> None:
        await self._stop()
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

    async def _send(self, frame: str) -> None:
        with failures(self._name):
            await self._connection.send(frame)

    async def _stop(self) -> None:
        self._running.cancel()
        await asyncio.wait({self._running})
        self._reply.fail(ProviderError(self._name, "the session was closed", fault=Fault.CUT))

    async def _run(self) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._outbox.run())
                tasks.create_task(self._read())
        except* ProviderError as group:
            for error in group.exceptions:
                if isinstance(error, ProviderError):
                    self._reply.fail(self._as_announced(error))
            self._connection.transport.abort()

    def _as_announced(self, error: ProviderError) -> ProviderError:
        """A connection that ends after the vendor said that it would has reached its limit."""
        if not self._ending or error.fault is not Fault.CUT:
            return error
        return ProviderError(self._name, "it closed the session as announced", fault=Fault.LIMIT)

    async def _read(self) -> None:
        while True:
            with failures(self._name):
                message = types.LiveServerMessage.model_validate_json(await self._connection.recv())
            if message.go_away is not None:
                self._ending = True
            if message.usage_metadata is not None:
                self._usage.extend(frames.usage_of(message.usage_metadata, provider=self._provider, model=self._model))
            if message.server_content is not None:
                self._take(message.server_content)

    def _take(self, content: types.LiveServerContent) -> None:
        if self._turn.is_left_over(content):
            return
        for pcm in frames.spoken_audio(content, name=self._name):
            self._reply.push(SpokenPiece(audio=pcm))
        words = content.output_transcription
        if words is not None and words.text:
            self._reply.push(SpokenPiece(text=words.text))
        self._turn.generated = self._turn.generated or bool(content.generation_complete)
        self._turn.worded = self._turn.worded or bool(words and words.finished)
        if content.interrupted and self._reply.wanted:
            self._reply.fail(ProviderError(self._name, "it broke off its reply", fault=Fault.CUT))
        elif content.turn_complete or (self._turn.generated and self._turn.worded):
            self._reply.complete()
        elif content.generation_complete:
            asyncio.get_running_loop().call_later(_LATE_WORDS_S, self._complete, self._turn.number)

    def _complete(self, turn_number: int) -> None:
        if turn_number == self._turn.number:
            self._reply.complete()


class _ServerTurn:
    """Which turn of the vendor's a frame belongs to: turns have no ids, only ends that may come late, twice or not at all."""

    def __init__(self) -> None:
        self.number = 0
        self.generated = False
        """All of its audio has come."""
        self.worded = False
        """All of its words have come."""
        self._begun = False
        self._open = False
        """The vendor has not yet said that its turn is over."""
        self._left_over = False
        """An older turn is still open: what comes belongs to it."""
        self._end_may_follow = False
        """An interrupted turn may say once more that it is over."""

    def expect(self) -> None:
        """A new turn was asked for."""
        self.number += 1
        self.generated = self.worded = self._begun = False
        self._left_over = self._open
        self._open = True

    def is_left_over(self, content: types.LiveServerContent) -> bool:
        """Tell whether a frame belongs to a turn before the one expected."""
        if self._left_over:
            if content.interrupted or content.turn_complete:
                self._left_over = False
                self._end_may_follow = not content.turn_complete
            return True
        if content.model_turn is not None or content.output_transcription is not None:
            self._begun = True
            self._end_may_follow = False
        elif not self._begun and content.interrupted:  # an old turn's playing was interrupted, not this one
            self._end_may_follow = not content.turn_complete
            return True
        elif self._end_may_follow and content.turn_complete:
            self._end_may_follow = False
            return True
        if content.interrupted or content.turn_complete:
            self._open = False
            self._end_may_follow = not content.turn_complete
        return False
