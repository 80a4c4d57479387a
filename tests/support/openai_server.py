"""A small OpenAI-compatible endpoint on this machine: it validates every request with the SDK's own types.

It hears and speaks spelled speech, so what an adapter sends and gets can be compared word by word.
"""

import asyncio
import io
import json
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from openai.types.audio.speech_create_params import SpeechCreateParams
from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming
from pydantic import TypeAdapter

from vivavoce.domain.audio import Pcm
from vivavoce.providers.scripted import spell
from vivavoce.providers.scripted.spelling import read_words

KEY = "sk-for-this-test"
COMPLETION = "What would you measure first?"


class OpenAIServer:
    """`fault` makes every answer fail: a status such as "401", "silent", "cut", "stalls", "malformed" or "wav"."""

    def __init__(self) -> None:
        self.fault = ""
        self.url = ""
        self.prompts: list[str] = []
        self.closing = asyncio.Event()
        self.completion = COMPLETION
        self.stalled = asyncio.Event()
        self.hung_up_on = asyncio.Event()
        """A caller went away in the middle of a completion."""

    async def chat(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        TypeAdapter(CompletionCreateParamsStreaming).validate_python(body)
        if (failed := await self._failed(request)) is not None:
            return failed
        response = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await response.prepare(request)
        words = self.completion.split()[: body["max_tokens"]]
        for number, word in enumerate(words):
            await self._chunk(response, {"content": f" {word}" if number else word})
            if self.fault == "cut":
                return response
            if self.fault == "stalls":
                await self._stall()
        await self._chunk(response, {}, finish_reason="stop")
        await response.write(b"data: [DONE]\n\n")
        return response

    async def _stall(self) -> None:
        self.stalled.set()
        try:
            await self.closing.wait()
        except asyncio.CancelledError:
            self.hung_up_on.set()
            raise

    async def transcribe(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        file = form["file"]
        assert isinstance(file, web.FileField)
        with file.file:  # closed before anything is awaited: a client that hangs up leaves no open file behind
            sound = file.file.read()
        if (failed := await self._failed(request)) is not None:
            return failed
        self.prompts.append(str(form.get("prompt", "")))
        with wave.open(io.BytesIO(sound)) as recording:
            assert recording.getparams()[:3] == (1, 2, 16_000)
            heard = read_words(Pcm(samples=recording.readframes(recording.getnframes()), sample_rate_hz=16_000))
        text = " ".join(word.text for word in heard)
        if form["response_format"] == "json":
            return web.json_response({"text": text})
        assert form.getall("timestamp_granularities[]") == ["word"]
        words = [{"word": word.text.strip(".,?!"), "start": word.start_s, "end": word.end_s} for word in heard]
        return web.json_response(
            {"task": "transcribe", "language": "english", "duration": 1.0, "text": text, "words": words}
        )

    async def speak(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        TypeAdapter(SpeechCreateParams).validate_python(body)
        if (failed := await self._failed(request)) is not None:
            return failed
        samples = spell(body["input"], sample_rate_hz=24_000, pace=body["speed"]).samples
        response = web.StreamResponse()
        await response.prepare(request)
        if self.fault == "wav":
            await response.write(_wav_header(rate_hz=24_000, size_bytes=len(samples)))
        if self.fault == "wav-16k":
            await response.write(_wav_header(rate_hz=16_000, size_bytes=len(samples)))
        for start in range(0, len(samples), 1001):  # odd, as networks are
            await response.write(samples[start : start + 1001])
        return response

    async def _failed(self, request: web.Request) -> web.StreamResponse | None:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return web.json_response({"error": {"message": "wrong key"}}, status=401)
        if self.fault.isdecimal():
            return web.json_response({"error": {"message": "told to fail"}}, status=int(self.fault))
        if self.fault == "silent":
            await self.closing.wait()
        if self.fault == "malformed":
            content_type = "text/event-stream" if "chat" in request.path else "application/json"
            return web.Response(body=b"data: {not json\n\n", content_type=content_type)
        return None

    async def _chunk(
        self, response: web.StreamResponse, delta: dict[str, str], *, finish_reason: str | None = None
    ) -> None:
        chunk = {
            "id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}],
        }  # fmt: skip
        await response.write(f"data: {json.dumps(chunk)}\n\n".encode())


def _wav_header(*, rate_hz: int, size_bytes: int) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(b"")
    return buffer.getvalue()[:40] + size_bytes.to_bytes(4, "little")


@asynccontextmanager
async def openai_server() -> AsyncIterator[OpenAIServer]:
    """Serve on a free local port for as long as the context lasts."""
    server = OpenAIServer()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.chat)
    app.router.add_post("/v1/audio/transcriptions", server.transcribe)
    app.router.add_post("/v1/audio/speech", server.speak)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield server
    finally:
        server.closing.set()
        await runner.cleanup()
