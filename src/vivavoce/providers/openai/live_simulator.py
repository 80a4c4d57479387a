"""A simulated OpenAI Live API on this machine: `vivavoce simulate openai-live`."""

import http
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from openai.types.live import ClientEvent, ServerEvent
from pydantic import TypeAdapter
from websockets.http11 import Request

from vivavoce.domain.errors import InvalidInputError
from vivavoce.providers.openai.frames import Frames
from vivavoce.providers.openai.simulated_live_session import SimulatedLiveSession
from vivavoce.providers.simulation import (
    FaultKind,
    Faults,
    SimulatedConnection,
    SimulatedPartner,
    Simulation,
    serve_websockets,
)

_PATH = "/v1/live/sessions"
LIVE_FRAMES = Frames(client=TypeAdapter(ClientEvent), server=TypeAdapter(ServerEvent))


@asynccontextmanager
async def simulated_openai_live(
    *, partner: SimulatedPartner, faults: Faults, port: int = 0, speed: float = 1.0
) -> AsyncIterator[Simulation]:
    """Serve OpenAI Live until the context ends; `speed` 10 streams ten seconds of audio in one."""
    if FaultKind.GO_AWAY in faults.kinds:
        raise InvalidInputError(
            "OpenAI Live never announces that it will close a session", fix="Use session_limit=60s instead of go_away."
        )
    violations: list[str] = []

    async def converse(connection: SimulatedConnection) -> None:
        session = SimulatedLiveSession(
            connection, frames=LIVE_FRAMES, partner=partner, faults=faults, violations=violations, speed=speed
        )
        await session.run()

    def admit(request: Request) -> http.HTTPStatus | None:
        if urlsplit(request.path).path != _PATH:
            return http.HTTPStatus.NOT_FOUND
        if not request.headers.get("Authorization", "").removeprefix("Bearer ").strip():
            return http.HTTPStatus.UNAUTHORIZED
        return None

    async with serve_websockets(converse, faults=faults, port=port, admit=admit) as bound:
        url = f"http://127.0.0.1:{bound}/v1"
        environment = {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": "simulated"}
        yield Simulation(base_url=url, environment=environment, violations=violations)
