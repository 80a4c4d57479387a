"""One open session of a LiveKit plugin, held to the law of our port."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any

from livekit import rtc
from livekit.agents import llm
from livekit.agents.metrics import RealtimeModelMetrics

from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.realtime_model import Direction, RealtimeSetup, SpokenPiece
from vivavoce.domain.usage import Unit, Usage
from vivavoce.providers.livekit_realtime import closing
from vivavoce.providers.livekit_realtime.history import chat_context, instructions_with_history
from vivavoce.providers.livekit_realtime.metering import token_usage
from vivavoce.providers.livekit_realtime.reply import Reply
from vivavoce.providers.livekit_realtime.vendor import Signals, Vendor
from vivavoce.providers.livekit_realtime.wording import directed

_ROUNDING_S = 0.02
"""A frame's worth: a reply heard but for so much was heard."""

_PLUGIN_STEPS = 5
"""Turns of the event loop in which a plugin passes on that a request is withdrawn: before anything else is asked."""


class LiveKitRealtimeSession:
    """See the port. `begin` connects; everything else is the port's."""

    def __init__(self, vendor: Vendor, setup: RealtimeSetup) -> None:
        self._vendor = vendor
        self._signals = Signals(provider=vendor.provider, name=vendor.name, model=vendor.model)
        self._plugin = vendor.connect(setup, self._signals)
        self._session = self._plugin.session
        self._session.on("error", self._on_error)
        self._session.on("metrics_collected", self._on_metrics)
        self._closed = False
        self._last: Reply | None = None
        self._billed_until_s = asyncio.get_running_loop().time()

    async def begin(self, setup: RealtimeSetup) -> None:
        """Set the session up; return when it can hear and speak. Raises `ProviderError`."""
        at_setup = self._vendor.profile.history_at_setup
        instructions = setup.instructions if at_setup else instructions_with_history(setup)
        await self._signals.or_failure(self._session.update_instructions(instructions))
        if at_setup and setup.history:
            await self._signals.or_failure(self._session.update_chat_ctx(chat_context(setup.history)))
        if self._vendor.tells_ready:
            await self._signals.or_failure(self._signals.is_ready.wait())

    def hear(self, pcm: Pcm) -> None:
        if self._dead or not pcm.samples or not self._vendor.hears:
            return
        frame = rtc.AudioFrame(
            data=pcm.samples, sample_rate=pcm.sample_rate_hz, num_channels=1, samples_per_channel=pcm.sample_count
        )
        self._session.push_audio(frame)

    async def turn_over(self) -> None:
        self._signals.raise_if_failed()
        if self._vendor.hears and not self._closed:
            self._session.commit_audio()

    async def speak(self, direction: Direction) -> AsyncGenerator[SpokenPiece]:
        self._signals.raise_if_failed()
        self._last = None
        asked = _ask(self._session, direction, verbatim=self._vendor.says_verbatim)
        complete = False
        try:
            generation = await self._signals.or_failure(asked)
            reply = self._last = Reply(generation)
            async with reply:
                while (piece := await self._signals.or_failure(reply.next_piece())) is not None:
                    if piece.audio and piece.audio.sample_rate_hz != self._vendor.profile.output_rate_hz:
                        self._signals.malformed(f"audio at {piece.audio.sample_rate_hz} Hz")
                        self._signals.raise_if_failed()
                    yield piece
            if self._vendor.tells_reply_end:
                await self._signals.until_reply_ended(generation.response_id or "")
            if reply.at_wrong_rate:
                self._signals.malformed("audio at another rate than was agreed")
            self._signals.raise_if_failed()
            complete = reply.complete = True
        finally:
            if not complete and not self._dead:
                await _stop(self._session, asked)

    async def heard(self, played_s: float) -> None:
        reply = self._last
        if reply is None or not reply.message_id or self._dead or not self._vendor.profile.truncates:
            return
        if reply.complete and played_s >= reply.spoken_s - _ROUNDING_S:
            return
        self._session.truncate(
            message_id=reply.message_id,
            modalities=["audio", "text"],
            audio_end_ms=round(1000 * min(played_s, reply.spoken_s)),
        )

    def take_usage(self) -> Sequence[Usage]:
        self._bill_time()
        return self._signals.take_used()

    @property
    def ending(self) -> bool:
        return self._signals.is_ending

    @property
    def failure(self) -> ProviderError | None:
        return self._signals.failure

    async def aclose(self) -> None:
        if not self._closed:
            self._bill_time()
            self._closed = True
            await closing.close(self._plugin)

    def abort(self) -> None:
        if not self._closed:
            self._bill_time()
            self._closed = True
            closing.abandon(self._plugin)

    @property
    def _dead(self) -> bool:
        return self._closed or self._signals.has_failed

    def _bill_time(self) -> None:
        if self._vendor.bills_session_seconds and not self._closed:
            now_s = asyncio.get_running_loop().time()
            self._signals.used(Unit.SESSION_SECONDS, now_s - self._billed_until_s)
            self._billed_until_s = now_s

    def _on_error(self, event: llm.RealtimeModelError) -> None:
        failure = self._vendor.read_error(event.error)
        if failure is not None:
            self._signals.fail(failure)

    def _on_metrics(self, metrics: object) -> None:
        if isinstance(metrics, RealtimeModelMetrics):
            for unit, amount in token_usage(metrics).items():
                self._signals.used(unit, amount)


def _ask(
    session: llm.RealtimeSession[Any], direction: Direction, *, verbatim: bool
) -> asyncio.Future[llm.GenerationCreatedEvent]:
    if direction.verbatim and verbatim:
        return session.say(direction.text)
    return session.generate_reply(instructions=directed(direction))


async def _stop(session: llm.RealtimeSession[Any], asked: asyncio.Future[llm.GenerationCreatedEvent]) -> None:
    """Tell the vendor to stop, once: a second order could strike the next reply."""
    if asked.done() and not asked.cancelled():
        session.interrupt()
        return
    asked.cancel()
    for _ in range(_PLUGIN_STEPS):  # plugins tell the vendor from callbacks and tasks of their own
        await asyncio.sleep(0)
