"""Small models that listen for speech and for the end of a turn."""

from typing import Protocol

VAD_WINDOW_SAMPLES = 512
"""32 ms at 16 kHz."""


class VoiceActivity(Protocol):
    """Hears whether somebody speaks; one instance per track, it keeps state."""

    def probability(self, window: bytes) -> float:
        """Return P(speech) for exactly `VAD_WINDOW_SAMPLES` mono 16-bit samples at 16 kHz (about 0.05 ms of CPU)."""
        ...

    def reset(self) -> None: ...


class EndOfTurn(Protocol):
    """Judges from how the last words sounded whether the speaker has finished."""

    @property
    def name(self) -> str: ...

    async def probability(self, samples: bytes) -> float:
        """Return P(turn ended) for the last seconds of mono 16-bit audio at 16 kHz. Raises `ProviderError`."""
        ...
