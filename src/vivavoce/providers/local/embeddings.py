"""Sentence embeddings with MiniLM, in the hearing worker."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from vivavoce.providers.local.worker import WorkerProcess

_BATCH = 32
_REMEMBERED = 4096
"""Texts whose vectors are kept (about 12 MB): expected points and clauses come back many times."""


class MiniLmEmbedder:
    """Unit vectors of 384 numbers; a text asked for again costs nothing."""

    def __init__(self, worker: WorkerProcess, *, name: str) -> None:
        self._worker = worker
        self._name = name
        self._vectors: OrderedDict[str, tuple[float, ...]] = OrderedDict()

    @property
    def name(self) -> str:
        return self._name

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        found = {text: self._vectors[text] for text in texts if text in self._vectors}
        missing = sorted(set(texts) - found.keys(), key=len)  # alike lengths together: padding is work
        batches = [missing[start : start + _BATCH] for start in range(0, len(missing), _BATCH)]
        for batch, vectors in zip(batches, await asyncio.gather(*map(self._encode, batches)), strict=True):
            found |= zip(batch, vectors, strict=True)
        self._remember(found)
        return [found[text] for text in texts]

    async def _encode(self, texts: list[str]) -> list[tuple[float, ...]]:
        answer = await self._worker.ask("embeddings", texts=texts)
        vectors = np.frombuffer(answer.body, dtype="<f4").reshape(len(texts), answer.header["dimensions"])
        return [tuple(vector) for vector in vectors.tolist()]

    def _remember(self, found: dict[str, tuple[float, ...]]) -> None:
        for text, vector in found.items():
            self._vectors[text] = vector
            self._vectors.move_to_end(text)
        while len(self._vectors) > _REMEMBERED:
            self._vectors.popitem(last=False)
