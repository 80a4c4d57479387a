"""Speech to text, while the candidate speaks."""

from collections.abc import Sequence
from typing import Protocol

from vivavoce.domain.transcript import Transcription


class Listening(Protocol):
    """One utterance being turned into words. Closed by `aclose`, which is safe to call twice."""

    def feed(self, samples: bytes) -> None:
        """Take the next mono 16-bit samples at 16 kHz; never blocks. At most 20 minutes: beyond, the oldest text is settled."""
        ...

    async def partial(self) -> Transcription:
        """Return the best text so far without waiting for a decode that is still running."""
        ...

    async def settle(self) -> Transcription:
        """Return the exact text of everything fed so far. More may be fed afterwards; settling twice is cheap."""
        ...

    async def aclose(self) -> None: ...


class SpeechToText(Protocol):
    """Turns utterances into words.

    Adapters raise `ProviderError` and nothing else, never retry by themselves, and stop at once when cancelled:
    deadlines, retries and failover belong to the router.
    """

    @property
    def name(self) -> str:
        """Such as "whisper:tiny.en": metrics, configuration key, and pinned into reports."""
        ...

    async def listen(self, *, vocabulary: Sequence[str] = ()) -> Listening:
        """Begin an utterance; `vocabulary` holds role words the model should expect."""
        ...
