"""Small models that listen for speech, for the end of a turn, and for nods."""

from typing import Protocol

VAD_WINDOW_SAMPLES = 512
"""32 ms at 16 kHz."""
BACKCHANNEL_PRE_ROLL_S = 0.096
"""Three of these windows: the first consonant is often too soft to be heard as voice."""


class VoiceActivity(Protocol):
    """Hears whether somebody speaks; one instance per track, it keeps state."""

    def probability(self, window: bytes) -> float:
        """Return P(speech) for exactly `VAD_WINDOW_SAMPLES` mono 16-bit samples at 16 kHz (well under a millisecond of CPU)."""
        ...

    def reset(self) -> None: ...


class EndOfTurn(Protocol):
    """Judges from how the last words sounded whether the speaker has finished."""

    @property
    def name(self) -> str: ...

    async def probability(self, samples: bytes) -> float:
        """Return P(turn ended) for the last seconds of mono 16-bit audio at 16 kHz. Raises `ProviderError`."""
        ...


class Backchannel(Protocol):
    """Judges from how a sound over the interviewer begins whether it is no bid for the floor: a backchannel, or a noise."""

    @property
    def name(self) -> str: ...

    async def probability(self, samples: bytes) -> float:
        """Return P(no bid for the floor) for the sound so far, as mono 16-bit audio at 16 kHz from `BACKCHANNEL_PRE_ROLL_S`
        before its onset. Raises `ProviderError`."""
        ...
