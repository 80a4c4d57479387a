"""Deepgram's first listening protocol, which the Nova models speak."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, TypeAdapter

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.errors import Fault
from vivavoce.domain.transcript import Word
from vivavoce.providers.deepgram.closing import fault_of_close
from vivavoce.providers.deepgram.limits import MOST_KEYTERM_TOKENS, MOST_KEYTERMS
from vivavoce.providers.streamed_hearing import HeardPiece
from vivavoce.providers.wire.keyterms import fitting


@dataclass(frozen=True, slots=True, kw_only=True)
class NovaDialect:
    """Flushed by `Finalize`; keeps the connection open through silences by `KeepAlive`."""

    key: str = field(repr=False)
    model: str
    language: str
    url: str

    flush = '{"type":"Finalize"}'
    keep_alive = '{"type":"KeepAlive"}'
    ends_when_flushed = False

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Token {self.key}"}

    def address(self, vocabulary: Sequence[str]) -> str:
        asked = {
            "model": self.model,
            "language": self.language,
            "encoding": "linear16",
            "sample_rate": HEARING_RATE_HZ,
            "channels": 1,
            "punctuate": "true",
            "smart_format": "true",
            "interim_results": "true",
            "filler_words": "true",
            "mip_opt_out": "true",
            "keyterm": fitting(vocabulary, most=MOST_KEYTERMS, most_tokens=MOST_KEYTERM_TOKENS),
        }
        return f"{self.url}?{urlencode(asked, doseq=True)}"

    def read(self, frame: str | bytes) -> HeardPiece | None:
        message = _MESSAGE.validate_json(frame)
        if message.type != "Results" or message.channel is None:
            return None
        best = message.channel.alternatives[0]
        return HeardPiece(
            text=best.transcript.strip(),
            words=tuple(
                Word(text=word.punctuated_word or word.word, start_s=word.start, end_s=word.end) for word in best.words
            ),
            confidence=best.confidence if best.transcript else 1.0,
            final=message.is_final,
            until_s=message.start + message.duration,
            flushed=message.from_finalize,
        )

    def fault_of_close(self, code: int, reason: str) -> Fault:
        return fault_of_close(code, reason)


class _Message(BaseModel):
    """Fields that nobody here reads may come and go."""

    model_config = ConfigDict(extra="ignore")


class _HeardWord(_Message):
    word: str
    punctuated_word: str = ""
    start: float
    end: float


class _Alternative(_Message):
    transcript: str
    confidence: float
    words: list[_HeardWord]


class _Channel(_Message):
    alternatives: list[_Alternative]


class _Results(_Message):
    type: str
    start: float = 0.0
    duration: float = 0.0
    is_final: bool = False
    from_finalize: bool = False
    channel: _Channel | None = None


_MESSAGE = TypeAdapter(_Results)
