"""The wire of one Live session: frames out in order, events in, and why it ended."""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import openai
from openai.resources.live.live import AsyncLiveConnection
from openai.types.live import (
    CommentaryAppendedEvent,
    ErrorEvent,
    OutputAudioDeltaEvent,
    OutputTranscriptDeltaEvent,
    SessionClosedEvent,
    SessionStartedEvent,
)
from openai.types.live.audio_format import AudioPCM
from openai.types.live.client_event_param import ClientEventParam
from openai.types.live.session_start_event_param import SessionStartEventParam
from pydantic import BaseModel, ValidationError
from websockets.exceptions import WebSocketException

from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import LIVENESS_S
from vivavoce.providers.livekit_realtime.failures import Failure, failure_of
from vivavoce.providers.livekit_realtime.vendor import Signals
from vivavoce.providers.openai.errors import failure_of_code

CLOSING_S = 1.0
_OUTBOX_EVENTS = 1000
"""Twenty seconds of audio; when a connection takes no more, the newest is dropped and the stall watch will tell."""
_EVENTS: Mapping[str, type[BaseModel]] = {
    "session.started": SessionStartedEvent,
    "session.output_audio.delta": OutputAudioDeltaEvent,
    "session.output_transcript.delta": OutputTranscriptDeltaEvent,
    "session.commentary.appended": CommentaryAppendedEvent,
    "session.closed": SessionClosedEvent,
    "error": ErrorEvent,
}
_CONNECTION_ERRORS = (openai.OpenAIError, WebSocketException, OSError, EOFError, ValueError)
"""What the SDK lets through: its own errors, and raw ones of the WebSocket, the socket and the JSON beneath it."""
_OPTIONS: Any = {"close_timeout": CLOSING_S, "open_timeout": 10.0}
"""Passed on as they stand; the SDK's own type lists fewer than the library beneath takes."""
_closing: set[asyncio.Task[None]] = set()


class LiveConnection:
    """Connects, reads until the end, and tells `on_event` what concerns a reply."""

    def __init__(self, client: openai.AsyncOpenAI, *, provider: str, name: str, model: str) -> None:
        self._client = client
        self._name = name
        self.signals = Signals(provider=provider, name=name, model=model)
        self.on_event: Callable[[BaseModel], None] = lambda _: None
        self.closed = False
        self._outbox: asyncio.Queue[ClientEventParam] = asyncio.Queue(_OUTBOX_EVENTS)
        self._connection: AsyncLiveConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._rate_hz = 0
        self._goodbye = asyncio.Event()

    async def start(self, start: SessionStartEventParam, *, rate_hz: int) -> None:
        """Connect and set up; raises `ProviderError`."""
        self._rate_hz = rate_hz
        try:
            self._connection = await self._client.live.connect(websocket_connection_options=_OPTIONS).enter()
        except _CONNECTION_ERRORS as error:
            raise failure_of(error).error(self._name) from None
        self.send(start)
        self._tasks = [asyncio.create_task(self._write()), asyncio.create_task(self._read())]
        await self.signals.or_failure(self.signals.is_ready.wait())

    def send(self, event: ClientEventParam) -> None:
        """Send in order, without blocking."""
        if not self.closed and not self._outbox.full():
            self._outbox.put_nowait(event)

    async def aclose(self) -> None:
        """Close in order; safe to call twice."""
        if self.closed:
            return
        if self._connection and not self.signals.has_failed:
            self.send({"type": "session.close", "event_id": "session_close"})
            with suppress(TimeoutError, ProviderError):
                async with asyncio.timeout(CLOSING_S):
                    await self.signals.or_failure(self._goodbye.wait())
        await self._drop()

    def abort(self) -> None:
        """Drop the connection behind everybody's back."""
        if not self.closed:
            task = asyncio.create_task(self._drop())
            _closing.add(task)
            task.add_done_callback(_closing.discard)

    async def _drop(self) -> None:
        self.closed = True
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        if self._connection:
            with suppress(*_CONNECTION_ERRORS):  # it may be broken already
                await self._connection.close()

    async def _write(self) -> None:
        assert self._connection is not None
        try:
            while True:
                await self._connection.send(await self._outbox.get())
        except _CONNECTION_ERRORS as error:
            self.signals.fail(failure_of(error))

    async def _read(self) -> None:
        assert self._connection is not None
        try:
            while True:
                async with asyncio.timeout(LIVENESS_S):  # its audio never stops, silence included
                    frame = await self._connection.recv_bytes()
                self._receive(json.loads(frame))
        except ValidationError as error:
            self.signals.malformed(error.title)
        except _CONNECTION_ERRORS as error:
            self.signals.fail(failure_of(error))

    def _receive(self, raw: object) -> None:
        kind = raw.get("type") if isinstance(raw, dict) else None
        if not isinstance(kind, str):
            self.signals.malformed("an event without a type")
            return
        model = _EVENTS.get(kind)
        if model is None:
            return
        event = model.model_validate(raw)
        match event:
            case SessionStartedEvent():
                self._started(event)
            case ErrorEvent():
                self._refused(event)
            case SessionClosedEvent():
                self._goodbye.set()
                fault = Fault.LIMIT if event.reason == "expired" else Fault.CUT
                self.signals.fail(Failure(fault=fault, message=f"it closed the session ({event.reason})"))
            case _:
                self.on_event(event)

    def _started(self, event: SessionStartedEvent) -> None:
        audio: Any = event.session.audio.format if event.session.audio else None
        if isinstance(audio, AudioPCM) and audio.rate != self._rate_hz:
            self.signals.malformed(f"audio at {audio.rate} Hz")
        self.signals.ready()

    def _refused(self, event: ErrorEvent) -> None:
        failure = failure_of_code(code=event.error.code, kind=event.error.type)
        if failure is None and "session_start" in (event.error.client_event_id, event.client_event_id):
            failure = Failure(fault=Fault.BROKEN, message="it refused the set-up", fix="Check its model and voice.")
        if failure:
            self.signals.fail(failure)
