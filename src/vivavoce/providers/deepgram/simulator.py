"""Deepgram's two listening endpoints on this machine, held to the vendor's own types."""

import http
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from deepgram.listen.v1.types import ListenV1CloseStream, ListenV1Finalize, ListenV1KeepAlive
from deepgram.listen.v1.types.listen_v1metadata import ListenV1Metadata
from deepgram.listen.v1.types.listen_v1results import ListenV1Results
from deepgram.listen.v2.types import ListenV2CloseStream, ListenV2Connected, ListenV2TurnInfo
from pydantic import TypeAdapter
from websockets.http11 import Request

from vivavoce.providers.deepgram.limits import MOST_KEYTERM_TOKENS, MOST_KEYTERMS
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
from vivavoce.providers.streamed_hearing.simulated import (
    WORD_S,
    Command,
    HeardStretch,
    HearingProtocol,
    Message,
    SimulatedEars,
)

_NOVA, _FLUX = "/v1/listen", "/v2/listen"
MAY_BE_ASKED = {
    _NOVA: {
        "channels", "diarize", "encoding", "endpointing", "filler_words", "interim_results", "keyterm", "language",
        "mip_opt_out", "model", "numerals", "profanity_filter", "punctuate", "sample_rate", "smart_format", "tag",
        "utterance_end_ms", "vad_events", "version",
    },
    _FLUX: {
        "eager_eot_threshold", "encoding", "eot_threshold", "eot_timeout_ms", "keyterm", "mip_opt_out", "model",
        "sample_rate", "tag",
    },
}  # fmt: skip
"""What a stream may be asked; the SDK's client, which knows most of it, cannot be imported without an old WebSocket library."""
_CHARACTERS_PER_TOKEN = 4
_INTERNAL, _POLICY = 1011, 1008
_CLOSINGS = {
    FaultKind.QUOTA: (_POLICY, "ASR_PAYMENT_REQUIRED"),
    FaultKind.TOO_MANY_REQUESTS: (_POLICY, "RATE_LIMIT_EXCEEDED"),
    FaultKind.SERVER_ERROR: (_INTERNAL, "NET-0000"),
    FaultKind.UNAVAILABLE: (_INTERNAL, "NET-0000"),
}
_ID = "simulated"


@asynccontextmanager
async def simulate_deepgram(*, partner: SimulatedPartner, faults: Faults, port: int = 0) -> AsyncIterator[Simulation]:
    """Serve Nova and Flux until the context ends."""
    simulation = Simulation(base_url="")

    async def converse(connection: SimulatedConnection) -> None:
        protocol: HearingProtocol = _Flux() if connection.path.startswith(_FLUX) else _Nova()
        keyterms = tuple(_asked(connection.path).get("keyterm", ()))
        simulation.keyterms.append(keyterms)
        await SimulatedEars(connection, protocol, partner, faults, simulation.violations, keyterms=keyterms).run()

    admit = noting(_admit, simulation.violations)

    async with serve_websockets(converse, faults=faults, port=port, admit=admit) as taken:
        yield replace(simulation, base_url=f"http://{HOST}:{taken}")


def _asked(path: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(path).query)


def _admit(request: Request) -> http.HTTPStatus | None:
    """Refuse a stream with a status, or raise `NotAllowedError` for what cannot be asked of one."""
    known = MAY_BE_ASKED.get(urlsplit(request.path).path)
    if known is None:
        return http.HTTPStatus.NOT_FOUND
    if not request.headers.get("Authorization", "").startswith("Token "):
        return http.HTTPStatus.UNAUTHORIZED
    _check_asked(_asked(request.path), known)
    return None


def _check_asked(asked: dict[str, list[str]], known: set[str]) -> None:
    if unknown := asked.keys() - known:
        raise NotAllowedError(f"there is no {', '.join(sorted(unknown))}")
    wrong = [name for name, only in (("encoding", "linear16"), ("sample_rate", "16000")) if asked.get(name) != [only]]
    if "model" not in asked:
        wrong.append("model")
    if wrong:
        raise NotAllowedError(f"this simulator hears linear16 at 16 kHz by a named model: {', '.join(wrong)}")
    keyterms = asked.get("keyterm", [])
    tokens = sum(max(1, len(term) // _CHARACTERS_PER_TOKEN) for term in keyterms)
    if len(keyterms) > MOST_KEYTERMS or tokens > MOST_KEYTERM_TOKENS:
        raise NotAllowedError("the keyterm limit is exceeded")


class _Nova:
    closings = _CLOSINGS
    violated = (_POLICY, "DATA-0000")
    ended: Sequence[Message] = (
        {
            "type": "Metadata", "transaction_key": "deprecated", "request_id": _ID, "sha256": _ID, "created": _ID,
            "duration": 0.0, "channels": 1,
        },
    )  # fmt: skip

    _client: TypeAdapter[Any] = TypeAdapter(ListenV1KeepAlive | ListenV1Finalize | ListenV1CloseStream)
    _server: TypeAdapter[Any] = TypeAdapter(ListenV1Results | ListenV1Metadata)

    def greeting(self) -> Sequence[Message]:
        return ()

    def command(self, frame: str) -> Command:
        kind = held_to(self._client, json.loads(frame)).type
        known = {"KeepAlive": Command.NOTHING, "Finalize": Command.FLUSH, "CloseStream": Command.END}
        if kind not in known:
            raise NotAllowedError("wrong or missing: type")
        return known[kind]

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
        model = {"name": _ID, "version": _ID, "arch": _ID}
        span: Message = {
            "type": "Results",
            "start": heard.starts_s,
            "duration": heard.duration_s,
            "channel_index": [0, 1],
            "channel": {"alternatives": [alternative]},
            "metadata": {"request_id": _ID, "model_info": model, "model_uuid": _ID},
        }
        return (
            {**span, "is_final": False, "speech_final": False, "from_finalize": False},
            {**span, "is_final": True, "speech_final": True, "from_finalize": True},
        )

    def write(self, message: Message) -> str:
        held_to(self._server, message)
        return json.dumps(message)


class _Flux:
    closings = _CLOSINGS
    violated = (_POLICY, "UNPARSABLE_CLIENT_MESSAGE")
    ended: Sequence[Message] = ()

    _client: TypeAdapter[Any] = TypeAdapter(ListenV2CloseStream)
    _server: TypeAdapter[Any] = TypeAdapter(ListenV2Connected | ListenV2TurnInfo)

    def __init__(self) -> None:
        self._sent = 0
        self._turns = 0

    def greeting(self) -> Sequence[Message]:
        return ({"type": "Connected"},)

    def command(self, frame: str) -> Command:
        held_to(self._client, json.loads(frame))
        return Command.END

    def results(self, heard: HeardStretch) -> Sequence[Message]:
        turn: Message = {
            "type": "TurnInfo",
            "turn_index": self._turns,
            "transcript": heard.text,
            "words": [{"word": word, "confidence": 0.98} for word in heard.text.split()],
            "audio_window_start": heard.starts_s,
            "audio_window_end": heard.starts_s + heard.duration_s,
            "end_of_turn_confidence": 0.9,
        }
        self._turns += 1
        ended: Message = {**turn, "event": "EndOfTurn", "trigger": "model"}
        return ({**turn, "event": "StartOfTurn"}, {**turn, "event": "Update"}, ended)

    def write(self, message: Message) -> str:
        numbered = {**message, "request_id": _ID, "sequence_id": self._sent}
        self._sent += 1
        held_to(self._server, numbered)
        return json.dumps(numbered)
