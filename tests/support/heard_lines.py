"""A line in memory that tells afterwards what the candidate's ear got, and when, on the event loop's clock."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import numpy as np

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.providers.scripted.spelling import read_words
from vivavoce.transports.loopback.line import LoopbackLine


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
        """Return the longest silence that began between two moments, infinite when nothing was heard at all."""
        loud = self._loud_at()
        within = loud[(loud >= begin) & (loud <= end)]
        edges = np.concatenate(([begin], within))
        return float(np.max(np.diff(edges))) if edges.size > 1 else float("inf")

    def _loud_at(self) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        loud: np.ndarray[tuple[int], np.dtype[np.float64]]
        loud = self.begins_at + np.flatnonzero(np.frombuffer(self.heard.samples, "<i2")) / LINE_RATE_HZ
        return loud


def is_said(text: str, heard: Sequence[str]) -> bool:
    """Return whether all words of a text were heard in order, whatever was heard between them."""
    words = iter(heard)
    return all(any(word == said for said in words) for word in text.split())
