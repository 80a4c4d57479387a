"""An OpenAI-compatible endpoint on this machine: completes, hears and speaks over HTTP, held to the official SDK's types."""

import http
import io
import json
import wave
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, TypedDict, get_type_hints

from aiohttp import web
from openai.types.audio import Transcription, TranscriptionVerbose
from openai.types.audio.speech_create_params import SpeechCreateParams
from openai.types.audio.transcription_create_params import TranscriptionCreateParamsNonStreaming
from openai.types.chat import ChatCompletionChunk
from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming
from pydantic import TypeAdapter

from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.usage import TokensUsed
from vivavoce.providers.simulation import FaultKind, Faults, SimulatedPartner, Simulation, UnreadableFrameError
from vivavoce.providers.simulation.completing import Asked, SimulatedModel
from vivavoce.providers.simulation.held import NotAllowedError, held_to
from vivavoce.providers.simulation.requests import RefusedRequestError, SimulatedAnswer, refusing, serve_requests
from vivavoce.providers.simulation.speaking import Wish, speaking

type Json = dict[str, Any]

_RATE_HZ = 24_000
_WORD_S = 0.3
"""Simulated words all last as long."""
_MOST_WORDS = 1000
_CHAT, _CHUNK = TypeAdapter(CompletionCreateParamsStreaming), TypeAdapter(ChatCompletionChunk)
_SPEECH = TypeAdapter(SpeechCreateParams)
_FILE = "file"
_HEARING: TypeAdapter[Json] = TypeAdapter(
    TypedDict(  # type: ignore[operator]  # made of the SDK's own, which names file types that cannot be validated
        "_HEARING",
        {
            name: kind
            for name, kind in get_type_hints(TranscriptionCreateParamsNonStreaming, include_extras=True).items()
            if name != _FILE
        },
        total=False,
    )
)
_PLAIN, _VERBOSE = TypeAdapter(Transcription), TypeAdapter(TranscriptionVerbose)
_CODES = {
    http.HTTPStatus.UNAUTHORIZED: "invalid_api_key",
    http.HTTPStatus.NOT_FOUND: "model_not_found",
    http.HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_exceeded",
}


