"""One connection to a simulated OpenAI Live: a voice that never stops, and speaks when it is told to, or thinks it should."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
from pydantic import BaseModel

from vivavoce.domain.ids import new_id
from vivavoce.providers.openai.dialect import ERRORS, ErrorShape
from vivavoce.providers.openai.frames import FrameError, Frames
from vivavoce.providers.simulation import Ear, FaultKind, Faults, ReplyFaults, SimulatedConnection, SimulatedPartner

type Event = dict[str, Any]
RATE_HZ = 24_000
FRAME_MS = 100
_LIVES_S = 3600
_ANSWERS_AFTER_S = 0.7
"""Left to itself it answers a pause of this length, as a full-duplex model does."""
_AUDIBLE = 200


class SimulatedLiveSession:
    """Serves one client until it leaves, closes, or a planned fault ends it."""

    def __init__(
        self,
        connection: SimulatedConnection,
        *,
        frames: Frames,
        partner: SimulatedPartner,
        faults: Faults,
        violations: list[str],
        speed: float,
    ) -> None:
        self._connection = connection
        self._frames = frames
        self._partner = partner
        self._faults = faults
        self._violations = violations
        self._tick_s = FRAME_MS / 1000 / speed
        self._resource: Event = {}
        self._at_ms = 0
        self._ear = Ear(sample_rate_hz=RATE_HZ)
        self._quiet_s = 0.0
        self._heard_speech = False
        self._saying: AsyncIterator[bytes] | None = None
        self._words: list[str] = []
        self._reply = ReplyFaults()
        connection.on_fault = self._fail

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            streaming: asyncio.Task[None] | None = None
            async for frame in self._connection.frames():
                try:
                    event = self._frames.read(frame)
                except FrameError as error:
                    self._violations.append(str(error))
                    shape = ErrorShape(code="invalid_value", type="invalid_request_error", message=str(error))
                    await self._error(shape, client_event_id=error.event_id)
                    continue
                if await self._receive(event):
                    streaming = streaming or group.create_task(self._stream())
            if streaming:
                streaming.cancel()

    async def _receive(self, event: BaseModel) -> bool:
        """Act on a client's event; return whether the session has been started."""
        sent = event.model_dump(exclude_unset=True)
        match sent["type"]:
            case "session.start":
                await self._start(sent)
            case "session.input_audio.append":
                await self._hear(base64.b64decode(sent["audio"]))
            case "session.commentary.append":
                await self._appended("session.commentary.appended", sent)
                await self._direct(sent["content"])
            case "session.instructions.append":
                self._saying = None
                await self._appended("session.instructions.appended", sent)
            case "session.close":
                await self._close("close_requested")
        return bool(self._resource)

    async def _start(self, sent: Event) -> None:
        self._resource = {
            "id": new_id("live"), "expires_at": int(time.time()) + _LIVES_S, "status": "active", **sent["session"],
        }  # fmt: skip
        await self._send(
            {"type": "session.started", "session": self._resource, "client_event_id": sent.get("event_id")}
        )

    async def _direct(self, content: str) -> None:
        reply = self._faults.begin_reply()
        if reply.error:
            await self._fail(reply.error)
            return
        self._say(self._partner.words(instructions=content), reply)

    def _say(self, text: str, reply: ReplyFaults) -> None:
        self._reply = reply
        self._words = [f" {word}" if number else word for number, word in enumerate(text.split())]
        rate_hz = reply.spoken_rate_hz(RATE_HZ)

        async def speech() -> AsyncIterator[bytes]:
            await reply.begin()
            chunks = self._partner.speak(text, sample_rate_hz=rate_hz)
            async for chunk in reply.through(chunks, sample_rate_hz=rate_hz):
                yield chunk

        self._saying = speech()

    async def _hear(self, samples: bytes) -> None:
        """Listen; answer a pause as it likes, when nobody has told it what to say."""
        self._ear.feed(samples)
        loud = np.abs(np.frombuffer(samples, dtype="<i2").astype(np.int32)) > _AUDIBLE
        if loud.any():
            self._heard_speech, self._quiet_s = True, 0.0
            return
        self._quiet_s += len(samples) / 2 / RATE_HZ
        if self._heard_speech and self._quiet_s >= _ANSWERS_AFTER_S and self._saying is None:
            self._heard_speech = False
            heard = await self._partner.understand(self._ear.take())
            await self._send({"type": "session.input_transcript.delta", "delta": heard, **self._span()})
            self._say(self._partner.words(instructions="", heard=heard), ReplyFaults())

    async def _stream(self) -> None:
        """Send a frame every tick, for as long as the session lives."""
        held: Event | None = None
        silence = bytes(2 * RATE_HZ * FRAME_MS // 1000)
        while True:
            await asyncio.sleep(self._tick_s)
            chunk = await anext(self._saying, None) if self._saying else None
            if chunk is None:
                self._saying = None
            else:
                await self._say_words()
            event = {
                "type": "session.output_audio.delta",
                "delta": base64.b64encode(chunk or silence).decode(),
                "start_ms": self._at_ms,
                "end_ms": self._at_ms + FRAME_MS,
            }
            self._at_ms += FRAME_MS
            if FaultKind.REORDER in self._reply and self._saying and held is None:
                held = event
                continue
            for out in (event, held) if held else (event,):
                await self._connection.send(self._frames.write(out))
            if FaultKind.DUPLICATE in self._reply and self._saying:
                await self._connection.send(self._frames.write(event))
            held = None

    async def _say_words(self) -> None:
        words, self._words = self._words[:3], self._words[3:]
        if words:
            await self._send({"type": "session.output_transcript.delta", "delta": "".join(words), **self._span()})

    def _span(self) -> Event:
        return {"start_ms": self._at_ms, "end_ms": self._at_ms + FRAME_MS}

    async def _appended(self, kind: str, sent: Event) -> None:
        await self._send({"type": kind, "client_event_id": sent.get("event_id"), **self._span()})

    async def _close(self, reason: str) -> None:
        usage = {"seconds": self._at_ms / 1000}
        await self._send({"type": "session.closed", "reason": reason, "session": self._resource, "usage": usage})
        await self._connection.close(code=1000)

    async def _fail(self, kind: FaultKind) -> None:
        if kind is FaultKind.SESSION_LIMIT and self._resource:
            await self._close("expired")
        elif shape := ERRORS.get(kind):
            await self._error(shape)

    async def _error(self, shape: ErrorShape, *, client_event_id: str | None = None) -> None:
        error = {"code": shape.code or shape.type, "type": shape.type, "message": shape.message}
        await self._send({"type": "error", "error": error, "client_event_id": client_event_id})

    async def _send(self, event: Event) -> None:
        await self._connection.send(self._frames.write({"event_id": new_id("event"), **event}))
