"""A language model that words what the conductor allows (any OpenAI-compatible endpoint, or a vendor)."""

from collections.abc import AsyncIterator, Callable
from typing import Protocol

from vivavoce.domain.usage import TokensUsed


class LanguageModel(Protocol):
    """Completes a prompt. Raises `ProviderError` and nothing else, never retries, stops at once when cancelled."""

    @property
    def name(self) -> str: ...

    def complete(self, *, instructions: str, prompt: str, max_tokens: int) -> AsyncIterator[str]:
        """Yield the completion piece by piece."""
        ...


type TokensTold = Callable[[TokensUsed], None]


class CountingLanguageModel(Protocol):
    """A vendor's `LanguageModel`, which may tell what a completion used."""

    @property
    def name(self) -> str: ...

    def complete(
        self, *, instructions: str, prompt: str, max_tokens: int, used: TokensTold | None = None
    ) -> AsyncIterator[str]:
        """Yield the completion piece by piece, and call `used` once if the vendor says what it took: at the very end."""
        ...
