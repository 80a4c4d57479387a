"""Deepgram's second listening protocol, which the Flux models speak."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, TypeAdapter

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.errors import Fault
from vivavoce.domain.transcript import Word
from vivavoce.providers.deepgram.closing import fault_of_close
from vivavoce.providers.deepgram.limits import MOST_KEYTERM_TOKENS, MOST_KEYTERMS
from vivavoce.providers.streamed_hearing import HeardPiece, Words
from vivavoce.providers.wire.keyterms import fitting


@dataclass(frozen=True, slots=True, kw_only=True)
class FluxDialect:
    """Knows no flush: a stream is ended, and heard completely when the vendor has closed it in order."""

    key: str = field(repr=False)
    model: str
    url: str

    flush = '{"type":"CloseStream"}'
    keep_alive = None
    ends_when_flushed = True

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Token {self.key}"}

    def address(self, vocabulary: Sequence[str]) -> str:
        asked = {
            "model": self.model,
            "encoding": "linear16",
            "sample_rate": HEARING_RATE_HZ,
            "mip_opt_out": "true",
            "keyterm": fitting(vocabulary, most=MOST_KEYTERMS, most_tokens=MOST_KEYTERM_TOKENS),
        }
        return f"{self.url}?{urlencode(asked, doseq=True)}"

    def read(self, frame: str | bytes) -> HeardPiece | None:
        message = _MESSAGE.validate_json(frame)
        if message.type == "Error":
            raise ValueError("the vendor calls something an error")
        if message.type != "TurnInfo":
            return None
        return HeardPiece(
            text=message.transcript.strip(),
            words=_spread(message),
            final=message.event == "EndOfTurn",
            until_s=message.audio_window_end,
        )

    def fault_of_close(self, code: int, reason: str) -> Fault:
        return fault_of_close(code, reason)


class _HeardWord(BaseModel):
    model_config = ConfigDict(extra="ignore")

    word: str


class _TurnInfo(BaseModel):
    model_config = ConfigDict(extra="ignore")

    type: str
    event: str = ""
    transcript: str = ""
    words: list[_HeardWord] = []
    audio_window_start: float = 0.0
    audio_window_end: float = 0.0


_MESSAGE = TypeAdapter(_TurnInfo)


def _spread(turn: _TurnInfo) -> Words:
    """Give words their share of the turn: this protocol tells no times of words."""
    letters = sum(len(word.word) for word in turn.words)
    per_letter_s = (turn.audio_window_end - turn.audio_window_start) / max(1, letters)
    words: list[Word] = []
    at_s = turn.audio_window_start
    for word in turn.words:
        until_s = at_s + per_letter_s * len(word.word)
        words.append(Word(text=word.word, start_s=at_s, end_s=until_s))
        at_s = until_s
    return tuple(words)
