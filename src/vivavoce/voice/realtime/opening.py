"""Opens realtime sessions with whoever may be asked now; who failed in this conversation is left alone for a while."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from vivavoce.domain.capability import CapabilityProfile
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.realtime_model import RealtimeModel, RealtimeSetup
from vivavoce.voice.realtime.held import HeldSession
from vivavoce.voice.supervised.candidates import Candidate, Ring
from vivavoce.voice.supervised.watching import Cleaning, within

_AVOIDED_S = 30.0
"""A provider that failed in this conversation is left alone for so long, whatever its breaker says."""


class SessionOpener:
    """One conversation's."""

    def __init__(
        self, ring: Ring[RealtimeModel], *, setup: Callable[[CapabilityProfile], RealtimeSetup], cleaning: Cleaning
    ) -> None:
        self.ring = ring
        self._setup = setup
        self._cleaning = cleaning
        self._avoided_until: dict[str, float] = {}

    def avoid(self, provider: str) -> None:
        self._avoided_until[provider] = asyncio.get_running_loop().time() + _AVOIDED_S

    def candidates(self) -> Sequence[Candidate[RealtimeModel]]:
        """Return whom to ask, best first."""
        now = asyncio.get_running_loop().time()
        return [one for one in self.ring() if self._avoided_until.get(one.provider, 0.0) <= now]

    async def any(self) -> HeldSession | None:
        """Return a session with the first candidate that gives one."""
        for candidate in self.candidates():
            held = await self.one(candidate)
            if held is not None:
                return held
        return None

    async def one(self, candidate: Candidate[RealtimeModel]) -> HeldSession | None:
        """Return a session with this candidate; without one it is avoided from now on."""
        try:
            session = await within(
                candidate.model.open(self._setup(candidate.model.profile)),
                seconds=candidate.deadlines.connect_s,
                provider=candidate.provider,
                what="opening",
                cleaning=self._cleaning,
            )
        except ProviderError:
            with suppress(ProviderError), candidate.call():
                raise
            self.avoid(candidate.provider)
            return None
        return HeldSession(candidate, session, self._cleaning)
