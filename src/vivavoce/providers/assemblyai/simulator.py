"""AssemblyAI's streaming endpoint on this machine, held to the vendor's own types."""

import http
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import parse_qs, urlsplit

from assemblyai.streaming.v3.models import (
    BeginEvent,
    Encoding,
    ForceEndpoint,
    KeepAlive,
    RealTimeParameters,
    TerminateSession,
    TerminationEvent,
    TurnEvent,
)
from pydantic import Field, TypeAdapter
from websockets.http11 import Request

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.providers.assemblyai.speech_to_text import LONGEST_KEYTERM, MOST_KEYTERMS
from vivavoce.providers.simulation import (
    FaultKind,
    Faults,
    SimulatedConnection,
    SimulatedPartner,
    Simulation,
    serve_websockets,
)
from vivavoce.providers.simulation.held import NotAllowedError, held_to
from vivavoce.providers.simulation.server import HOST, noting
from vivavoce.providers.streamed_hearing.simulated import WORD_S, Command, HeardStretch, Message, SimulatedEars

_PATH = "/v3/ws"
_LISTS = {"keyterms_prompt", "language_codes"}
_PARAMETERS = TypeAdapter(RealTimeParameters)
_CLIENT: TypeAdapter[Any] = TypeAdapter(
    Annotated[TerminateSession | ForceEndpoint | KeepAlive, Field(discriminator="type")]
)
_SERVER: TypeAdapter[Any] = TypeAdapter(
    Annotated[BeginEvent | TurnEvent | TerminationEvent, Field(discriminator="type")]
)
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
    simulation = Simulation(base_url="")

    async def converse(connection: SimulatedConnection) -> None:
        keyterms = tuple(
            term for term in _asked(connection.path).get("keyterms_prompt", ()) if len(term) <= LONGEST_KEYTERM
        )
        simulation.keyterms.append(keyterms)
        violations = simulation.violations
        await SimulatedEars(connection, _Streaming(), partner, faults, violations, keyterms=keyterms).run()

    admit = noting(_admit, simulation.violations)

    async with serve_websockets(converse, faults=faults, port=port, admit=admit) as taken:
        yield replace(simulation, base_url=f"http://{HOST}:{taken}")


def _asked(path: str) -> dict[str, Any]:
    """Return the parameters of a session; lists are written as JSON."""
    asked: dict[str, Any] = {name: values[-1] for name, values in parse_qs(urlsplit(path).query).items()}
    for name in _LISTS & asked.keys():
        try:
            asked[name] = json.loads(asked[name])
        except ValueError:
            raise NotAllowedError(f"wrong or missing: {name}") from None
    return asked


def _admit(request: Request) -> http.HTTPStatus | None:
    """Refuse a session with a status, or raise `NotAllowedError` for what cannot be asked of one."""
    if urlsplit(request.path).path != _PATH:
        return http.HTTPStatus.NOT_FOUND
    if not request.headers.get("Authorization"):
        return http.HTTPStatus.UNAUTHORIZED
    asked = held_to(_PARAMETERS, _asked(request.path))
    if (asked.encoding, asked.sample_rate) != (Encoding.pcm_s16le, HEARING_RATE_HZ):
        raise NotAllowedError("this simulator hears pcm_s16le at 16 kHz: encoding, sample_rate")
    if len(asked.keyterms_prompt or ()) > MOST_KEYTERMS:
        raise NotAllowedError("too many keyterms")
    return None


class _Streaming:
    closings = _CLOSINGS
    violated = (3006, "Invalid message")
    ended: Sequence[Message] = ({"type": "Termination", "audio_duration_seconds": 0, "session_duration_seconds": 0},)

    def __init__(self) -> None:
        self._turns = 0

    def greeting(self) -> Sequence[Message]:
        return ({"type": "Begin", "id": "simulated", "expires_at": 0},)

    def command(self, frame: str) -> Command:
        asked = held_to(_CLIENT, json.loads(frame))
        known = {TerminateSession: Command.END, ForceEndpoint: Command.FLUSH, KeepAlive: Command.NOTHING}
        return known[type(asked)]

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

    def write(self, message: Message) -> str:
        held_to(_SERVER, message)
        return json.dumps(message)
