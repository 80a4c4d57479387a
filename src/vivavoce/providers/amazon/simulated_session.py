"""One session of the simulated Nova Sonic: hears by itself when a turn is over, and answers that, or a written direction."""

import asyncio
import base64
import json
import uuid

import numpy as np
from aws_sdk_bedrock_runtime.models import BidirectionalOutputPayloadPart  # type: ignore[import-untyped]  # it has no types
from smithy_aws_event_stream.events import EventMessage
from smithy_json import JSONCodec

from vivavoce.domain.errors import ProviderError
from vivavoce.providers.amazon.events import INPUT_RATE_HZ, OUTPUT_RATE_HZ, Json
from vivavoce.providers.amazon.received import BARGE_IN, ServerFrame
from vivavoce.providers.amazon.rules import Inner, Order
from vivavoce.providers.amazon.serving import ServedStream
from vivavoce.providers.simulation import Ear, FaultKind, Faults, ReplyFaults, SimulatedPartner
from vivavoce.providers.simulation.mangling import Mangling

_TOKENS_PER_S = 25
_LOUD = 500.0
_WINDOW_BYTES = 2 * INPUT_RATE_HZ // 50
_SPOKEN_S = 0.2
_PATIENCE_S = {"HIGH": 1.5, "MEDIUM": 1.75, "LOW": 2.0}
"""Silence that ends a turn, by the client's `endpointingSensitivity`."""
_EXCEPTIONS = {
    FaultKind.TOO_MANY_REQUESTS: "throttlingException",
    FaultKind.QUOTA: "throttlingException",
    FaultKind.SERVER_ERROR: "internalServerException",
    FaultKind.UNAVAILABLE: "serviceUnavailableException",
    FaultKind.SESSION_LIMIT: "modelTimeoutException",
}
_ERRORS = {FaultKind.UNAUTHORIZED: "UnrecognizedClientException", FaultKind.FORBIDDEN: "AccessDeniedException"}


