"""Embeddings by counting words: texts that share words are near."""

import re
import zlib
from collections.abc import Sequence

import numpy as np

from vivavoce.domain.errors import ProviderError

_WORD = re.compile(r"[a-z0-9]+")
_DIMENSIONS = 512


class ScriptedEmbedder:
    """Maps a text to its hashed bag of words, as a unit vector; `broken` makes it raise `ProviderError`."""

    def __init__(self, *, name: str = "scripted:bag-of-words") -> None:
        self._name = name
        self.broken = False

    @property
    def name(self) -> str:
        return self._name

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        if self.broken:
            raise ProviderError(self._name, "it was told to be broken", fix="Set `broken` to False.")
        return [_unit_vector(text) for text in texts]


def _unit_vector(text: str) -> list[float]:
    counts = np.zeros(_DIMENSIONS)
    for word in _WORD.findall(text.lower()):
        counts[zlib.crc32(word.encode()) % _DIMENSIONS] += 1.0
    if not counts.any():
        counts[0] = 1.0  # a text without words still has a direction
    vector: list[float] = (counts / np.linalg.norm(counts)).tolist()
    return vector
