"""Where speech goes out: one stretch at a time, accounted to the sample. The seam between turn logic and the live engine."""

from collections.abc import AsyncIterator
from typing import Protocol

from vivavoce.domain.audio import Pcm


class Playback(Protocol):
    """One stretch of speech on its way to the candidate."""

    @property
    def sent_samples(self) -> int:
        """Samples at 48 kHz really sent."""
        ...

    @property
    def is_done(self) -> bool:
        """Everything was sent, or it was stopped."""
        ...

    def pause(self) -> None:
        """Fall silent within a frame; safe to repeat."""
        ...

    def resume(self) -> None:
        """Go on with the next sample; safe to repeat."""
        ...

    def stop(self) -> None:
        """Fall silent within a frame, for good; safe to repeat."""
        ...


class Playout(Protocol):
    """Plays on one line, one stretch at a time."""

    def play(self, text: str, audio: AsyncIterator[Pcm]) -> Playback:
        """Play this as it comes. The one before must be done."""
        ...

    async def aclose(self) -> None: ...
