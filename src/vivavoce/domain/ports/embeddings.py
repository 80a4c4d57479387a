"""Sentence embeddings."""

from collections.abc import Sequence
from typing import Protocol


class Embedder(Protocol):
    """Maps texts to unit vectors, so that the dot product is the cosine. Raises `ProviderError` and nothing else."""

    @property
    def name(self) -> str: ...

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """Return one unit vector a text, in order."""
        ...
