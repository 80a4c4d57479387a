"""A speech-to-speech model: it hears the candidate and speaks for the interviewer.

What it may say is not its own decision: the conductor gives a direction for every reply, the authoritative transcript comes
from an independent speech-to-text, and our own turn-taking says when a turn is over. State is ours: a session can be lost at
any moment, and another one, of any vendor, goes on from a new `RealtimeSetup`.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol

from vivavoce.domain.audio import Pcm
from vivavoce.domain.capability import CapabilityProfile
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.transcript import Turn
from vivavoce.domain.usage import Usage

LIVENESS_S = 10.0
"""A connection from which there was no sign of life for so long is dead; answers of candidates last longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RealtimeSetup:
    """All that a session needs to go on with a conversation, wherever it stands."""

    instructions: str
    """Who speaks, the state of the interview, and a summary of what lies before the window."""
    history: tuple[Turn, ...] = ()
    """The last turns as they were really heard, oldest first."""
    pace: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """What to say now."""

    text: str
    """The plan's wording: spoken word for word when `verbatim`, otherwise what it has to mean."""
    verbatim: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenPiece:
    """The next piece of a spoken reply, in order; either may be empty."""

    audio: Pcm | None = None
    text: str = ""
    """Words of the reply as they come; they may run ahead of their audio, never behind the end of it."""


class RealtimeSession(Protocol):
    """One open session. Raises `ProviderError` and nothing else; never retries; whoever holds it watches the clock."""

    def hear(self, pcm: Pcm) -> None:
        """Take candidate audio (mono 16-bit, the profile's input rate); never blocks. Dropped when the session is dead."""
        ...

    async def turn_over(self) -> None:
        """The candidate gave up the floor: what was heard is one turn."""
        ...

    def speak(self, direction: Direction) -> AsyncGenerator[SpokenPiece]:
        """Speak once. Ends normally only when the vendor said that the reply is complete; closing it stops the vendor."""
        ...

    async def heard(self, played_s: float) -> None:
        """So many seconds of the last reply were really heard; the vendor's own history is cut to that where it can be."""
        ...

    def take_usage(self) -> Sequence[Usage]:
        """Return what was used since this was asked last."""
        ...

    @property
    def ending(self) -> bool:
        """The vendor has announced that it will close the session soon (a limit, a goAway): renew."""
        ...

    @property
    def failure(self) -> ProviderError | None:
        """Why nothing will come of it any more, known as soon as it happens, also while nobody speaks; None while it lives.

        Adapters watch the connection by what their protocol has for it: a socket that is silently gone is found out within
        `LIVENESS_S`.
        """
        ...

    async def aclose(self) -> None:
        """Close in order; safe to call twice."""
        ...

    def abort(self) -> None:
        """Drop the connection at once, without waiting for anybody."""
        ...


class RealtimeModel(Protocol):
    """Opens sessions with one model of one vendor."""

    @property
    def name(self) -> str:
        """Such as "openai:gpt-realtime-2.1": metrics, and pinned into reports."""
        ...

    @property
    def profile(self) -> CapabilityProfile: ...

    async def open(self, setup: RealtimeSetup) -> RealtimeSession:
        """Connect and set up; returns when the session can hear and speak. Raises `ProviderError`; stops when cancelled."""
        ...
