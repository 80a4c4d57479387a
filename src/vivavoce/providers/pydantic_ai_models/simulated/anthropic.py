"""Anthropic's Messages API on this machine, streamed."""

import http
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from aiohttp import web
from anthropic.types import RawMessageStreamEvent
from anthropic.types.message_create_params import MessageCreateParamsStreaming
from pydantic import TypeAdapter

from vivavoce.domain.usage import TokensUsed
from vivavoce.providers.simulation import FaultKind, Faults, SimulatedPartner, Simulation
from vivavoce.providers.simulation.completing import Asked, SimulatedModel
from vivavoce.providers.simulation.held import held_to
from vivavoce.providers.simulation.requests import NO_AUDIO, RefusedRequestError, refusing, serve_requests

_REQUEST, _EVENT = TypeAdapter(MessageCreateParamsStreaming), TypeAdapter(RawMessageStreamEvent)
_TYPES = {
    http.HTTPStatus.BAD_REQUEST: "invalid_request_error",
    http.HTTPStatus.UNAUTHORIZED: "authentication_error",
    http.HTTPStatus.PAYMENT_REQUIRED: "billing_error",
    http.HTTPStatus.FORBIDDEN: "permission_error",
    http.HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_error",
}


@asynccontextmanager
async def simulate_anthropic(*, partner: SimulatedPartner, faults: Faults, port: int = 0) -> AsyncIterator[Simulation]:
    """Serve until the context ends."""
    routes = {"/v1/messages": SimulatedModel(_Messages(), partner=partner, faults=faults).answers}
    async with serve_requests(routes, faults=faults, refuses=_refusal, port=port, cannot=NO_AUDIO) as simulation:
        environment = {"ANTHROPIC_BASE_URL": simulation.base_url, "ANTHROPIC_API_KEY": "simulated"}
        yield replace(simulation, environment=environment)


class _Messages:
    content_type = "text/event-stream"
    unreadable = b"event: content_block_delta\ndata: {not json\n\n"

    async def read(self, request: web.Request) -> Asked:
        if not request.headers.get("x-api-key"):
            raise RefusedRequestError(http.HTTPStatus.UNAUTHORIZED)
        with refusing("messages"):
            asked = json.loads(await request.read())
            held_to(_REQUEST, asked)
        return Asked(
            instructions=_text(asked.get("system") or ""),
            prompt="\n".join(_text(message["content"]) for message in asked["messages"] if message["role"] == "user"),
            most_words=asked["max_tokens"],
        )

    def opening(self, used: TokensUsed) -> Sequence[bytes]:
        usage = {
            "input_tokens": int(used.text_in),
            "cache_read_input_tokens": int(used.text_cached),
            "cache_creation_input_tokens": 0,
            "output_tokens": 0,
        }
        message: dict[str, Any] = {
            "id": "msg_simulated", "type": "message", "role": "assistant", "model": "simulated", "content": [],
            "stop_reason": None, "stop_sequence": None, "usage": usage,
        }  # fmt: skip
        block = {"type": "text", "text": ""}
        return [
            _event({"type": "message_start", "message": message}),
            _event({"type": "content_block_start", "index": 0, "content_block": block}),
        ]

    def piece(self, text: str) -> bytes:
        return _event({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}})

    def closing(self, used: TokensUsed | None, *, cut_short: bool) -> Sequence[bytes]:
        delta = {"stop_reason": "max_tokens" if cut_short else "end_turn", "stop_sequence": None}
        usage = {"output_tokens": int(used.text_out) if used else 0}
        return [
            _event({"type": "content_block_stop", "index": 0}),
            _event({"type": "message_delta", "delta": delta, "usage": usage}),
            _event({"type": "message_stop"}),
        ]


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "".join(block.get("text", "") for block in content)


def _event(event: dict[str, Any]) -> bytes:
    """Return an event as a frame; what the SDK's type does not know is never sent."""
    held_to(_EVENT, event)
    return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()


def _refusal(status: int, kind: FaultKind | None) -> web.Response:
    status = status or http.HTTPStatus.PAYMENT_REQUIRED
    error = {"type": _TYPES.get(http.HTTPStatus(status), "api_error"), "message": "The request was refused."}
    return web.json_response({"type": "error", "error": error}, status=status)