@asynccontextmanager
async def simulate_openai_compatible(
    *, partner: SimulatedPartner, faults: Faults, port: int = 0
) -> AsyncIterator[Simulation]:
    """Serve `/v1/chat/completions`, `/v1/audio/transcriptions` and `/v1/audio/speech` until the context ends."""
    ears = _Ears(partner, faults)
    routes = {
        "/v1/chat/completions": SimulatedModel(_Chat(), partner=partner, faults=faults).answers,
        "/v1/audio/speech": speaking(_wish, partner=partner, faults=faults),
        "/v1/audio/transcriptions": ears.answer,
    }
    async with serve_requests(routes, faults=faults, refuses=_refusal, port=port) as simulation:
        url = f"{simulation.base_url}/v1"
        environment = {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": "simulated"}
        yield replace(simulation, base_url=url, environment=environment, keyterms=ears.keyterms)


class _Chat:
    content_type = "text/event-stream"
    unreadable = b"data: {not json\n\n"

    async def read(self, request: web.Request) -> Asked:
        _check_key(request)
        with refusing("chat/completions"):
            asked = json.loads(await request.read())
            held_to(_CHAT, asked)
            said: dict[str, list[str]] = {"instructions": [], "prompt": []}
            for message in asked["messages"]:
                said["prompt" if message["role"] == "user" else "instructions"].append(_text(message["content"]))
        return Asked(
            instructions="\n".join(said["instructions"]),
            prompt="\n".join(said["prompt"]),
            most_words=asked.get("max_completion_tokens") or asked.get("max_tokens") or _MOST_WORDS,
            counted=bool((asked.get("stream_options") or {}).get("include_usage")),
        )

    def opening(self, used: TokensUsed) -> Sequence[bytes]:
        return [_chunk({"delta": {"role": "assistant", "content": ""}})]

    def piece(self, text: str) -> bytes:
        return _chunk({"delta": {"content": text}})

    def closing(self, used: TokensUsed | None, *, cut_short: bool) -> Sequence[bytes]:
        ended = _chunk({"delta": {}, "finish_reason": "length" if cut_short else "stop"})
        return [ended, *([_counted(used)] if used else []), b"data: [DONE]\n\n"]


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def _chunk(*choices: Json, usage: Json | None = None) -> bytes:
    """Return a chunk as a frame; what the SDK's type does not know is never sent."""
    told = [{"index": 0, "finish_reason": None, **choice} for choice in choices]
    chunk: Json = {
        "id": "simulated", "object": "chat.completion.chunk", "created": 0, "model": "simulated", "choices": told,
    }  # fmt: skip
    if usage is not None:
        chunk["usage"] = usage
    held_to(_CHUNK, chunk)
    return f"data: {json.dumps(chunk)}\n\n".encode()


def _counted(used: TokensUsed) -> bytes:
    read, said = int(used.text_in + used.text_cached), int(used.text_out)
    return _chunk(
        usage={
            "prompt_tokens": read,
            "completion_tokens": said,
            "total_tokens": read + said,
            "prompt_tokens_details": {"cached_tokens": int(used.text_cached)},
        }
    )


async def _wish(request: web.Request) -> Wish:
    _check_key(request)
    with refusing("audio/speech"):
        asked = held_to(_SPEECH, json.loads(await request.read()))
        if asked.get("response_format") != "pcm":
            raise NotAllowedError("this simulator speaks pcm only: response_format")
    return Wish(text=asked["input"], rate_hz=_RATE_HZ, pace=asked.get("speed", 1.0))


class _Ears:
    """Hears whole files; a fault's turn is a request."""

    def __init__(self, partner: SimulatedPartner, faults: Faults) -> None:
        self._partner, self._faults = partner, faults
        self.keyterms: list[tuple[str, ...]] = []

    async def answer(self, answer: SimulatedAnswer) -> web.StreamResponse:
        _check_key(answer.request)
        asked = await _asked_to_hear(answer.request)
        reply = self._faults.begin_reply()
        if reply.error is not None:
            raise RefusedRequestError(reply.error.http_status or 0, kind=reply.error)
        await reply.begin()
        keyterms = tuple(filter(None, asked.get("prompt", "").split(", ")))
        self.keyterms.append(keyterms)
        try:
            heard = await self._partner.understand(_samples(asked[_FILE]), vocabulary=keyterms)
        except ProviderError:
            raise RefusedRequestError(http.HTTPStatus.INTERNAL_SERVER_ERROR) from None
        told = _told(heard, asked)
        await answer.begin("application/json")
        half = len(told) // 2
        await answer.send(told[:half])
        try:
            async for _ in reply.through_pieces(()):
                pass
        except UnreadableFrameError:
            return await answer.end()
        await answer.send(told[half:])
        return await answer.end()


async def _asked_to_hear(request: web.Request) -> Json:
    form = await request.post()
    asked: Json = {}
    for name in dict.fromkeys(form):
        values = form.getall(name)
        asked[name.removesuffix("[]")] = values if name.endswith("[]") else values[0]
    file = asked.pop(_FILE, None)
    with refusing("audio/transcriptions"):
        held_to(_HEARING, asked)
        if not isinstance(file, web.FileField):
            raise NotAllowedError("wrong or missing: file")
    with file.file:  # closed before anything is awaited: a client that hangs up leaves no open file behind
        return asked | {_FILE: file.file.read()}


def _samples(file: bytes) -> Pcm:
    with refusing("audio/transcriptions"):
        try:
            with wave.open(io.BytesIO(file)) as recording:
                if (recording.getnchannels(), recording.getsampwidth()) != (1, 2):
                    raise NotAllowedError("this simulator hears mono 16-bit WAV only: file")
                samples = recording.readframes(recording.getnframes())
                return Pcm(samples=samples, sample_rate_hz=recording.getframerate())
        except (wave.Error, EOFError):
            raise NotAllowedError("this simulator hears mono 16-bit WAV only: file") from None


def _told(heard: str, asked: Json) -> bytes:
    """Return what was heard in the form asked for; what the SDK's type does not know is never sent."""
    if asked.get("response_format") != "verbose_json":
        plain = {"text": heard}
        held_to(_PLAIN, plain)
        return json.dumps(plain).encode()
    words = [
        {"word": word.strip(".,?!"), "start": number * _WORD_S, "end": (number + 1) * _WORD_S}
        for number, word in enumerate(heard.split())
    ]
    verbose = {"language": "english", "duration": len(words) * _WORD_S, "text": heard, "words": words}
    held_to(_VERBOSE, verbose)
    return json.dumps({"task": "transcribe", **verbose}).encode()


def _check_key(request: web.Request) -> None:
    if not request.headers.get("Authorization", "").removeprefix("Bearer ").strip():
        raise RefusedRequestError(http.HTTPStatus.UNAUTHORIZED)


def _refusal(status: int, kind: FaultKind | None) -> web.Response:
    """Refuse; a used-up quota has the status of too many requests, and a code of its own."""
    status = status or http.HTTPStatus.TOO_MANY_REQUESTS
    code = "insufficient_quota" if kind is FaultKind.QUOTA else _CODES.get(http.HTTPStatus(status))
    said = {"message": "The request was refused.", "type": code or "server_error", "param": None, "code": code}
    return web.json_response({"error": said}, status=status)
