"""A language model that words what the conductor allows (any OpenAI-compatible endpoint, or a vendor)."""

from collections.abc import AsyncIterator
from typing import Protocol


class LanguageModel(Protocol):
    """Completes a prompt. Raises `ProviderError` and nothing else, never retries, stops at once when cancelled."""

    @property
    def name(self) -> str: ...

    def complete(self, *, instructions: str, prompt: str, max_tokens: int) -> AsyncIterator[str]:
        """Yield the completion piece by piece."""
        ...
