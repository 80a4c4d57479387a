"""The reply under way, between the task that reads a vendor's frames and whoever plays it."""

import asyncio

from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import SpokenPiece

_LONGEST_S = 180.0
"""Nobody plans a reply of three minutes: a vendor that goes on longer is not saying what it was told."""


class ReplyUnderWay:
    """Hands over the pieces of one reply at a time; a failure ends this one and every later one."""

    def __init__(self, name: str, *, silence_s: float) -> None:
        self._name = name
        self._silence_s = silence_s
        self._pieces: asyncio.Queue[SpokenPiece | None] = asyncio.Queue()  # bounded by `_LONGEST_S`
        self._failure: ProviderError | None = None
        self._audio_s = 0.0
        self._last_samples = b""
        self._last_words = ""
        self.wanted = False
        """Somebody listens and the vendor has not finished."""

    @property
    def failure(self) -> ProviderError | None:
        return self._failure

    @property
    def is_heard(self) -> bool:
        """Some of its audio has come."""
        return self._audio_s > 0

    def begin(self) -> None:
        """Listen for a new reply; raises why none will come any more, if so."""
        if self._failure is not None:
            raise self._failure
        self._pieces = asyncio.Queue()
        self._audio_s = 0.0
        self._last_samples = b""
        self._last_words = ""
        self.wanted = True

    def push(self, piece: SpokenPiece) -> None:
        """Hand over the next piece; dropped when nobody wants it."""
        if not self.wanted or (piece.text and piece.text == self._last_words):
            return  # the same words with nothing between them: a frame that came twice; one word less is no harm
        self._last_words = piece.text
        if piece.audio is not None:
            if piece.audio.samples == self._last_samples and any(piece.audio.samples):
                return  # sound never repeats itself to the bit: this is the same frame, sent twice
            self._last_samples = piece.audio.samples
            self._audio_s += piece.audio.duration_s
        if self._audio_s > _LONGEST_S:
            self.fail(ProviderError(self._name, f"it spoke for more than {_LONGEST_S:g} s"))
            return
        self._pieces.put_nowait(piece)

    def complete(self) -> None:
        """The vendor said that this was all; a reply without any sound is a failure."""
        if not self.wanted:
            return
        if not self._audio_s:
            self.fail(ProviderError(self._name, "it said nothing"))
            return
        self.wanted = False
        self._pieces.put_nowait(None)

    def fail(self, error: ProviderError) -> None:
        """Nothing will come any more; the first reason stands."""
        if self._failure is None:
            self._failure = error
            self.wanted = False
            self._pieces.put_nowait(None)

    def stop(self) -> None:
        """Nobody listens any more."""
        self.wanted = False

    async def next(self) -> SpokenPiece | None:
        """Return the next piece, or None after the last; raise `ProviderError` when the rest will not come."""
        try:
            async with asyncio.timeout(self._silence_s):
                piece = await self._pieces.get()
        except TimeoutError:
            message = f"nothing came for {self._silence_s:g} s"
            raise ProviderError(self._name, message, fault=Fault.SILENT) from None
        if piece is None and self._failure is not None:
            raise self._failure
        return piece


def at_limit(error: ProviderError) -> ProviderError:
    """Return what a failure means when the session was about to end anyway: a cut is its limit."""
    if error.fault is not Fault.CUT:
        return error
    return ProviderError(error.provider, "it closed the session at its limit", fault=Fault.LIMIT)
