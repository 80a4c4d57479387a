"""The interviewer's voice when a realtime model speaks: each reply by the session at hand, its rest by whoever comes next."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import SpokenPiece
from vivavoce.voice.hearing import Resampler
from vivavoce.voice.realtime.faithfulness import SpeechCheck, same_words, strays
from vivavoce.voice.realtime.held import HeldSession
from vivavoce.voice.realtime.sessions import CASCADE, RealtimeSessions
from vivavoce.voice.rendering import Piece, Renderer, Rendering, SentenceRenderer
from vivavoce.voice.supervised.remaining import SpeakingRate, rest_after
from vivavoce.voice.supervised.switching import Switch
from vivavoce.voice.supervised.text_to_speech import Trouble, Words
from vivavoce.voice.supervised.watching import Cleaning, watched

_FASTEST_CHARACTERS_PER_S = 45.0
_BREATH_S = 0.35


class RealtimeVoice:
    """A `Renderer` for one conversation. A reply is one piece: a model that speaks needs no sentences.

    What was said is checked against the direction while it comes; a model that says something else is stopped, and the
    plan's words are spoken by the cascade.
    """

    def __init__(
        self, sessions: RealtimeSessions, *, spare: SentenceRenderer, may_be_said: SpeechCheck, cleaning: Cleaning
    ) -> None:
        self._sessions = sessions
        self._spare = spare
        self._may_be_said = may_be_said
        self._cleaning = cleaning
        self._rates = SpeakingRate()
        self._early: _Reply | None = None
        """Begun on the chance that it will be wanted."""
        self._last: _Reply | None = None
        """Wanted, and not yet heard to its end."""
        self._telling: set[asyncio.Task[None]] = set()

    def for_reply(self) -> Renderer:
        return self._spare if self._sessions.current is None and self._early is None else self

    def pieces(self, parts: Sequence[str]) -> tuple[str, ...]:
        return (" ".join(parts),)

    def has(self, parts: Sequence[str], *, pace: float) -> bool:
        return self._sessions.current is not None or self._spare.has(parts, pace=pace)

    async def ahead(self, parts: Sequence[str], *, pace: float) -> None:
        """Make nothing while a session speaks for itself."""
        if self._sessions.current is None:
            await self._spare.ahead(parts, pace=pace)

    async def begin(self, parts: Sequence[str], *, pace: float) -> None:
        """Have the model speak before it is certain that the turn is over, if its vendor can take that back."""
        held, text = self._sessions.current, " ".join(parts)
        if self._last is not None or held is None or not held.profile.takes_back:
            return
        early = self._early
        if early is None or not early.says(text, pace=pace):
            self._drop_early()
            early = self._early = self._reply(text, pace=pace)
        try:
            await early.is_settled.wait()
        finally:
            if self._early is early:
                self._drop_early()

    def _drop_early(self) -> None:
        early, self._early = self._early, None
        if early is not None:
            early.is_settled.set()
            early.synthesis.cancel()
            self._take_back(early, played_s=0.0)

    def bridge(self, *, pace: float) -> Rendering | None:
        return self._spare.bridge(pace=pace)

    def render(self, piece: str, *, pace: float) -> Rendering:
        early = self._early
        if early is not None and early.says(piece, pace=pace):
            self._early = None
            early.is_settled.set()
            self._last = early
        else:
            self._drop_early()
            self._last = self._reply(piece, pace=pace)
        return self._last.rendering

    def _reply(self, text: str, *, pace: float) -> "_Reply":
        reply = _Reply(text, pace=pace, answers_until=self._sessions.unanswered.position)
        reply.synthesis = reply.rendering.synthesis = asyncio.create_task(self._speak(reply, pace=pace))
        reply.synthesis.add_done_callback(lambda _: _abandon(reply.rendering))
        return reply

    async def _speak(self, reply: "_Reply", *, pace: float) -> None:
        rendering = reply.rendering
        rest = rendering.text
        held = self._sessions.current
        while held is not None:
            attempt = _Attempt(held, rest, may_be_said=self._may_be_said, cleaning=self._cleaning)
            reply.begins(held, at_samples=rendering.sample_count)
            rendering.take(Words(text=rest))
            try:
                async with aclosing(attempt.pieces()) as pieces:
                    async for pcm in pieces:
                        reply.taken_over(held.provider)
                        rendering.take(pcm)
            except ProviderError as error:
                reply.taken_over(held.provider)  # and failed before it was heard
                reply.switch = Switch(
                    Capability.REALTIME, from_provider=held.provider, fault=error.fault, alive_at=attempt.alive_at
                )
                rendering.take(Trouble())
                if isinstance(error, StrayedError):
                    self._sessions.lose(held)
                    break
                if error.fault is not Fault.MALFORMED:  # who knows what that sounded like: all of it again
                    rate = self._rates.of(held.provider, pace=pace)
                    rest = rest_after(rest, attempt.spoken_s, characters_per_s=rate)
                held = await self._sessions.replaced(held)
                continue
            self._rates.learn(held.provider, rest, attempt.spoken_s, pace=pace)
            held.replies += 1
            if attempt.said and not same_words(attempt.said, rest):
                rendering.spans[-1].text = attempt.said.strip()
            rendering.finish()
            return
        await self._go_on_by_cascade(reply, rest, pace=pace)

    async def _go_on_by_cascade(self, reply: "_Reply", rest: str, *, pace: float) -> None:
        rendering = reply.rendering
        rendering.take(Words(text=rest))
        breath = Pcm.silence(_BREATH_S / pace, sample_rate_hz=LINE_RATE_HZ)
        try:
            for number, sentence in enumerate(self._spare.pieces([rest])):
                if number:
                    rendering.take(breath)
                span = None
                async with aclosing(
                    self._spare.render(sentence, pace=pace).follow_closely(late_after_s=None)
                ) as pieces:
                    async for piece in pieces:
                        if not isinstance(piece, Piece):
                            continue
                        reply.taken_over(CASCADE)
                        if piece.span is not span:
                            span = piece.span
                            rendering.take(Words(text=span.text))
                        rendering.take(piece.pcm)
        except ProviderError as failure:
            rendering.finish(failure)
        else:
            rendering.finish()

    def heard(self, played_s: float, *, whole: bool, stands: bool) -> None:
        reply, self._last = self._last, None
        if reply is None:
            return
        if stands:
            self._sessions.unanswered.answered(until=reply.answers_until)
        if not whole:
            self._take_back(reply, played_s=played_s)

    def _take_back(self, reply: "_Reply", *, played_s: float) -> None:
        """Nobody listens any more: once it has stopped, the vendor forgets what was not heard."""
        current = self._sessions.current
        reply.taken_over(current.provider if current is not None else CASCADE)
        if reply.held is not None and reply.held is current:
            telling = asyncio.create_task(self._tell(reply, reply.held, max(0.0, played_s - reply.begins_s)))
            self._telling.add(telling)
            telling.add_done_callback(self._telling.discard)

    async def _tell(self, reply: "_Reply", held: HeldSession, played_s: float) -> None:
        await asyncio.wait({reply.synthesis})
        try:
            await held.was_heard(played_s)
        except ProviderError:
            self._sessions.lose(held)


class StrayedError(ProviderError):
    """The model said something that it was not directed to say, or that must not be said."""


class _Reply:
    """One reply: its sound, who speaks the last part of it, and what it answers."""

    def __init__(self, text: str, *, pace: float, answers_until: int) -> None:
        self.rendering = Rendering(text)
        self.synthesis: asyncio.Task[None]
        """Set by whoever begins it; ends when nobody follows the rendering any more."""
        self.answers_until = answers_until
        self.held: HeldSession | None = None
        self.begins_s = 0.0
        self.switch: Switch | None = None
        """Its speaker failed, and nobody has taken over yet."""
        self.is_settled = asyncio.Event()
        """It is certain whether it is wanted."""
        self._pace = pace

    def says(self, text: str, *, pace: float) -> bool:
        """Tell whether this is it, and has not failed."""
        return (self.rendering.text, self._pace) == (text, pace) and self.rendering.failure is None

    def taken_over(self, provider: str) -> None:
        switch, self.switch = self.switch, None
        if switch is not None:
            switch.done(provider)

    def begins(self, held: HeldSession, *, at_samples: int) -> None:
        self.held = held
        self.begins_s = at_samples / LINE_RATE_HZ


class _Attempt:
    """One session speaking one text."""

    def __init__(self, held: HeldSession, text: str, *, may_be_said: SpeechCheck, cleaning: Cleaning) -> None:
        self._held = held
        self._text = text
        self._may_be_said = may_be_said
        self._cleaning = cleaning
        self._resampler = Resampler(from_hz=held.profile.output_rate_hz, to_hz=LINE_RATE_HZ)
        self.said = ""
        self.spoken_s = 0.0
        self.alive_at = asyncio.get_running_loop().time()

    async def pieces(self) -> AsyncGenerator[Pcm]:
        """Yield 48 kHz audio; raise the `ProviderError` that ended it early."""
        with self._held.candidate.call() as call:
            async with aclosing(self._checked()) as audio:
                async for pcm in audio:
                    call.first_result()
                    yield pcm
            self._check_whole()

    async def _checked(self) -> AsyncGenerator[Pcm]:
        """Yield the audio of what may be said."""
        held, loop = self._held, asyncio.get_running_loop()
        due_at = loop.time() + held.candidate.deadlines.first_audio_s
        async with aclosing(self._watched()) as pieces:
            async for piece in pieces:
                self._check(piece)
                if piece.audio is not None:
                    self.alive_at = loop.time()
                    self.spoken_s += piece.audio.duration_s
                    yield Pcm(samples=self._resampler.push(piece.audio.samples), sample_rate_hz=LINE_RATE_HZ)
                elif not self.spoken_s and loop.time() > due_at:
                    raise ProviderError(held.provider, "words without audio", fault=Fault.SILENT)
        yield Pcm(samples=self._resampler.flush(), sample_rate_hz=LINE_RATE_HZ)

    def _watched(self) -> AsyncGenerator[SpokenPiece]:
        deadlines = self._held.candidate.deadlines
        return watched(
            self._held.speak(self._text),
            provider=self._held.provider,
            first_s=deadlines.first_audio_s,
            stall_s=deadlines.stall_s,
            cleaning=self._cleaning,
        )

    def _check(self, piece: SpokenPiece) -> None:
        provider = self._held.provider
        if piece.audio is not None and piece.audio.sample_rate_hz != self._held.profile.output_rate_hz:
            raise ProviderError(provider, "audio of another rate than promised", fault=Fault.MALFORMED)
        if piece.text:
            self.said += piece.text
            self._refuse_other_words(whole=False)

    def _refuse_other_words(self, *, whole: bool) -> None:
        if strays(self.said, self._text, whole=whole) or not self._may_be_said(self.said):
            raise StrayedError(self._held.provider, "it said something else than it was told", fault=Fault.MALFORMED)

    def _check_whole(self) -> None:
        if self.said:
            self._refuse_other_words(whole=True)
        if self.spoken_s < len(self._text) / _FASTEST_CHARACTERS_PER_S:
            raise ProviderError(self._held.provider, "it ended before the text did", fault=Fault.CUT)


def _abandon(rendering: Rendering) -> None:
    """Whoever still follows a reply that was cancelled is told."""
    if not rendering.is_done:
        rendering.finish(ProviderError("realtime voice", "the reply was abandoned"))
