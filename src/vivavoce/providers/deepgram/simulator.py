"""Deepgram's two listening endpoints on this machine."""

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
from vivavoce.providers.streamed_hearing.simulated import (
    WORD_S,
    Command,
    HeardStretch,
    HearingProtocol,
    Message,
    SimulatedEars,
)

_NOVA, _FLUX = "/v1/listen", "/v2/listen"
_INTERNAL, _POLICY = 1011, 1008
_CLOSINGS = {
    FaultKind.QUOTA: (_POLICY, "ASR_PAYMENT_REQUIRED"),
    FaultKind.TOO_MANY_REQUESTS: (_POLICY, "RATE_LIMIT_EXCEEDED"),
    FaultKind.SERVER_ERROR: (_INTERNAL, "NET-0000"),
    FaultKind.UNAVAILABLE: (_INTERNAL, "NET-0000"),
}


@asynccontextmanager
async def simulate_deepgram(*, partner: SimulatedPartner, faults: Faults, port: int = 0) -> AsyncIterator[Simulation]:
    """Serve Nova and Flux until the context ends."""
    violations: list[str] = []

    async def converse(connection: SimulatedConnection) -> None:
        protocol: HearingProtocol = _Flux() if connection.path.startswith(_FLUX) else _Nova()
        await SimulatedEars(connection, protocol, partner, faults, violations).run()

    async with serve_websockets(converse, faults=faults, port=port, admit=_admit) as taken:
        yield Simulation(base_url=f"http://{HOST}:{taken}", violations=violations)


def _admit(request: Request) -> http.HTTPStatus | None:
    address = urlsplit(request.path)
    asked = parse_qs(address.query)
    if address.path not in {_NOVA, _FLUX}:
        return http.HTTPStatus.NOT_FOUND
    if not request.headers.get("Authorization", "").startswith("Token "):
        return http.HTTPStatus.UNAUTHORIZED
    known = asked.get("encoding") == ["linear16"] and asked.get("sample_rate") == ["16000"] and "model" in asked
    return None if known else http.HTTPStatus.BAD_REQUEST


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _NovaCommand(_Strict):
    type: Literal["KeepAlive", "Finalize", "CloseStream"]


class _FluxCommand(_Strict):
    type: Literal["CloseStream"]


_NOVA_COMMAND, _FLUX_COMMAND = TypeAdapter(_NovaCommand), TypeAdapter(_FluxCommand)


class _Nova:
    closings = _CLOSINGS
    violated = (_POLICY, "DATA-0000")
    ended: Sequence[Message] = ({"type": "Metadata", "request_id": "simulated", "channels": 1},)

    def greeting(self) -> Sequence[Message]:
        return ()

    def command(self, frame: str) -> Command:
        kind = _NOVA_COMMAND.validate_json(frame).type
        return {"KeepAlive": Command.NOTHING, "Finalize": Command.FLUSH, "CloseStream": Command.END}[kind]

    def results(self, heard: HeardStretch) -> Sequence[Message]:
        words = [
            {
                "word": word.lower().strip(".,?!"),
                "punctuated_word": word,
                "start": heard.starts_s + number * WORD_S,
                "end": heard.starts_s + (number + 1) * WORD_S,
                "confidence": 0.98,
            }
            for number, word in enumerate(heard.text.split())
        ]
        alternative = {"transcript": heard.text, "confidence": 0.98, "words": words}
        span = {"start": heard.starts_s, "duration": heard.duration_s, "channel_index": [0, 1]}
        channel = {"type": "Results", "channel": {"alternatives": [alternative]}, **span}
        return (
            {**channel, "is_final": False, "speech_final": False, "from_finalize": False},
            {**channel, "is_final": True, "speech_final": True, "from_finalize": True},
        )


class _Flux:
    closings = _CLOSINGS
    violated = (_POLICY, "UNPARSABLE_CLIENT_MESSAGE")
    ended: Sequence[Message] = ()

    def greeting(self) -> Sequence[Message]:
        return ({"type": "Connected", "request_id": "simulated", "sequence_id": 0},)

    def command(self, frame: str) -> Command:
        _FLUX_COMMAND.validate_json(frame)
        return Command.END

    def results(self, heard: HeardStretch) -> Sequence[Message]:
        words = [{"word": word, "confidence": 0.98} for word in heard.text.split()]
        window = {"audio_window_start": heard.starts_s, "audio_window_end": heard.starts_s + heard.duration_s}
        turn = {"type": "TurnInfo", "turn_index": 0, "transcript": heard.text, "words": words, **window}
        return ({**turn, "event": "StartOfTurn"}, {**turn, "event": "Update"}, {**turn, "event": "EndOfTurn"})
