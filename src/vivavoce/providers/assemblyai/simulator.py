"""AssemblyAI's streaming endpoint on this machine."""

import http
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, ConfigDict, TypeAdapter
from websockets.http11 import Request

from vivavoce.providers.simulation import (
    FaultKind,
    Faults,
    SimulatedConnection,
    SimulatedPartner,
    Simulation,
    serve_websockets,
)
from vivavoce.providers.simulation.server import HOST
from vivavoce.providers.streamed_hearing.simulated import WORD_S, Command, HeardStretch, Message, SimulatedEars

_PATH = "/v3/ws"
_MS = 1000
_CLOSINGS = {
    FaultKind.UNAUTHORIZED: (4001, "Not Authorized"),
    FaultKind.FORBIDDEN: (4003, "Free tier user"),
    FaultKind.TOO_MANY_REQUESTS: (4029, "Rate limited"),
    FaultKind.QUOTA: (4002, "Insufficient funds"),
    FaultKind.SESSION_LIMIT: (3008, "Session expired"),
}


@asynccontextmanager
async def simulate_assemblyai(*, partner: SimulatedPartner, faults: Faults, port: int = 0) -> AsyncIterator[Simulation]:
    """Serve until the context ends."""
    violations: list[str] = []

    async def converse(connection: SimulatedConnection) -> None:
        await SimulatedEars(connection, _Streaming(), partner, faults, violations).run()

    async with serve_websockets(converse, faults=faults, port=port, admit=_admit) as taken:
        yield Simulation(base_url=f"http://{HOST}:{taken}", violations=violations)


def _admit(request: Request) -> http.HTTPStatus | None:
    address = urlsplit(request.path)
    asked = parse_qs(address.query)
    if address.path != _PATH:
        return http.HTTPStatus.NOT_FOUND
    if not request.headers.get("Authorization"):
        return http.HTTPStatus.UNAUTHORIZED
    known = asked.get("encoding") == ["pcm_s16le"] and asked.get("sample_rate") == ["16000"]
    return None if known else http.HTTPStatus.BAD_REQUEST


class _ClientMessage(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: Literal["ForceEndpoint", "Terminate"]


_COMMAND = TypeAdapter(_ClientMessage)


class _Streaming:
    closings = _CLOSINGS
    violated = (3006, "Invalid message")
    ended: Sequence[Message] = ({"type": "Termination", "audio_duration_seconds": 0, "session_duration_seconds": 0},)

    def __init__(self) -> None:
        self._turns = 0

    def greeting(self) -> Sequence[Message]:
        return ({"type": "Begin", "id": "simulated", "expires_at": 0},)

    def command(self, frame: str) -> Command:
        kind = _COMMAND.validate_json(frame).type
        return Command.END if kind == "Terminate" else Command.FLUSH

    def results(self, heard: HeardStretch) -> Sequence[Message]:
        words = [
            {
                "text": word,
                "start": round((heard.starts_s + number * WORD_S) * _MS),
                "end": round((heard.starts_s + (number + 1) * WORD_S) * _MS),
                "confidence": 0.98,
                "word_is_final": True,
            }
            for number, word in enumerate(heard.text.split())
        ]
        turn = {"type": "Turn", "turn_order": self._turns, "words": words, "end_of_turn_confidence": 0.9}
        self._turns += 1
        plain = heard.text.lower().rstrip(".,?!")
        return (
            {**turn, "transcript": plain, "end_of_turn": False, "turn_is_formatted": False},
            {**turn, "transcript": plain, "end_of_turn": True, "turn_is_formatted": False},
            {**turn, "transcript": heard.text, "end_of_turn": True, "turn_is_formatted": True},
        )
