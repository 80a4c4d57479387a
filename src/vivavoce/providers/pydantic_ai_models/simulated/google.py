"""Google's generateContent on this machine, streamed."""

import http
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from aiohttp import web
from google.genai import types
from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic.alias_generators import to_camel

from vivavoce.domain.usage import TokensUsed
from vivavoce.providers.simulation import FaultKind, Faults, SimulatedPartner, Simulation
from vivavoce.providers.simulation.completing import Asked, SimulatedModel
from vivavoce.providers.simulation.held import held_to
from vivavoce.providers.simulation.requests import NO_AUDIO, RefusedRequestError, refusing, serve_requests

_METHOD = ":streamGenerateContent"
_MOST_WORDS = 1000
_STATUSES = {
    http.HTTPStatus.BAD_REQUEST: "INVALID_ARGUMENT",
    http.HTTPStatus.UNAUTHORIZED: "UNAUTHENTICATED",
    http.HTTPStatus.FORBIDDEN: "PERMISSION_DENIED",
    http.HTTPStatus.NOT_FOUND: "NOT_FOUND",
    http.HTTPStatus.TOO_MANY_REQUESTS: "RESOURCE_EXHAUSTED",
    http.HTTPStatus.SERVICE_UNAVAILABLE: "UNAVAILABLE",
}


class _Request(BaseModel):
    """The body, whose parts have types of the vendor's own."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)

    contents: list[types.Content]
    system_instruction: types.Content | None = None
    generation_config: types.GenerationConfig = types.GenerationConfig()
    safety_settings: list[types.SafetySetting] = []
    tools: list[types.Tool] = []
    tool_config: types.ToolConfig | None = None
    cached_content: str | None = None


_REQUEST = TypeAdapter(_Request)


@asynccontextmanager
async def simulate_gemini(*, partner: SimulatedPartner, faults: Faults, port: int = 0) -> AsyncIterator[Simulation]:
    """Serve until the context ends."""
    routes = {"/v1beta/models/{model}": SimulatedModel(_Content(), partner=partner, faults=faults).answers}
    async with serve_requests(routes, faults=faults, refuses=_refusal, port=port, cannot=NO_AUDIO) as simulation:
        environment = {"GOOGLE_GEMINI_BASE_URL": simulation.base_url, "GOOGLE_API_KEY": "simulated"}
        yield replace(simulation, environment=environment)


class _Content:
    content_type = "text/event-stream"
    unreadable = b"data: {not json\r\n\r\n"

    async def read(self, request: web.Request) -> Asked:
        if not request.match_info["model"].endswith(_METHOD) or request.query.get("alt") != "sse":
            raise RefusedRequestError(http.HTTPStatus.NOT_FOUND, violation="only streamGenerateContent is simulated")
        if not request.headers.get("x-goog-api-key"):
            raise RefusedRequestError(http.HTTPStatus.FORBIDDEN)
        with refusing("generateContent"):
            asked = held_to(_REQUEST, json.loads(await request.read()))
        return Asked(
            instructions=_text(asked.system_instruction),
            prompt="\n".join(_text(content) for content in asked.contents if content.role != "model"),
            most_words=asked.generation_config.max_output_tokens or _MOST_WORDS,
        )

    def opening(self, used: TokensUsed) -> Sequence[bytes]:
        return []

    def piece(self, text: str) -> bytes:
        content = types.Content(role="model", parts=[types.Part(text=text)])
        return _frame(types.GenerateContentResponse(candidates=[types.Candidate(index=0, content=content)]))

    def closing(self, used: TokensUsed | None, *, cut_short: bool) -> Sequence[bytes]:
        reason = types.FinishReason.MAX_TOKENS if cut_short else types.FinishReason.STOP
        content = types.Content(role="model", parts=[types.Part(text="")])
        ended = types.Candidate(index=0, content=content, finish_reason=reason)
        counted = _counted(used) if used else None
        return [_frame(types.GenerateContentResponse(candidates=[ended], usage_metadata=counted))]


def _text(content: types.Content | None) -> str:
    return "".join(part.text or "" for part in (content.parts if content else None) or ())


def _counted(used: TokensUsed) -> types.GenerateContentResponseUsageMetadata:
    read, said = int(used.text_in + used.text_cached), int(used.text_out)
    return types.GenerateContentResponseUsageMetadata(
        prompt_token_count=read,
        cached_content_token_count=int(used.text_cached),
        candidates_token_count=said,
        total_token_count=read + said,
    )


def _frame(response: types.GenerateContentResponse) -> bytes:
    """Return a response as a frame; what the vendor's type would not read is never sent."""
    frame = response.model_dump_json(by_alias=True, exclude_none=True)
    types.GenerateContentResponse.model_validate_json(frame)
    return f"data: {frame}\r\n\r\n".encode()


def _refusal(status: int, kind: FaultKind | None) -> web.Response:
    """Refuse; a used-up quota is the same as too many requests here."""
    status = status or http.HTTPStatus.TOO_MANY_REQUESTS
    name = _STATUSES.get(http.HTTPStatus(status), "INTERNAL")
    return web.json_response(
        {"error": {"code": status, "message": "The request was refused.", "status": name}}, status=status
    )
