"""One line being conversed on: frames in, the rules of the floor, and an orderly end."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext, suppress
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.failover import Failover
from vivavoce.domain.ports.hearing import Backchannel, EndOfTurn, VoiceActivity
from vivavoce.domain.ports.line import Line, LineTap
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.voice_engine import ConversationPartner, Reply, VoiceState
from vivavoce.domain.transcript import Turn
from vivavoce.voice.candidate import CandidateSide
from vivavoce.voice.captions import CandidateCaptions
from vivavoce.voice.floor import Floor
from vivavoce.voice.hearing import Ear
from vivavoce.voice.mailbox import Mailbox
from vivavoce.voice.playout import Playout
from vivavoce.voice.realtime.models import RealtimeModels
from vivavoce.voice.realtime.sessions import RealtimeSessions
from vivavoce.voice.realtime.voice import RealtimeVoice
from vivavoce.voice.rendering import Renderer, SentenceRenderer
from vivavoce.voice.speaking import SpeakerSide
from vivavoce.voice.supervised.switching import tell
from vivavoce.voice.supervised.watching import Cleaning
from vivavoce.voice.surroundings import Surroundings
from vivavoce.voice.tuning import TurnTuning

OPENED_WITHIN_S = 2.0
"""Longest wait for a realtime session before the conversation begins without it."""
_UNTAPED_FRAMES = 500
"""10 s, as long as a line remembers them."""
LEAVE_DEADLINE_S = 10.0
"""Longest wait for the last words and the partner when a line has gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """What a conversation hears and speaks with."""

    speech_to_text: SpeechToText
    end_of_turn: EndOfTurn
    backchannel: Backchannel | None
    make_voice_activity: Callable[[], VoiceActivity]
    renderer: SentenceRenderer
    open_playout: Callable[[Line], Awaitable[Playout]]
    realtime: RealtimeModels | None
    cleaning: Cleaning


