"""Vectors of texts: each embedded once, compared and averaged without a numerics library (a few hundred numbers at a time)."""

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from vivavoce.domain.ports.embeddings import Embedder

CACHED_TEXTS = 4096
"""Vectors kept: the points of some packs and the clauses of answers that are judged again and again while they grow."""

type Vector = Sequence[float]


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
            found |= dict(zip(fresh, await self._embedder.embed(fresh), strict=True))
        for text in fresh:
            self._kept[text] = found[text]
        while len(self._kept) > CACHED_TEXTS:
            self._kept.popitem(last=False)
        return found


def dot(left: Vector, right: Vector) -> float:
    return math.sumprod(left, right)


def mean(vectors: Sequence[Vector]) -> Vector:
    """Return the unit vector between these: for neighbouring clauses as good as embedding them together, and free."""
    if len(vectors) == 1:
        return vectors[0]
    total = [sum(parts) for parts in zip(*vectors, strict=True)]
    length = math.sqrt(math.sumprod(total, total)) or 1.0
    return [part / length for part in total]
