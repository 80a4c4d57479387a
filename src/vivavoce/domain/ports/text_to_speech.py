"""Text to speech, clause by clause."""

from collections.abc import AsyncIterator
from typing import Protocol

from vivavoce.domain.audio import Pcm


class TextToSpeech(Protocol):
    """Speaks text.

    Adapters raise `ProviderError` and nothing else, never retry, and stop synthesis when the iterator is closed.
    """

    @property
    def name(self) -> str: ...

    @property
    def sample_rate_hz(self) -> int: ...

    def speak(self, text: str, *, pace: float = 1.0) -> AsyncIterator[Pcm]:
        """Yield the speech in order, the first clause as soon as it is ready; `pace` 0.8 is slower, 1.0 normal."""
        ...