class LiveConversation:
    """The engine's `Conversation`: everything it starts ends with `run`."""

    def __init__(
        self,
        line: Line,
        partner: ConversationPartner,
        models: Models,
        *,
        starts_at_s: float,
        tap: LineTap | None,
        hears: bool,
        tuning: TurnTuning,
    ) -> None:
        self._line = line
        self._partner = partner
        self._models = models
        self._taping = None if tap is None else _Taping(line, tap)
        self._hears = hears
        self._tuning = tuning
        self._starts_at_s = starts_at_s
        self._received_samples = 0
        self._state: VoiceState | None = None
        self._muted = False
        self._closing = False
        self._running = asyncio.Event()
        self._mailbox = Mailbox()
        self._tasks: set[asyncio.Task[None]] = set()
        self._group: asyncio.TaskGroup | None = None
        self._context = copy_context()
        self._context.run(tell, self._failed_over)
        self._sessions: RealtimeSessions | None = None
        self._candidate, self._speaker, self._captions, self._floor = self._parts()

    def _parts(self) -> tuple[CandidateSide, SpeakerSide, CandidateCaptions, Floor]:
        models, tuning = self._models, self._tuning
        voice: Renderer = models.renderer
        if models.realtime is not None and self._hears:
            self._sessions = models.realtime.sessions(
                self._partner,
                is_quiet=lambda: self._speaker.speech is None and not self._candidate.gate.speaking,
                cleaning=models.cleaning,
            )
            voice = RealtimeVoice(
                self._sessions,
                spare=models.renderer,
                may_be_said=models.realtime.may_be_said,
                cleaning=models.cleaning,
            )
        ear = Ear(models.make_voice_activity(), starts_at_s=self._starts_at_s, remembers_s=tuning.end_of_turn_audio_s)
        candidate = CandidateSide(ear, models.speech_to_text, tuning=tuning, report=self._report)
        speaker = SpeakerSide(voice, self._partner, now_s=lambda: self.now_s)
        captions = CandidateCaptions(self._partner, candidate, tuning=tuning, spawn=self._spawn)
        around = Surroundings(
            candidate=candidate,
            speaker=speaker,
            partner=self._partner,
            renderer=voice,
            end_of_turn=models.end_of_turn,
            backchannel=models.backchannel,
            mailbox=self._mailbox,
            tuning=tuning,
            spawn=self._spawn,
            now_s=lambda: self.now_s,
            show=self._show,
        )
        return candidate, speaker, captions, Floor(around)

    async def run(self) -> None:
        tell(self._failed_over)
        playout = await self._models.open_playout(self._line)
        self._speaker.attach(playout)
        try:
            async with asyncio.TaskGroup() as self._group:
                self._spawn(self._mailbox.run())
                if self._sessions is not None:
                    self._spawn(self._sessions.run())
                    await self._sessions.opened(within_s=OPENED_WITHIN_S)
                self._running.set()
                await self._follow_line()
                await _leave(self._floor, self._mailbox)
                self._running.clear()
                for task in self._tasks:
                    task.cancel()
        finally:
            self._group = None
            await playout.aclose()

    async def _follow_line(self) -> None:
        self._show(VoiceState.LISTENING)
        async with _closing(self._line.incoming()) as frames:
            async for frame in frames:
                self._take(frame)
                if self._closing or self._floor.is_over:
                    return

    def _take(self, frame: Pcm) -> None:
        self._received_samples += frame.sample_count
        deaf = self._muted or not self._hears
        heard = _silenced(frame) if deaf else frame
        began = self._hears and self._candidate.hear(heard)
        if self._sessions is not None and not self._muted:
            self._sessions.hear(heard, voiced=self._candidate.gate.speaking)
        self._floor.tick(began=began)
        self._captions.tick(now_s=self.now_s, settled=self._floor.is_with_candidate)
        if self._taping is not None:
            self._taping.frame_heard(hidden=deaf)

    @property
    def now_s(self) -> float:
        return self._starts_at_s + self._received_samples / LINE_RATE_HZ

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        if self._group is None:
            raise RuntimeError("the conversation is not running")
        task = self._group.create_task(work, context=self._context.copy())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _failed_over(self, failover: Failover) -> None:
        if self._group is not None:
            self._mailbox.post(partial(self._partner.failed_over, failover))

    def _report(self, utterance: Turn) -> None:
        self._captions.settle(utterance)
        self._mailbox.post(partial(self._partner.utterance_heard, utterance))

    def _show(self, state: VoiceState) -> None:
        if state is not self._state:
            self._state = state
            self._partner.state_changed(state)

    def say(self, reply: Reply, *, interrupt: bool = False) -> None:
        interrupt = interrupt and self._running.is_set()
        self._context.copy().run(partial(self._floor.say, reply, interrupt=interrupt))

    async def typed(self, text: str) -> None:
        await self._running.wait()
        await asyncio.wait({self._spawn(self._floor.take_typed(text))})

    def hush(self) -> None:
        self._floor.hush()

    def set_muted(self, *, muted: bool) -> None:
        if muted is not self._muted:
            self._muted = muted
            self._floor.mute(muted=muted)

    def close(self) -> None:
        self._closing = True


class _Taping:
    """Hands both sides of a line to a tap, slot by slot, without what was heard while the candidate was muted."""

    def __init__(self, line: Line, tap: LineTap) -> None:
        self._line = line
        self._tap = tap
        self._hidden = deque[bool](maxlen=_UNTAPED_FRAMES)

    def frame_heard(self, *, hidden: bool) -> None:
        """Call this for every frame; its slot may come some frames later."""
        self._hidden.append(hidden)
        for slot in self._line.take_slots():
            hide = self._hidden.popleft() if self._hidden else hidden
            self._tap.frame(candidate=_silenced(slot.heard) if hide else slot.heard, interviewer=slot.sent)


def _silenced(frame: Pcm) -> Pcm:
    return Pcm(samples=bytes(len(frame.samples)), sample_rate_hz=frame.sample_rate_hz)


async def _leave(floor: Floor, mailbox: Mailbox) -> None:
    """The line is gone: keep what was heard, and let the partner hear of it."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LEAVE_DEADLINE_S):
            await floor.leave()
            await mailbox.settled()


def _closing(frames: AsyncIterator[Pcm]) -> AbstractAsyncContextManager[AsyncIterator[Pcm]]:
    """Close the iterator at the end when it can be closed: a line's reader stops with us, not with the collector."""
    return aclosing(frames) if isinstance(frames, AsyncGenerator) else nullcontext(frames)
