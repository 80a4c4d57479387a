"""Cartesia's bytes endpoint on this machine: speaks for real, over the vendor's own HTTP."""

import http
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from cartesia.types import TTSGenerateParams
from pydantic import TypeAdapter

from vivavoce.domain.ids import new_id
from vivavoce.providers.simulation import FaultKind, Faults, SimulatedPartner, Simulation
from vivavoce.providers.simulation.held import NotAllowedError, held_to
from vivavoce.providers.simulation.requests import NO_EVENTS, RefusedRequestError, refusing, serve_requests
from vivavoce.providers.simulation.speaking import Wish, speaking

_REQUEST = TypeAdapter(TTSGenerateParams)
_SLOWEST, _FASTEST = 0.6, 1.5
"""The vendor's types say so in words only."""
_CODES = {
    http.HTTPStatus.UNAUTHORIZED: "invalid_api_key",
    http.HTTPStatus.PAYMENT_REQUIRED: "quota_exceeded",
    http.HTTPStatus.TOO_MANY_REQUESTS: "concurrency_limited",
}


@asynccontextmanager
async def simulate_cartesia(*, partner: SimulatedPartner, faults: Faults, port: int = 0) -> AsyncIterator[Simulation]:
    """Serve until the context ends."""
    routes = {"/tts/bytes": speaking(_wish, partner=partner, faults=faults)}
    async with serve_requests(routes, faults=faults, refuses=_refusal, port=port, cannot=NO_EVENTS) as simulation:
        yield simulation


async def _wish(request: web.Request) -> Wish:
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not (request.headers.get("X-API-Key") or bearer):
        raise RefusedRequestError(http.HTTPStatus.UNAUTHORIZED)
    with refusing("tts/bytes"):
        if not request.headers.get("Cartesia-Version"):
            raise NotAllowedError("wrong or missing: Cartesia-Version")
        return _understood(held_to(_REQUEST, json.loads(await request.read())))


def _understood(asked: TTSGenerateParams) -> Wish:
    """Return the wish; raise `NotAllowedError` for what only the vendor's documents forbid."""
    sound = asked["output_format"]
    if sound["container"] != "raw" or sound["encoding"] != "pcm_s16le":
        raise NotAllowedError("this simulator speaks raw pcm_s16le only: output_format")
    if not asked["transcript"].strip():
        raise NotAllowedError("wrong or missing: transcript")
    pace = asked.get("generation_config", {}).get("speed", 1.0)
    if not _SLOWEST <= pace <= _FASTEST:
        raise NotAllowedError("wrong or missing: generation_config.speed")
    return Wish(text=asked["transcript"], rate_hz=sound["sample_rate"], pace=pace)


def _refusal(status: int, kind: FaultKind | None) -> web.Response:
    status = status or http.HTTPStatus.PAYMENT_REQUIRED
    said = {
        "error_code": _CODES.get(http.HTTPStatus(status)),
        "title": http.HTTPStatus(status).phrase,
        "message": "The request was refused.",
        "request_id": new_id("req"),
    }
    return web.json_response(said, status=status)