class SimulatedSession:
    """Takes a client's events one by one; speaks in tasks of the group it is given."""

    def __init__(
        self, stream: ServedStream, partner: SimulatedPartner, faults: Faults, tasks: asyncio.TaskGroup
    ) -> None:
        self._stream, self._partner, self._faults, self._tasks = stream, partner, faults, tasks
        self._order = Order()
        self._ear = Ear(sample_rate_hz=INPUT_RATE_HZ)
        self._pauses = _Pauses()
        self._texts: dict[str, str] = {}
        self._reply: asyncio.Task[None] | None = None
        self._speaking_in: str | None = None
        self._names: Inner = {"sessionId": str(uuid.uuid4()), "completionId": str(uuid.uuid4()), "promptName": ""}
        self._muted = False

    async def take(self, name: str, body: Inner) -> None:
        """Take one event; raises `RuleBrokenError` when it may not come now."""
        content = self._order.content(body["contentName"]) if name == "contentEnd" else {}
        self._order.check(name, body)
        if name == "sessionStart":
            sensitivity = body.get("turnDetectionConfiguration", {}).get("endpointingSensitivity", "HIGH")
            self._pauses = _Pauses(patience_s=_PATIENCE_S[sensitivity])
        elif name == "promptStart":
            self._names["promptName"] = body["promptName"]
            await self._send("completionStart", {})
        elif name == "textInput":
            self._texts[body["contentName"]] = self._texts.get(body["contentName"], "") + body["content"]
        elif name == "contentEnd" and content["interactive"] and content["type"] == "TEXT":
            await self._answer(self._texts.pop(body["contentName"], ""))
        elif name == "audioInput":
            await self._hear(base64.b64decode(body["content"], validate=True))
        elif name == "sessionEnd":
            await self._interrupt()
            await self._send("completionEnd", {"stopReason": "END_TURN"})

    async def strike(self, kind: FaultKind) -> None:
        """Let a timed fault act that only the protocol can express."""
        if kind in {FaultKind.SILENT, FaultKind.STALL}:
            self._muted = True
        elif kind is not FaultKind.GO_AWAY:  # this vendor announces nothing
            await self._fail(kind)

    def stop(self) -> None:
        if self._reply is not None:
            self._reply.cancel()

    async def _hear(self, samples: bytes) -> None:
        self._ear.feed(samples)
        said_something, turn_over = self._pauses.feed(samples)
        if said_something:
            await self._interrupt()
        if turn_over:
            await self._answer("")

    async def _interrupt(self) -> None:
        if self._reply is None or self._reply.done():
            return
        self._reply.cancel()
        await asyncio.wait({self._reply})
        await self._text(BARGE_IN, stage="FINAL", stop_reason="INTERRUPTED")
        if self._speaking_in is not None:
            await self._end(self._speaking_in, "AUDIO", "INTERRUPTED")
            self._speaking_in = None

    async def _answer(self, told: str) -> None:
        await self._interrupt()
        self._reply = self._tasks.create_task(self._speak(told))

    async def _speak(self, told: str) -> None:
        faults = self._faults.begin_reply()
        await faults.begin()
        if faults.error is not None:
            await self._fail(faults.error)
            return
        heard = self._ear.take()
        try:
            understood = "" if told else await self._partner.understand(heard)
            words = self._partner.words(instructions=told, heard=understood)
            spoken_s = await self._utter(words, faults)
        except ProviderError:
            await self._fail(FaultKind.SERVER_ERROR)
            return
        await self._text(words, stage="FINAL", stop_reason="END_TURN")
        await self._use(heard_s=heard.duration_s, spoken_s=spoken_s)

    async def _utter(self, words: str, faults: ReplyFaults) -> float:
        """Announce the words, and speak them; return how long that lasts."""
        rate_hz = faults.spoken_rate_hz(OUTPUT_RATE_HZ)
        await self._text(words, stage="SPECULATIVE", stop_reason="PARTIAL_TURN")
        content_id = self._speaking_in = str(uuid.uuid4())
        format_ = {"mediaType": "audio/lpcm", "sampleRateHertz": rate_hz, "sampleSizeBits": 16, "channelCount": 1}
        start: Json = {
            "contentId": content_id,
            "type": "AUDIO",
            "role": "ASSISTANT",
            "audioOutputConfiguration": format_,
        }
        await self._send("contentStart", start)

        async def send(chunk: bytes) -> None:
            await self._send("audioOutput", {"contentId": content_id, "content": base64.b64encode(chunk).decode()})

        chunks = Mangling(send, faults)
        sent_bytes = 0
        spoken = self._partner.speak(words, sample_rate_hz=rate_hz)
        async for chunk in faults.through(spoken, sample_rate_hz=OUTPUT_RATE_HZ):
            await chunks.send(chunk)
            sent_bytes += len(chunk)
        await chunks.flush()
        await self._end(content_id, "AUDIO", "END_TURN")
        self._speaking_in = None
        return sent_bytes / 2 / rate_hz

    async def _text(self, words: str, *, stage: str, stop_reason: str) -> None:
        content_id = str(uuid.uuid4())
        fields: Json = {"role": "ASSISTANT", "additionalModelFields": json.dumps({"generationStage": stage})}
        await self._send("contentStart", {"contentId": content_id, "type": "TEXT"} | fields)
        await self._send("textOutput", {"contentId": content_id, "role": "ASSISTANT", "content": words})
        await self._end(content_id, "TEXT", stop_reason)

    async def _end(self, content_id: str, kind: str, stop_reason: str) -> None:
        await self._send("contentEnd", {"contentId": content_id, "type": kind, "stopReason": stop_reason})

    async def _use(self, *, heard_s: float, spoken_s: float) -> None:
        heard, spoken = round(heard_s * _TOKENS_PER_S), round(spoken_s * _TOKENS_PER_S)
        delta = {"input": {"speechTokens": heard, "textTokens": 0}, "output": {"speechTokens": spoken, "textTokens": 0}}
        usage = {"details": {"delta": delta, "total": delta}, "totalInputTokens": heard, "totalOutputTokens": spoken}
        await self._send("usageEvent", {**usage, "totalTokens": heard + spoken})

    async def _send(self, name: str, fields: Json) -> None:
        """Send an event; what our own reader would not read is never sent."""
        if self._muted:
            await asyncio.get_running_loop().create_future()
        inner = json.dumps({"event": {name: {**self._names, **fields}}}).encode()
        ServerFrame.model_validate_json(inner)
        payload = JSONCodec().serialize(BidirectionalOutputPayloadPart(bytes_=inner))
        headers = {":message-type": "event", ":event-type": "chunk", ":content-type": "application/json"}
        await self._stream.send(EventMessage(headers=headers, payload=payload).encode())

    async def _fail(self, kind: FaultKind) -> None:
        if kind in _ERRORS:
            headers = {":message-type": "error", ":error-code": _ERRORS[kind], ":error-message": "Refused."}
        else:
            headers = {
                ":message-type": "exception",
                ":exception-type": _EXCEPTIONS[kind],
                ":content-type": "application/json",
            }
        await self._stream.send(EventMessage(headers=headers, payload=b'{"message":"A planned fault."}').encode())
        await self._stream.end()


class _Pauses:
    """Tells by loudness when somebody begins to speak, and when they have stopped for long enough; in audio time."""

    def __init__(self, *, patience_s: float = _PATIENCE_S["HIGH"]) -> None:
        self._patience_s = patience_s
        self._spoken_s = self._quiet_s = 0.0
        self._speaking = False

    def feed(self, samples: bytes) -> tuple[bool, bool]:
        """Return whether somebody began to speak in this, and whether their turn was over in it."""
        began = over = False
        for start in range(0, len(samples), _WINDOW_BYTES):
            levels = np.frombuffer(samples[start : start + _WINDOW_BYTES], dtype="<i2").astype(np.float64)
            loud = float(np.sqrt(np.mean(levels**2))) >= _LOUD
            duration_s = levels.size / INPUT_RATE_HZ
            self._spoken_s += duration_s if loud else 0.0
            self._quiet_s = 0.0 if loud else self._quiet_s + duration_s
            if not self._speaking and self._spoken_s >= _SPOKEN_S:
                self._speaking = began = True
            elif self._speaking and self._quiet_s >= self._patience_s:
                self._speaking, over = False, True
                self._spoken_s = 0.0
        return began, over
