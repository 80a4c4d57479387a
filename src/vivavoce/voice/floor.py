"""Who has the floor: looks at both sides once a frame and decides when the interviewer takes it."""

import asyncio
from collections import deque

from vivavoce.domain.ports.voice_engine import Reply, VoiceState
from vivavoce.voice.drafting import Ahead, Pause
from vivavoce.voice.offers import Offers
from vivavoce.voice.replying import ReplySide
from vivavoce.voice.surroundings import Surroundings
from vivavoce.voice.turn_taking import Evidence, silence_needed_s


class Floor:
    """The rules of one conversation. `tick` never waits; what is slow runs in tasks and is looked at when it is there."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._candidate = around.candidate
        self._partner = around.partner
        self._tuning = around.tuning
        self._replies = ReplySide(around)
        self._ahead = Ahead(around.partner, around.renderer, around.spawn)
        self._pause: Pause | None = None
        self._waiting: deque[Reply] = deque()
        self._offers = Offers(around.partner, around.mailbox, around.spawn, take=self._waiting.append)
        self._typing = False
        self._muted = False
        self._unmuted_s = around.now_s()

    @property
    def is_over(self) -> bool:
        """A reply that ends the conversation has been played."""
        return self._replies.is_over

    @property
    def is_with_candidate(self) -> bool:
        """The interviewer says nothing, and it is clear that what the candidate says is meant."""
        return not self._replies.has_floor

    def tick(self, *, began: bool) -> None:
        """Look at everything once; `began`: the candidate started to speak in this frame."""
        if began:
            if self._candidate.current is not None:
                self._around.spawn(self._candidate.current.open(self._partner.policy().vocabulary))
            self._drop_pause()
            self._offers.somebody_spoke()
            self._replies.candidate_began()
            if not self._replies.has_floor:
                self._around.show(VoiceState.LISTENING)
        self._replies.tick()
        self._collect()
        if self._pause is None and self._replies.is_rendered:
            self._ahead.refresh()
        if not self._replies.has_floor and not self._typing and not self._candidate.gate.stirring:
            self._in_silence()

    def _collect(self) -> None:
        """Take up what the interviewer's side left."""
        if self._replies.taken_back is not None:
            self._waiting.appendleft(self._replies.taken_back)
            self._replies.taken_back = None
        if self._replies.held is not None:
            self._pause, self._replies.held = self._replies.held, None
            self._pause.is_held = True

    def _in_silence(self) -> None:
        now_s = self._around.now_s()
        if not self._candidate.has_floor:
            self._drop_pause()
            self._speak_or_offer(now_s)
        elif self._pause is not None:
            self._consider(self._pause, now_s)
        elif now_s - self._candidate.last_voice_s >= self._tuning.settle_after_s:
            self._ahead.stop()
            self._pause = Pause(self._around)
            self._pause.begin()

    def _quiet_s(self, now_s: float) -> float:
        """Return for how long nobody has spoken."""
        return now_s - max(self._candidate.last_voice_s, self._replies.quiet_since_s, self._unmuted_s)

    def _consider(self, pause: Pause, now_s: float) -> None:
        """Decide whether this silence ends the turn."""
        if pause.is_empty:
            self._drop_pause()
            return
        quiet_s = self._quiet_s(now_s)
        pause.listen_for_the_end(now_s - self._candidate.last_voice_s)
        self._close_long_silence(now_s)
        if pause.is_held:
            self._speak_or_offer(now_s)
            return
        needed_s = self._needed_s(pause)
        if quiet_s < needed_s:
            pause.decided_at = None
            self._around.show(VoiceState.LISTENING)
            return
        if pause.decided_at is None:
            pause.decided_at = asyncio.get_running_loop().time()
        self._around.show(VoiceState.THINKING)
        reply = pause.ready_reply(silent_s=quiet_s, needed_s=needed_s)
        if reply is not None:
            self._take_floor(pause, reply)

    def _needed_s(self, pause: Pause) -> float:
        evidence = Evidence(
            text=self._candidate.text,
            end_of_turn=pause.end_of_turn,
            spoken_s=self._candidate.spoken_s,
            interrupts=self._candidate.turn.interrupts,
            muted=self._muted,
        )
        return silence_needed_s(evidence, self._partner.policy(), self._tuning)

    def _close_long_silence(self, now_s: float) -> None:
        current = self._candidate.current
        if current is None or not current.is_exact or now_s - current.last_voice_s < self._tuning.utterance_gap_s:
            return
        self._candidate.close_current()
        self._around.spawn(self._candidate.turn.settle())

    def _take_floor(self, pause: Pause, reply: Reply) -> None:
        if not reply.parts:
            pause.is_held = True
            self._around.show(VoiceState.LISTENING)
            return
        self._pause = None
        self._candidate.close_current()
        self._around.spawn(self._candidate.turn.settle())
        self._replies.answer(pause, reply)

    def _speak_or_offer(self, now_s: float) -> None:
        """Nobody wants the floor: say what waits for it; what has no parts has nothing to wait for."""
        while self._waiting and not self._replies.has_floor:
            reply = self._waiting.popleft()
            if reply.parts:
                self._ahead.stop()
                self._offers.somebody_spoke()
                self._replies.begin(reply)
        if not self._replies.has_floor and not self._muted:
            self._offers.silent_for(self._quiet_s(now_s))

    def _drop_pause(self) -> None:
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None

    def say(self, reply: Reply, *, interrupt: bool) -> None:
        if not interrupt:
            self._waiting.append(reply)
            return
        self._replies.stop()
        self._collect()
        if reply.parts:
            self._ahead.stop()
            self._replies.begin(reply)

    def hush(self) -> None:
        """Stop speaking, and forget what was waiting to be said."""
        self._replies.stop()
        self._replies.taken_back = None
        self._waiting.clear()

    async def take_typed(self, text: str) -> None:
        """Answer a typed message as a whole turn, together with what was said before it in the same turn."""
        self._replies.stop()
        self._drop_pause()
        self._offers.somebody_spoke()
        self._typing = True
        try:
            self._candidate.close_current()
            turn = self._candidate.turn
            await turn.settle()
            turn.type(text, at_s=self._around.now_s())
            self._around.show(VoiceState.THINKING)
            await self._around.mailbox.settled()
            reply = await self._partner.prepare(turn.compose(None, at_s=self._around.now_s()), exact=True)
        finally:
            self._typing = False
        if not reply.parts:
            self._around.show(VoiceState.LISTENING)
            return
        self._replies.end_turn(self._candidate.give_up_floor(), reply)
        self._replies.begin(reply)

    def mute(self, *, muted: bool) -> None:
        self._muted = muted
        self._offers.somebody_spoke()
        if not muted:
            self._unmuted_s = self._around.now_s()

    async def leave(self) -> None:
        """The line is gone: keep what was heard on both sides."""
        self._replies.leave()
        self._drop_pause()
        self._ahead.stop()
        self._candidate.close_current()
        await self._candidate.turn.settle()
