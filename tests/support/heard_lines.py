"""A line in memory that tells afterwards what the candidate's ear got, and when, on the event loop's clock."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence

import numpy as np

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.providers.scripted.spelling import AUDIBLE_LEVEL, read_words
from vivavoce.transports.loopback.line import LoopbackLine

_WORD = re.compile(r"[\w'-]+")
"""Without punctuation: two voices that follow each other closely are heard as "see.One"."""

NOTICED_S = 0.1


class HeardLine(LoopbackLine):
    """Slot 0 begins at `begins_at`, and so does the session clock when the line is the session's first."""

    def __init__(self) -> None:
        super().__init__("heard")
        self.begins_at = 0.0

    async def incoming(self) -> AsyncIterator[Pcm]:
        self.begins_at = asyncio.get_running_loop().time()
        async for frame in super().incoming():
            yield frame

    def words(self) -> list[str]:
        """Return everything that was heard, word by word; a word that was cut is there as far as it came."""
        return [word.text for word in read_words(self.heard)]

    def first_sound_at(self, *, after: float) -> float:
        """Return when something was heard first, behind this moment; infinite when nothing was."""
        loud = self._loud_at()
        later = loud[loud >= after]
        return float(later[0]) if later.size else float("inf")

    def longest_gap_s(self, *, begin: float, end: float) -> float:
        """Return the longest silence between two moments that sound ended, infinite when nothing was heard at all."""
        loud = self._loud_at()
        within = loud[(loud >= begin) & (loud <= end)]
        return float(np.max(np.diff(np.concatenate(([begin], within))))) if within.size else float("inf")

    def gaps(self, *, begin: float, end: float) -> list[tuple[float, float]]:
        """Return the silences between two moments that somebody would notice: when each began, and for how long."""
        loud = self._loud_at()
        edges = np.concatenate(([begin], loud[(loud >= begin) & (loud <= end)]))
        lengths_s = np.diff(edges)
        noticed = np.flatnonzero(lengths_s >= NOTICED_S)
        return list(zip(edges[noticed].tolist(), lengths_s[noticed].tolist(), strict=True))

    def _loud_at(self) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        samples = np.frombuffer(self.heard.samples, "<i2").astype(np.int32)
        loud: np.ndarray[tuple[int], np.dtype[np.float64]]
        loud = self.begins_at + np.flatnonzero(np.abs(samples) >= AUDIBLE_LEVEL) / LINE_RATE_HZ
        return loud


def is_said(text: str, heard: Sequence[str]) -> bool:
    """Return whether all words of a text were heard in order, whatever was heard between them."""
    words = iter(_WORD.findall(" ".join(heard)))
    return all(any(word == said for said in words) for word in _WORD.findall(text))
