"""A simulated OpenAI Realtime API on this machine: `vivavoce simulate openai`."""

import http
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

from websockets.http11 import Request

from vivavoce.domain.errors import InvalidInputError
from vivavoce.providers.openai.dialect import OPENAI, Dialect
from vivavoce.providers.openai.simulated_session import SimulatedSession
from vivavoce.providers.simulation import (
    FaultKind,
    Faults,
    SimulatedConnection,
    SimulatedPartner,
    Simulation,
    serve_websockets,
)

_PATH = "/v1/realtime"


@asynccontextmanager
async def simulated_openai(*, partner: SimulatedPartner, faults: Faults, port: int = 0) -> AsyncIterator[Simulation]:
    """Serve OpenAI Realtime (GA) until the context ends."""
    async with simulated_realtime(OPENAI, partner=partner, faults=faults, port=port) as simulation:
        yield simulation


@asynccontextmanager
async def simulated_realtime(
    dialect: Dialect, *, partner: SimulatedPartner, faults: Faults, port: int
) -> AsyncIterator[Simulation]:
    """Serve a vendor that speaks the OpenAI Realtime protocol in its own dialect."""
    if FaultKind.GO_AWAY in faults.kinds:
        raise InvalidInputError(
            f"{dialect.vendor} never announces that it will close a connection",
            fix="Use session_limit=60s instead of go_away.",
        )
    violations: list[str] = []

    async def converse(connection: SimulatedConnection) -> None:
        session = SimulatedSession(
            connection,
            dialect=dialect,
            model=_model(connection.path),
            partner=partner,
            faults=faults,
            violations=violations,
        )
        await session.run()

    def admit(request: Request) -> http.HTTPStatus | None:
        if urlsplit(request.path).path != _PATH or not _model(request.path).startswith(dialect.models):
            return http.HTTPStatus.NOT_FOUND
        if not request.headers.get("Authorization", "").removeprefix("Bearer ").strip():
            return http.HTTPStatus.UNAUTHORIZED
        return None

    async with serve_websockets(converse, faults=faults, port=port, admit=admit) as bound:
        url = f"http://127.0.0.1:{bound}/v1"
        environment = {dialect.url_setting: url, dialect.key_setting: "simulated"}
        yield Simulation(base_url=url, environment=environment, violations=violations)


def _model(path: str) -> str:
    return next(iter(parse_qs(urlsplit(path).query).get("model", [])), "")
