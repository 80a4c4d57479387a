"""Bedrock's ConverseStream on this machine, for whoever signs as Amazon's clients do."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from aiohttp import web
from smithy_aws_event_stream.events import EventMessage

from vivavoce.domain.usage import TokensUsed
from vivavoce.providers.amazon.credentials import SIMULATED_CREDENTIALS
from vivavoce.providers.amazon.service_model import operation
from vivavoce.providers.amazon.signed_request import asked_of, refusals_of
from vivavoce.providers.simulation import Faults, SimulatedPartner, Simulation
from vivavoce.providers.simulation.completing import Asked, SimulatedModel
from vivavoce.providers.simulation.requests import NO_AUDIO, serve_requests

_SERVICE, _OPERATION, _SIGNED_AS = "bedrock-runtime", "ConverseStream", "bedrock"
_MOST_WORDS = 1000


@asynccontextmanager
async def simulate_bedrock(*, partner: SimulatedPartner, faults: Faults, port: int = 0) -> AsyncIterator[Simulation]:
    """Serve until the context ends."""
    routes = {"/model/{model}/converse-stream": SimulatedModel(_Converse(), partner=partner, faults=faults).answers}
    refuses = refusals_of(operation(_SERVICE, _OPERATION))
    async with serve_requests(routes, faults=faults, refuses=refuses, port=port, cannot=NO_AUDIO) as simulation:
        environment = {
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": simulation.base_url,
            "AWS_ACCESS_KEY_ID": SIMULATED_CREDENTIALS.access_key_id,
            "AWS_SECRET_ACCESS_KEY": SIMULATED_CREDENTIALS.secret_access_key,
        }
        yield replace(simulation, environment=environment)


class _Converse:
    content_type = "application/vnd.amazon.eventstream"
    unreadable = (24).to_bytes(4) + bytes(20)
    """An event whose checksums are wrong."""

    async def read(self, request: web.Request) -> Asked:
        model = {"modelId": request.match_info["model"]}
        asked = await asked_of(request, operation(_SERVICE, _OPERATION), service=_SIGNED_AS, of_path=model)
        users = [message for message in asked["messages"] if message["role"] == "user"]
        return Asked(
            instructions=_text(asked.get("system", ())),
            prompt="\n".join(_text(message["content"]) for message in users),
            most_words=asked.get("inferenceConfig", {}).get("maxTokens", _MOST_WORDS),
        )

    def opening(self, used: TokensUsed) -> Sequence[bytes]:
        return [_event("messageStart", {"role": "assistant"})]

    def piece(self, text: str) -> bytes:
        return _event("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": text}})

    def closing(self, used: TokensUsed | None, *, cut_short: bool) -> Sequence[bytes]:
        used = used or TokensUsed()
        read, said = int(used.text_in), int(used.text_out)
        usage = {
            "inputTokens": read,
            "outputTokens": said,
            "totalTokens": read + said,
            "cacheReadInputTokens": int(used.text_cached),
        }
        return [
            _event("contentBlockStop", {"contentBlockIndex": 0}),
            _event("messageStop", {"stopReason": "max_tokens" if cut_short else "end_turn"}),
            _event("metadata", {"usage": usage, "metrics": {"latencyMs": 0}}),
        ]


def _text(blocks: Sequence[dict[str, Any]]) -> str:
    return "".join(block.get("text", "") for block in blocks)


def _event(name: str, body: dict[str, Any]) -> bytes:
    """Return an event as it goes over the wire; what the vendor's description does not hold is never sent."""
    operation(_SERVICE, _OPERATION).check_event(name, body)
    headers = {":message-type": "event", ":event-type": name, ":content-type": "application/json"}
    return EventMessage(headers=headers, payload=json.dumps(body).encode()).encode()
