"""Keeps a realtime session at hand through a conversation: opened, renewed before its limit, replaced when it is lost."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

from vivavoce.domain.audio import Pcm
from vivavoce.domain.capability import Capability, CapabilityProfile
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import RealtimeModel, RealtimeSetup
from vivavoce.domain.usage import Usage
from vivavoce.routing.metering import is_thrifty
from vivavoce.voice.realtime.held import HeldSession
from vivavoce.voice.realtime.opening import SessionOpener
from vivavoce.voice.realtime.unanswered import SpeechOnly, UnansweredAudio
from vivavoce.voice.supervised.candidates import Candidate, Ring
from vivavoce.voice.supervised.switching import Switch
from vivavoce.voice.supervised.watching import Cleaning

CASCADE = "cascade"
"""Who speaks when no realtime session is open."""
_LOOK_EVERY_S = 0.25
_OPENED_AGAIN = {Fault.CUT, Fault.LIMIT, Fault.SILENT}
"""A session that died so while nobody spoke says little about its provider: another one is opened at once."""
_STANDBY_FRESH_S = 180.0
"""A standby knows what had been said when it was opened; it costs nothing, so it is opened anew."""
_NEXT_WITHIN_S = 0.6
"""Longest wait for another session in the middle of a reply; then the cascade goes on with it."""


class RealtimeSessions:
    """One session in use (`current`), perhaps another ready beside it. `run` looks after them."""

    def __init__(
        self,
        ring: Ring[RealtimeModel],
        *,
        setup: Callable[[CapabilityProfile], RealtimeSetup],
        is_quiet: Callable[[], bool],
        cleaning: Cleaning,
        used: Callable[[Sequence[Usage]], None],
    ) -> None:
        self._opener = SessionOpener(ring, setup=setup, cleaning=cleaning)
        self._is_quiet = is_quiet
        self._cleaning = cleaning
        self._used = used
        self.current: HeldSession | None = None
        self.unanswered = UnansweredAudio()
        self._speech_only = SpeechOnly()
        self._beside: HeldSession | None = None
        self._died: Switch | None = None
        """The current session died while nobody spoke, and nothing has taken its place yet."""
        self._work = asyncio.Event()
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Look after the sessions until cancelled."""
        try:
            while True:
                self._work.clear()
                await self._look_after()
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_EVERY_S):
                        await self._work.wait()
        finally:
            for held in (self.current, self._beside):
                if held is not None:
                    self._used(held.session.take_usage())
                    held.close()
            self.current = self._beside = None

    def hear(self, frame: Pcm, *, voiced: bool) -> None:
        """Take the candidate's next 20 ms at the line's rate."""
        for speech in self._speech_only.push(frame, voiced=voiced):
            self.unanswered.add(speech)
            if self.current is not None:
                self.current.hear(speech)

    async def opened(self, *, within_s: float) -> HeldSession | None:
        """Return the current session, waiting for one to be opened; None when that takes longer."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while self.current is None and (self._work.is_set() or self._opener.candidates()):
                    news = self._news
                    await news.wait()
        return self.current

    async def replaced(self, failed: HeldSession) -> HeldSession | None:
        """The session failed: return another, at once when one stands by; None when there is none soon."""
        self.lose(failed)
        return self.current or await self.opened(within_s=_NEXT_WITHIN_S)

    def lose(self, failed: HeldSession) -> None:
        """Give it up at once; what stands by takes its place."""
        self._opener.avoid(failed.provider)
        self._drop(failed)

    def _drop(self, failed: HeldSession) -> None:
        failed.session.abort()
        self._used(failed.session.take_usage())
        self._cleaning.finish(failed.session.aclose())
        if self._beside is failed:
            self._beside = None
        if self.current is failed:
            self.current = None
            self._work.set()
            if self._beside is not None:
                self._promote(self._beside)

    def _bury(self, held: HeldSession, failure: ProviderError) -> None:
        """It died while nobody spoke: find another before anybody does."""
        with suppress(ProviderError), held.candidate.call():
            raise failure
        if held is self.current:
            now = asyncio.get_running_loop().time()
            self._died = Switch(Capability.REALTIME, from_provider=held.provider, fault=failure.fault, alive_at=now)
        if failure.fault not in _OPENED_AGAIN:
            self._opener.avoid(held.provider)
        self._drop(held)

    async def _look_after(self) -> None:
        for held in (self._beside, self.current):
            if held is not None and not held.is_speaking and (failure := held.session.failure) is not None:
                self._bury(held, failure)
        current = self.current
        if current is None:
            await self._open_any()
            return
        self._used(current.session.take_usage())
        if _is_too_dear(current, self._opener.ring()):
            if self._is_quiet() and not current.is_speaking:
                self._leave(current, CASCADE)
            return
        wanted, go_over = _wanted_beside(current, self._opener.candidates())
        await self._have_beside(wanted)
        beside = self._beside
        if not go_over or beside is None or self.current is not current:
            return
        if not current.is_speaking and (self._is_quiet() or current.is_overdue):
            self._leave(current, beside.provider)
            self._promote(beside)

    def _leave(self, current: HeldSession, to_provider: str) -> None:
        """Nothing is wrong with it: it is left for another."""
        now = asyncio.get_running_loop().time()
        Switch(Capability.REALTIME, from_provider=current.provider, fault=Fault.LIMIT, alive_at=now).done(to_provider)
        self._used(current.session.take_usage())
        current.close()
        self.current = None

    async def _have_beside(self, wanted: Candidate[RealtimeModel] | None) -> None:
        beside = self._beside
        if beside is not None:
            stale = beside.age_s > _STANDBY_FRESH_S or beside.is_due
            if wanted is not None and beside.provider == wanted.provider and not stale:
                return
            self._beside = None
            beside.close()
        if wanted is not None:
            self._beside = await self._opener.one(wanted)

    async def _open_any(self) -> None:
        held = self._beside or await self._opener.any()  # beside: opened for another that was lost meanwhile
        if held is not None:
            self._promote(held)
        else:
            self._replaced_by(CASCADE)
            self._ring_news()

    def _promote(self, held: HeldSession) -> None:
        """Use this session from now on; it hears what has not been answered."""
        self._beside = None
        self.current = held
        self._replaced_by(held.provider)
        for frame in self.unanswered.frames():
            held.hear(frame)
        self._ring_news()

    def _replaced_by(self, provider: str) -> None:
        died, self._died = self._died, None
        if died is not None:
            died.done(provider)

    def _ring_news(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def _is_too_dear(current: HeldSession, ring: Sequence[Candidate[RealtimeModel]]) -> bool:
    """The session's budget forbids it from now on; whoever may still be asked is opened afterwards."""
    return is_thrifty() and all(candidate.provider != current.provider for candidate in ring)


def _wanted_beside(
    current: HeldSession, candidates: Sequence[Candidate[RealtimeModel]]
) -> tuple[Candidate[RealtimeModel] | None, bool]:
    """Return who should be open beside the current session, and whether to go over to it when it is quiet."""
    providers = [candidate.provider for candidate in candidates]
    place = providers.index(current.provider) if current.provider in providers else len(providers)
    if candidates and (current.is_due or 0 < place < len(providers)):
        return candidates[0], True
    following = candidates[place + 1] if place + 1 < len(candidates) else None
    if following is not None and following.model.profile.cheap_standby:
        return following, False
    return None, False
