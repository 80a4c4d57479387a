"""A real embedder inside virtual time: it computes in its own loop, and the virtual loop stands still meanwhile."""

import asyncio
import threading
from collections.abc import Sequence

from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig


class BlockingEmbedder:
    """MiniLM in its worker process; each call blocks its caller. Close it with `close`."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._models = EmbeddedModels(EmbeddedModelsConfig(hears=False, speaks=False))
        asyncio.run_coroutine_threadsafe(self._models.start(), self._loop).result(timeout=120)
        self._embedder: Embedder = self._models.embedder

    @property
    def name(self) -> str:
        return self._embedder.name

    async def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return asyncio.run_coroutine_threadsafe(self._embed(texts), self._loop).result(timeout=60)

    async def _embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return await self._embedder.embed(texts)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._models.aclose(), self._loop).result(timeout=60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()
