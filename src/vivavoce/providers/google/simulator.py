"""A Gemini Live server on this machine: the vendor's protocol, checked frame by frame with the vendor's own types."""

import asyncio
import http
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pydantic
from google.genai import types
from websockets.http11 import Request

from vivavoce.domain.errors import ProviderError
from vivavoce.providers.google.frames import INPUT_RATE_HZ, OUTPUT_RATE_HZ
from vivavoce.providers.simulation import (
    Authority,
    Ear,
    FaultKind,
    Faults,
    ReplyFaults,
    SimulatedConnection,
    SimulatedPartner,
    serve_websockets,
)
from vivavoce.providers.simulation.mangling import Mangling
from vivavoce.providers.simulation.server import HOST, Simulation
from vivavoce.providers.wire.authority import local_authority

_METHOD = "GenerativeService.BidiGenerateContent"
_TOKENS_PER_S = 32
_ANNOUNCED_BEFORE_S, _ANNOUNCED_SHARE = 60.0, 0.2
"""goAway comes a minute before the end of a connection, or in its last fifth when it is a short one."""
_INVALID_ARGUMENT, _POLICY, _INTERNAL = 1007, 1008, 1011
_GOODBYES = {
    FaultKind.UNAUTHORIZED: (_POLICY, "Request had invalid authentication credentials."),
    FaultKind.FORBIDDEN: (_POLICY, "The caller does not have permission"),
    FaultKind.TOO_MANY_REQUESTS: (_INTERNAL, "Resource has been exhausted (e.g. check quota)."),
    FaultKind.QUOTA: (_INTERNAL, "You exceeded your current quota, please check your plan and billing details."),
    FaultKind.SERVER_ERROR: (_INTERNAL, "Internal error encountered."),
    FaultKind.UNAVAILABLE: (_INTERNAL, "The service is currently unavailable."),
    FaultKind.SESSION_LIMIT: (_POLICY, "The session has reached its maximum duration."),
}


@asynccontextmanager
async def simulate_gemini_live(
    *, partner: SimulatedPartner, faults: Faults, port: int = 0, authority: Authority | None = None
) -> AsyncIterator[Simulation]:
    """Serve until the context ends. The vendor's client insists on TLS: `authority` is what it has to trust."""
    authority = authority or local_authority()
    violations: list[str] = []

    async def converse(connection: SimulatedConnection) -> None:
        await _Conversation(connection, partner, faults, violations).run()

    with tempfile.TemporaryDirectory() as directory:
        trusted = Path(directory) / "authority.pem"
        trusted.write_bytes(authority.pem)
        async with serve_websockets(
            converse,
            faults=faults,
            port=port,
            tls=authority.server_context(),
            admit=_admit,
            unreadable=b'{"serverContent": {"modelTurn": ',
        ) as taken:
            base_url = f"https://{HOST}:{taken}"
            environment = {"GOOGLE_GEMINI_BASE_URL": base_url, "SSL_CERT_FILE": str(trusted)}
            yield Simulation(base_url=base_url, environment=environment, violations=violations)


def read_client_frame(frame: str | bytes) -> types.LiveClientMessage:
    """Return a client's frame by the vendor's own type; raises `ValueError` (pydantic's included) for anything else."""
    message = json.loads(frame)
    if not isinstance(message, dict) or len(message) != 1:
        raise ValueError("a frame holds exactly one message")
    setup = message.get("setup")
    if isinstance(setup, dict) and "realtimeInputConfig" in setup:  # sent by the official client, unknown to its type
        types.RealtimeInputConfig.model_validate(setup["realtimeInputConfig"])
        message = {"setup": {field: value for field, value in setup.items() if field != "realtimeInputConfig"}}
    return types.LiveClientMessage.model_validate_json(json.dumps(message))


def write_server_frame(message: types.LiveServerMessage) -> bytes:
    """Return a server's frame, binary as the vendor sends it; what the vendor's type would not read is never sent."""
    frame = message.model_dump_json(by_alias=True, exclude_none=True)
    types.LiveServerMessage.model_validate_json(frame)
    return frame.encode()


def _admit(request: Request) -> http.HTTPStatus | None:
    address = urlsplit(request.path)
    if not address.path.endswith(_METHOD):
        return http.HTTPStatus.NOT_FOUND
    key = request.headers.get("x-goog-api-key") or parse_qs(address.query).get("key")
    return None if key else http.HTTPStatus.FORBIDDEN


