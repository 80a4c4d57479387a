"""Text to speech behind an OpenAI-compatible endpoint."""

import asyncio
import struct
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing

from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.providers.openai_compatible.endpoint import Endpoint
from vivavoce.providers.wire.rate import implausibly_fast

_PIECE_S = 0.1
_WAV_HEAD_BYTES = 12
_NO_AUDIO = ("application/json", "text/")
"""Played as samples, such an answer would be noise."""


class EndpointTextToSpeech:
    """POST /audio/speech, streamed as raw 16-bit samples; servers that send a WAV file all the same are understood."""

    def __init__(self, endpoint: Endpoint, *, voice: str, sample_rate_hz: int = 24_000) -> None:
        self._endpoint = endpoint
        self._client = endpoint.client()
        self._voice = voice
        self._sample_rate_hz = sample_rate_hz

    @property
    def name(self) -> str:
        return f"{self._endpoint.name}:{self._voice}"

    @property
    def sample_rate_hz(self) -> int:
        return self._sample_rate_hz

    async def speak(self, text: str, *, pace: float = 1.0) -> AsyncIterator[Pcm]:
        if not text.strip():
            return
        spoken_s = 0.0
        async with aclosing(self._spoken(text, pace)) as pieces:
            async for pcm in pieces:
                spoken_s += pcm.duration_s
                yield pcm
        if implausibly_fast(characters=len(text), spoken_s=spoken_s):
            raise ProviderError(self.name, "it spoke at another rate than was agreed", fault=Fault.MALFORMED)

    async def _spoken(self, text: str, pace: float) -> AsyncGenerator[Pcm]:
        async with AsyncExitStack() as stack:
            received = await self._open(stack, text, pace)
            waiting = b""
            is_raw = False
            while (data := await self._next(received)) is not None:
                waiting += data
                if not is_raw:
                    if (start := self._samples_start(waiting)) is None:
                        continue
                    waiting, is_raw = waiting[start:], True
                if len(waiting) >= 2 * _PIECE_S * self._sample_rate_hz:
                    whole = len(waiting) // 2 * 2
                    yield Pcm(samples=waiting[:whole], sample_rate_hz=self._sample_rate_hz)
                    waiting = waiting[whole:]
            if not is_raw:
                raise ProviderError(
                    self.name, "it gave no speech", fix="Check VIVAVOCE_TTS_MODEL and VIVAVOCE_TTS_VOICE."
                )
            if len(waiting) >= 2:
                yield Pcm(samples=waiting[: len(waiting) // 2 * 2], sample_rate_hz=self._sample_rate_hz)

    async def aclose(self) -> None:
        await self._client.close()

    async def _open(self, stack: AsyncExitStack, text: str, pace: float) -> AsyncIterator[bytes]:
        with self._endpoint.failures():
            async with asyncio.timeout(self._endpoint.deadline_s):
                response = await stack.enter_async_context(
                    self._client.audio.speech.with_streaming_response.create(
                        model=self._endpoint.model, voice=self._voice, input=text, response_format="pcm", speed=pace
                    )
                )
        if response.headers.get("content-type", "").startswith(_NO_AUDIO):
            raise ProviderError(self.name, "its answer is no audio", fault=Fault.MALFORMED)
        return response.iter_bytes()

    async def _next(self, received: AsyncIterator[bytes]) -> bytes | None:
        with self._endpoint.failures():
            async with asyncio.timeout(self._endpoint.deadline_s):
                return await anext(received, None)

    def _samples_start(self, data: bytes) -> int | None:
        """Return where the samples begin, 0 when there is no WAV header, or None when that cannot be told yet."""
        if not data or (len(data) < _WAV_HEAD_BYTES and b"RIFF".startswith(data[:4])):
            return None
        if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
            return 0
        position = _WAV_HEAD_BYTES
        while len(data) >= position + 8:
            kind, size = struct.unpack_from("<4sI", data, position)
            if kind == b"data":
                return position + 8
            if kind == b"fmt " and len(data) >= position + 24:
                self._check_format(*struct.unpack_from("<HHIIHH", data, position + 8))
            position += 8 + size + size % 2
        return None

    def _check_format(self, coding: int, channels: int, rate_hz: int, _: int, __: int, bits: int) -> None:
        if (coding, channels, bits) not in {(1, 1, 16), (0xFFFE, 1, 16)} or rate_hz != self._sample_rate_hz:
            raise ProviderError(
                self.name,
                f"it speaks {bits} bits, {channels} channels at {rate_hz} Hz, not 16 bits mono at {self._sample_rate_hz} Hz",
                fix="Use an endpoint or model that gives raw 24 kHz speech, as OpenAI's does.",
                fault=Fault.MALFORMED,
            )
