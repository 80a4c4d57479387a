"""What differs between vendors that hear over a WebSocket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from vivavoce.domain.errors import Fault
from vivavoce.domain.transcript import Word

type Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardPiece:
    """What one message of a vendor says; times count from the start of its stream."""

    text: str = ""
    words: Words = ()
    confidence: float = 1.0
    final: bool = False
    """It will not change any more; otherwise the next piece replaces it."""
    until_s: float = 0.0
    """Final pieces: everything up to here has been heard."""
    flushed: bool = False
    """The vendor's answer to a flush: everything sent before has been heard."""


class Dialect(Protocol):
    """How one vendor is talked to."""

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def keep_alive(self) -> str | None:
        """Sent every few seconds in which nothing is."""
        ...

    @property
    def flush(self) -> str:
        """Asks the vendor to finish with what it has."""
        ...

    @property
    def ends_when_flushed(self) -> bool:
        """A flush ends the stream: its regular close is the answer, and what is fed later needs another stream."""
        ...

    def address(self, vocabulary: Sequence[str]) -> str:
        """Return where a stream is opened that expects these words, as many of them as the vendor takes."""
        ...

    def read(self, frame: str | bytes) -> HeardPiece | None:
        """Return what a message says, None when nothing; raises `ValueError` for what the protocol does not allow."""
        ...

    def fault_of_close(self, code: int, reason: str) -> Fault:
        """Return what it means that the vendor closed the connection."""
        ...
