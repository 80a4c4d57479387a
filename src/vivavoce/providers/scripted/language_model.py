"""A language model that says what it was told to say."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable

from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.language_model import TokensTold
from vivavoce.domain.usage import TokensUsed


class ScriptedLanguageModel:
    """Gives the listed completions one after the other, word by word; raises `ProviderError` when broken or out of them.

    `first_piece_s` passes before a completion begins, `between_s` between its words; `prompts` lists what was asked. What a
    completion used is told when `counts` is given.
    """

    def __init__(
        self,
        completions: Iterable[str],
        *,
        name: str = "scripted:list",
        first_piece_s: float = 0.0,
        between_s: float = 0.0,
        counts: TokensUsed | None = None,
    ) -> None:
        self._name = name
        self._completions = deque(completions)
        self.first_piece_s, self._between_s = first_piece_s, between_s
        self._counts = counts
        self.broken = False
        self.prompts: list[str] = []

    @property
    def name(self) -> str:
        return self._name

    async def complete(
        self, *, instructions: str, prompt: str, max_tokens: int, used: TokensTold | None = None
    ) -> AsyncIterator[str]:
        self.prompts.append(prompt)
        await asyncio.sleep(self.first_piece_s)
        if self.broken:
            raise ProviderError(self._name, "it was told to be broken", fix="Set `broken` to False.")
        if not self._completions:
            raise ProviderError(self._name, "no completion is left", fix="List one for every prompt.")
        words = self._completions.popleft().split()[:max_tokens]
        for number, word in enumerate(words):
            yield word if number == 0 else f" {word}"
            await asyncio.sleep(self._between_s)
        if used is not None and self._counts is not None:
            used(self._counts)
