"""Vectors of texts: each embedded once, then compared and averaged."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from vivavoce.domain.ports.embeddings import Embedder

CACHED_TEXTS = 4096
"""Vectors kept: the points of some packs and the clauses of answers that are judged again and again while they grow."""

type Vector = npt.NDArray[np.float64]


class VectorCache:
    """Embeds each text once; forgets the longest unused beyond `CACHED_TEXTS`."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[str, Vector] = OrderedDict()

    async def of(self, texts: Sequence[str]) -> Mapping[str, Vector]:
        """Return the vector of each text. Raises `ProviderError` when the embedder fails."""
        found: dict[str, Vector] = {}
        for text in dict.fromkeys(texts):
            if text in self._kept:
                self._kept.move_to_end(text)
                found[text] = self._kept[text]
        fresh = [text for text in dict.fromkeys(texts) if text not in found]
        if fresh:
            vectors = (np.asarray(vector, dtype=np.float64) for vector in await self._embedder.embed(fresh))
            found |= dict(zip(fresh, vectors, strict=True))
        for text in fresh:
            self._kept[text] = found[text]
        while len(self._kept) > CACHED_TEXTS:
            self._kept.popitem(last=False)
        return found


class RememberingEmbedder:
    """An embedder that gives each text to the model once, whoever asks: coverage, follow-ups, company knowledge."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors = VectorCache(embedder)

    @property
    def name(self) -> str:
        return self._embedder.name

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """Return one unit vector a text, in order. Raises `ProviderError` when the embedder fails."""
        found = await self._vectors.of(texts)
        return [found[text].tolist() for text in texts]


def dot(left: Vector, right: Vector) -> float:
    return float(np.dot(left, right))


def mean(vectors: Sequence[Vector]) -> Vector:
    """Return the unit vector between these: for neighbouring clauses as good as embedding them together, and free."""
    if len(vectors) == 1:
        return vectors[0]
    total: Vector = np.sum(vectors, axis=0)
    length = float(np.linalg.norm(total)) or 1.0
    unit: Vector = total / length
    return unit
