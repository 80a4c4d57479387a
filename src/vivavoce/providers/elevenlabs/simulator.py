"""ElevenLabs' streaming endpoint on this machine: speaks for real, over the vendor's own HTTP."""

import http
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vivavoce.providers.simulation import FaultKind, Faults, SimulatedPartner, Simulation
from vivavoce.providers.simulation.faults import ConnectionLostError, UnreadableFrameError
from vivavoce.providers.simulation.server import HOST

_FORMAT, _RATE_HZ = "pcm_24000", 24_000
_HTTP_QUOTA = 401
"""The vendor refuses with this, and `quota_exceeded` in the body."""


class _VoiceSettings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    stability: float = Field(ge=0, le=1)
    similarity_boost: float = Field(ge=0, le=1)
    style: float | None = Field(default=None, ge=0, le=1)
    speed: float | None = Field(default=None, ge=0.7, le=1.2)
    use_speaker_boost: bool | None = None


class SpeechRequest(BaseModel):
    """What the vendor's reference allows in a request."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1)
    model_id: str
    voice_settings: _VoiceSettings | None = None
    apply_text_normalization: Literal["auto", "on", "off"] = "auto"
    language_code: str | None = None


@asynccontextmanager
async def simulate_elevenlabs(*, partner: SimulatedPartner, faults: Faults, port: int = 0) -> AsyncIterator[Simulation]:
    """Serve until the context ends; a fault's turn is a request."""
    voice = _Voice(partner, faults)
    application = web.Application()
    application.router.add_post("/v1/text-to-speech/{voice}/stream", voice.speak)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        taken = runner.addresses[0][1]
        yield Simulation(base_url=f"http://{HOST}:{taken}/v1", environment={}, violations=voice.violations)
    finally:
        await runner.cleanup()


class _Voice:
    def __init__(self, partner: SimulatedPartner, faults: Faults) -> None:
        self._partner, self._faults = partner, faults
        self.violations: list[str] = []

    async def speak(self, request: web.Request) -> web.StreamResponse:
        if (refused := self._faults.refusal()) is not None:
            return _refusal(refused)
        if not request.headers.get("xi-api-key"):
            return _refusal(http.HTTPStatus.UNAUTHORIZED)
        try:
            asked = SpeechRequest.model_validate_json(await request.read())
        except ValidationError as error:
            self.violations.append("; ".join(".".join(map(str, each["loc"])) for each in error.errors()))
            return _refusal(http.HTTPStatus.UNPROCESSABLE_ENTITY)
        if request.query.get("output_format") != _FORMAT:
            self.violations.append("output_format")
            return _refusal(http.HTTPStatus.BAD_REQUEST)
        return await self._speak(request, asked)

    async def _speak(self, request: web.Request, asked: SpeechRequest) -> web.StreamResponse:
        faults = self._faults.begin_reply()
        if faults.error is not None:
            return _refusal(faults.error.http_status or _HTTP_QUOTA)
        await faults.begin()
        response = web.StreamResponse(headers={"Content-Type": "audio/pcm"})
        if FaultKind.MALFORMED in faults:
            return web.json_response({"detail": "This is no audio."})
        await response.prepare(request)
        pace = (asked.voice_settings.speed if asked.voice_settings else None) or 1.0
        chunks = self._partner.speak(asked.text, sample_rate_hz=faults.spoken_rate_hz(_RATE_HZ), pace=pace)
        try:
            async for chunk in faults.through(chunks, sample_rate_hz=_RATE_HZ):
                await response.write(chunk)
        except (ConnectionLostError, UnreadableFrameError):
            if request.transport is not None:
                request.transport.abort()
            return response
        await response.write_eof()
        return response


def _refusal(status: int) -> web.Response:
    return web.json_response({"detail": {"status": "refused"}}, status=status)