class _Conversation:
    """One client's session: hears activity or written turns, and answers each with one reply."""

    def __init__(
        self, connection: SimulatedConnection, partner: SimulatedPartner, faults: Faults, violations: list[str]
    ) -> None:
        self._connection, self._partner, self._faults = connection, partner, faults
        self._violations = violations
        self._ear = Ear(sample_rate_hz=INPUT_RATE_HZ)
        self._told: list[str] = []
        self._reply: asyncio.Task[None] | None = None
        self._words_wanted = False
        self._set_up = asyncio.Event()
        connection.on_fault = self._strike

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            announcing = tasks.create_task(self._announce_the_end())
            async for frame in self._connection.frames():
                try:
                    message = read_client_frame(frame)
                except ValueError as error:
                    await self._refuse(error)
                    break
                await self._take(message, tasks)
            announcing.cancel()
            if self._reply is not None:
                self._reply.cancel()

    async def _refuse(self, error: ValueError) -> None:
        where = ""
        if isinstance(error, pydantic.ValidationError):
            where = "; ".join(".".join(map(str, fault["loc"])) for fault in error.errors())
        self._violations.append(f"a client frame is not allowed: {where or type(error).__name__}")
        await self._connection.close(code=_INVALID_ARGUMENT, reason="Request contains an invalid argument.")

    async def _take(self, message: types.LiveClientMessage, tasks: asyncio.TaskGroup) -> None:
        if message.setup is not None:
            self._words_wanted = message.setup.output_audio_transcription is not None
            await self._send(types.LiveServerMessage(setup_complete=types.LiveServerSetupComplete()))
            self._set_up.set()
        if message.client_content is not None and message.client_content.turn_complete:
            turns = message.client_content.turns or []
            self._told += [part.text for turn in turns[-1:] for part in turn.parts or [] if part.text]
            await self._answer(tasks)
        if message.realtime_input is not None:
            await self._hear(message.realtime_input, tasks)

    async def _hear(self, heard: types.LiveClientRealtimeInput, tasks: asyncio.TaskGroup) -> None:
        if heard.activity_start is not None:
            await self._interrupt()
        if heard.audio is not None and heard.audio.data:
            self._ear.feed(heard.audio.data)
        if heard.text:
            self._told.append(heard.text)
        if heard.activity_end is not None or heard.audio_stream_end:
            await self._answer(tasks)

    async def _interrupt(self) -> None:
        if self._reply is None or self._reply.done():
            return
        self._reply.cancel()
        await asyncio.wait({self._reply})
        await self._say(types.LiveServerContent(interrupted=True))
        await self._say(types.LiveServerContent(turn_complete=True))

    async def _answer(self, tasks: asyncio.TaskGroup) -> None:
        await self._interrupt()
        told, self._told = "\n".join(self._told), []
        self._reply = tasks.create_task(self._speak(told))

    async def _speak(self, told: str) -> None:
        faults = self._faults.begin_reply()
        await faults.begin()
        if faults.error is not None:
            code, reason = _GOODBYES[faults.error]
            await self._connection.close(code=code, reason=reason)
            return
        audio = self._ear.take()
        try:
            heard = "" if told else await self._partner.understand(audio)
            spoken_s = await self._utter(self._partner.words(instructions=told, heard=heard), faults)
        except ProviderError as error:
            await self._connection.close(code=_INTERNAL, reason=f"the simulated voice failed: {error.code}")
            return
        await asyncio.sleep(spoken_s)  # the vendor ends a turn when it takes the reply for played
        await self._end_turn(heard_s=audio.duration_s, spoken_s=spoken_s)

    async def _utter(self, words: str, faults: ReplyFaults) -> float:
        """Send the words and their audio; return how long it lasts."""
        rate_hz = faults.spoken_rate_hz(OUTPUT_RATE_HZ)
        frames = Mangling(self._say, faults)
        if self._words_wanted:
            transcription = types.Transcription(text=words, finished=True)
            await frames.send(types.LiveServerContent(output_transcription=transcription))
        sent_bytes = 0
        async for chunk in faults.through(
            self._partner.speak(words, sample_rate_hz=rate_hz), sample_rate_hz=OUTPUT_RATE_HZ
        ):
            blob = types.Blob(data=chunk, mime_type=f"audio/pcm;rate={rate_hz}")
            content = types.Content(role="model", parts=[types.Part(inline_data=blob)])
            await frames.send(types.LiveServerContent(model_turn=content))
            sent_bytes += len(chunk)
        await frames.send(types.LiveServerContent(generation_complete=True))
        await frames.flush()
        return sent_bytes / 2 / rate_hz

    async def _end_turn(self, *, heard_s: float, spoken_s: float) -> None:
        heard, spoken = round(heard_s * _TOKENS_PER_S), round(spoken_s * _TOKENS_PER_S)
        usage = types.UsageMetadata(
            prompt_token_count=heard,
            response_token_count=spoken,
            total_token_count=heard + spoken,
            prompt_tokens_details=[_audio_tokens(heard)],
            response_tokens_details=[_audio_tokens(spoken)],
        )
        content = types.LiveServerContent(turn_complete=True)
        await self._send(types.LiveServerMessage(server_content=content, usage_metadata=usage))

    async def _announce_the_end(self) -> None:
        limit_s = self._faults.session_limit_s
        if limit_s is not None:
            before_s = min(_ANNOUNCED_BEFORE_S, _ANNOUNCED_SHARE * limit_s)
            await asyncio.sleep(limit_s - before_s)
            await self._go_away(before_s)

    async def _go_away(self, left_s: float) -> None:
        await self._set_up.wait()
        await self._send(types.LiveServerMessage(go_away=types.LiveServerGoAway(time_left=f"{left_s:g}s")))

    async def _strike(self, kind: FaultKind) -> None:
        if kind is FaultKind.GO_AWAY:
            await self._go_away(_ANNOUNCED_BEFORE_S)
        else:
            code, reason = _GOODBYES[kind]
            await self._connection.close(code=code, reason=reason)

    async def _say(self, content: types.LiveServerContent) -> None:
        await self._send(types.LiveServerMessage(server_content=content))

    async def _send(self, message: types.LiveServerMessage) -> None:
        await self._connection.send(write_server_frame(message))


def _audio_tokens(count: int) -> types.ModalityTokenCount:
    return types.ModalityTokenCount(modality=types.MediaModality.AUDIO, token_count=count)
