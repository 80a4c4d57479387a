"""ElevenLabs' streaming endpoint on this machine: speaks for real, over the vendor's own HTTP."""

import http
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vivavoce.providers.simulation import FaultKind, Faults, SimulatedPartner, Simulation
from vivavoce.providers.simulation.held import wrong_fields
from vivavoce.providers.simulation.requests import NO_EVENTS, RefusedRequestError, serve_requests
from vivavoce.providers.simulation.speaking import Wish, speaking

_FORMAT, _RATE_HZ = "pcm_24000", 24_000


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
    """Serve until the context ends."""
    routes = {"/v1/text-to-speech/{voice}/stream": speaking(_wish, partner=partner, faults=faults)}
    async with serve_requests(routes, faults=faults, refuses=_refusal, port=port, cannot=NO_EVENTS) as simulation:
        yield replace(simulation, base_url=f"{simulation.base_url}/v1")


async def _wish(request: web.Request) -> Wish:
    if not request.headers.get("xi-api-key"):
        raise RefusedRequestError(http.HTTPStatus.UNAUTHORIZED)
    try:
        asked = SpeechRequest.model_validate_json(await request.read())
    except ValidationError as error:
        raise RefusedRequestError(http.HTTPStatus.UNPROCESSABLE_ENTITY, violation=wrong_fields(error)) from None
    if request.query.get("output_format") != _FORMAT:
        raise RefusedRequestError(http.HTTPStatus.BAD_REQUEST, violation="output_format")
    pace = (asked.voice_settings.speed if asked.voice_settings else None) or 1.0
    return Wish(text=asked.text, rate_hz=_RATE_HZ, pace=pace)


def _refusal(status: int, kind: FaultKind | None) -> web.Response:
    """Refuse; a used-up quota is a 401 here, and says so in its body only."""
    said = "quota_exceeded" if kind is FaultKind.QUOTA else "refused"
    return web.json_response({"detail": {"status": said}}, status=status or http.HTTPStatus.UNAUTHORIZED)
