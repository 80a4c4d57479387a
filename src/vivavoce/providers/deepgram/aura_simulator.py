"""Deepgram's speaking endpoint on this machine: speaks for real, over the vendor's own HTTP."""

import http
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vivavoce.domain.ids import new_id
from vivavoce.providers.simulation import FaultKind, Faults, SimulatedPartner, Simulation
from vivavoce.providers.simulation.held import wrong_fields
from vivavoce.providers.simulation.requests import NO_EVENTS, RefusedRequestError, serve_requests
from vivavoce.providers.simulation.speaking import Wish, speaking

_CODES = {
    http.HTTPStatus.UNAUTHORIZED: "INVALID_AUTH",
    http.HTTPStatus.PAYMENT_REQUIRED: "ASR_PAYMENT_REQUIRED",
    http.HTTPStatus.FORBIDDEN: "INSUFFICIENT_PERMISSIONS",
    http.HTTPStatus.TOO_MANY_REQUESTS: "TOO_MANY_REQUESTS",
}


class SpeechQuery(BaseModel):
    """What the vendor's client may ask for beside the text; the samples come without a container."""

    model_config = ConfigDict(extra="forbid")

    model: str = Field(pattern=r"^aura-")
    encoding: Literal["linear16"]
    container: Literal["none"]
    sample_rate: Literal["8000", "16000", "24000", "32000", "48000"]
    mip_opt_out: bool = False
    speed: float = Field(default=1.0, ge=0.7, le=1.5)
    tag: str = ""


class SpeechBody(BaseModel):
    """The text is all there is; longer ones than this are refused."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=2000)


@asynccontextmanager
async def simulate_aura(*, partner: SimulatedPartner, faults: Faults, port: int = 0) -> AsyncIterator[Simulation]:
    """Serve until the context ends."""
    routes = {"/v1/speak": speaking(_wish, partner=partner, faults=faults)}
    async with serve_requests(routes, faults=faults, refuses=_refusal, port=port, cannot=NO_EVENTS) as simulation:
        yield simulation


async def _wish(request: web.Request) -> Wish:
    if not request.headers.get("Authorization", "").startswith("Token "):
        raise RefusedRequestError(http.HTTPStatus.UNAUTHORIZED)
    try:
        asked = SpeechQuery.model_validate(dict(request.query))
        body = SpeechBody.model_validate_json(await request.read())
    except ValidationError as error:
        violation = f"speak: {wrong_fields(error)}"
        raise RefusedRequestError(http.HTTPStatus.BAD_REQUEST, violation=violation) from None
    return Wish(text=body.text, rate_hz=int(asked.sample_rate), pace=asked.speed)


def _refusal(status: int, kind: FaultKind | None) -> web.Response:
    status = status or http.HTTPStatus.PAYMENT_REQUIRED
    code = _CODES.get(http.HTTPStatus(status), http.HTTPStatus(status).phrase)
    said = {"err_code": code, "err_msg": "The request was refused.", "request_id": new_id("req")}
    return web.json_response(said, status=status)
