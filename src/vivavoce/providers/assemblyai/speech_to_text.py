"""AssemblyAI's streaming speech-to-text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, TypeAdapter

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.domain.errors import Fault
from vivavoce.domain.transcript import Word
from vivavoce.providers.streamed_hearing import HeardPiece, StreamedSpeechToText
from vivavoce.providers.wire.keyterms import fitting

PROFILE = CapabilityProfile(
    capability=Capability.SPEECH_TO_TEXT, input_rate_hz=HEARING_RATE_HZ, takes_keyterms=True, baa=True
)
_URL = "wss://streaming.assemblyai.com"
_REFUSED, _OVERLOADED, _LIMIT = {1008, 4001, 4003}, {4002, 4029, 4031}, {3005, 3008}
"""Close codes of the vendor's own."""
_MS = 1000.0
MOST_KEYTERMS, LONGEST_KEYTERM = 100, 50
"""More, and the session is refused; longer ones, in characters, are ignored."""


def assemblyai_speech_to_text(
    *,
    key: str,
    model: str = "universal-streaming-english",
    url: str = "",
    profile: CapabilityProfile = PROFILE,
    deadline_s: float = 5.0,
) -> StreamedSpeechToText:
    """Return AssemblyAI's ears; `url` may name its European endpoint, empty for the vendor's default."""
    host = (url or _URL).replace("http", "ws", 1).rstrip("/")
    dialect = AssemblyAiDialect(key=key, model=model, url=f"{host}/v3/ws")
    return StreamedSpeechToText(dialect, name=f"assemblyai:{model}", profile=profile, deadline_s=deadline_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyAiDialect:
    """Flushed by `ForceEndpoint`, which ends the vendor's turn; its last, formatted words are the answer."""

    key: str = field(repr=False)
    model: str
    url: str

    flush = '{"type":"ForceEndpoint"}'
    keep_alive = None
    ends_when_flushed = False

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Authorization": self.key}

    def address(self, vocabulary: Sequence[str]) -> str:
        keyterms = fitting(vocabulary, most=MOST_KEYTERMS, longest=LONGEST_KEYTERM)
        asked = {
            "speech_model": self.model,
            "encoding": "pcm_s16le",
            "sample_rate": HEARING_RATE_HZ,
            "format_turns": "true",
            **({"keyterms_prompt": json.dumps(keyterms)} if keyterms else {}),
        }
        return f"{self.url}?{urlencode(asked)}"

    def read(self, frame: str | bytes) -> HeardPiece | None:
        turn = _MESSAGE.validate_json(frame)
        if turn.type != "Turn":
            return None
        ended = turn.end_of_turn and turn.turn_is_formatted
        return HeardPiece(
            text=turn.transcript.strip() or " ".join(word.text for word in turn.words),
            words=tuple(Word(text=word.text, start_s=word.start / _MS, end_s=word.end / _MS) for word in turn.words),
            confidence=min((word.confidence for word in turn.words), default=1.0),
            final=ended,
            until_s=turn.words[-1].end / _MS if turn.words else 0.0,
            flushed=ended,
        )

    def fault_of_close(self, code: int, reason: str) -> Fault:
        if code in _REFUSED:
            return Fault.REFUSED
        if code in _OVERLOADED:
            return Fault.OVERLOADED
        return Fault.LIMIT if code in _LIMIT else Fault.CUT


class _HeardWord(BaseModel):
    """Times in milliseconds."""

    model_config = ConfigDict(extra="ignore")

    text: str
    start: float
    end: float
    confidence: float


class _Turn(BaseModel):
    model_config = ConfigDict(extra="ignore")

    type: str
    transcript: str = ""
    end_of_turn: bool = False
    turn_is_formatted: bool = False
    words: list[_HeardWord] = []


_MESSAGE = TypeAdapter(_Turn)
