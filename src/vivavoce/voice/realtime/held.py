"""One open realtime session, and what this side knows about it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.capability import CapabilityProfile
from vivavoce.domain.ports.realtime_model import Direction, RealtimeModel, RealtimeSession, SpokenPiece
from vivavoce.voice.hearing import Resampler
from vivavoce.voice.supervised.candidates import SEND_S, Candidate
from vivavoce.voice.supervised.watching import Cleaning, within

_RENEWED_EARLY_S = 60.0
_RENEWED_EARLY_SHARE = 0.25
"""A quiet moment comes within a minute; a session of few minutes is renewed in its last quarter."""
_OVERDUE_SHARE = 0.2
"""Of that time left, a session is renewed in the middle of an answer: the new one hears the answer from its beginning."""
REPLIES_A_WINDOW = 12
"""Replies after which a session that bills its whole context is opened anew with a short one."""


class HeldSession:
    """Passes on what the candidate says, in the session's rate, and knows how long it may last."""

    def __init__(self, candidate: Candidate[RealtimeModel], session: RealtimeSession, cleaning: Cleaning) -> None:
        self.candidate = candidate
        self.session = session
        self.opened_at = asyncio.get_running_loop().time()
        self.replies = 0
        self._one_at_a_time = asyncio.Lock()
        self._cleaning = cleaning
        self._resampler = Resampler(from_hz=LINE_RATE_HZ, to_hz=self.profile.input_rate_hz)
        self._turn_is_open = False

    @property
    def provider(self) -> str:
        return self.candidate.provider

    @property
    def profile(self) -> CapabilityProfile:
        return self.candidate.model.profile

    @property
    def is_speaking(self) -> bool:
        """A reply is coming: the session is not to be closed now, overdue or not."""
        return self._one_at_a_time.locked()

    @property
    def age_s(self) -> float:
        return asyncio.get_running_loop().time() - self.opened_at

    def _left_share(self) -> float:
        """Return how much of the time in which it should be renewed is left; above 1 it is too early."""
        limit_s = self.profile.session_limit_s
        if limit_s is None:
            return float("inf")
        return (limit_s - self.age_s) / min(_RENEWED_EARLY_S, _RENEWED_EARLY_SHARE * limit_s)

    @property
    def is_due(self) -> bool:
        """It should be renewed in the next quiet moment."""
        has_long_window = self.profile.bills_whole_context and self.replies >= REPLIES_A_WINDOW
        return self.session.ending or has_long_window or self._left_share() <= 1.0

    @property
    def is_overdue(self) -> bool:
        """It cannot wait for a quiet moment any more."""
        return self._left_share() <= _OVERDUE_SHARE

    def hear(self, frame: Pcm) -> None:
        """Take what the candidate says, at the line's rate."""
        self._turn_is_open = True
        samples = self._resampler.push(frame.samples)
        if samples:
            self.session.hear(Pcm(samples=samples, sample_rate_hz=self.profile.input_rate_hz))

    async def _end_turn(self) -> None:
        """Say that the candidate has finished, if they had begun; raise `ProviderError`."""
        if self._turn_is_open:
            self._turn_is_open = False
            await within(
                self.session.turn_over(),
                seconds=SEND_S,
                provider=self.provider,
                what="ending a turn",
                cleaning=self._cleaning,
            )

    async def speak(self, text: str) -> AsyncGenerator[SpokenPiece]:
        """Yield the reply to what was heard, once the vendor has been told to stop the one before; raise `ProviderError`."""
        async with self._one_at_a_time:
            await self._end_turn()
            async with aclosing(self.session.speak(Direction(text=text))) as pieces:
                async for piece in pieces:
                    yield piece

    async def was_heard(self, played_s: float) -> None:
        """Let its history be cut to what was heard of a reply that has been stopped; raise `ProviderError`."""

        async def cut() -> None:
            async with self._one_at_a_time:
                await self.session.heard(played_s)

        await within(
            cut(),
            seconds=SEND_S,
            provider=self.provider,
            what="cutting the reply",
            cleaning=self._cleaning,
        )

    def close(self) -> None:
        """Close it in order, where nobody waits."""
        self._cleaning.finish(self.session.aclose())
