"""Who has the floor: looks at both sides once a frame and decides when the interviewer takes it."""

from collections import deque

from vivavoce.domain.ports.voice_engine import Reply, VoiceState
from vivavoce.voice.drafting import Ahead
from vivavoce.voice.endpoint import Endpoint
from vivavoce.voice.offers import Offers
from vivavoce.voice.replying import ReplySide, end_turn
from vivavoce.voice.surroundings import Surroundings


class Floor:
    """The rules of one conversation. `tick` never waits; what is slow runs in tasks and is looked at when it is there."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._candidate = around.candidate
        self._partner = around.partner
        self._replies = ReplySide(around)
        self._ahead = Ahead(around.partner, around.renderer, around.spawn)
        self._endpoint = Endpoint(around)
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
            self._endpoint.drop()
            self._offers.somebody_spoke()
            self._replies.candidate_began()
            if not self._replies.has_floor:
                self._around.show(VoiceState.LISTENING)
        self._replies.tick()
        self._collect()
        if not self._endpoint.is_drafting and self._around.speaker.is_rendered:
            self._ahead.refresh(self._around.now_s())
        if not self._replies.has_floor and not self._typing and not self._candidate.gate.stirring:
            self._in_silence()

    def _collect(self) -> None:
        """Take up what the interviewer's side left."""
        if self._replies.taken_back is not None:
            self._waiting.appendleft(self._replies.taken_back)
            self._replies.taken_back = None
        if self._replies.held is not None:
            self._endpoint.hold(self._replies.held)
            self._replies.held = None

    def _in_silence(self) -> None:
        now_s = self._around.now_s()
        if not self._candidate.has_floor:
            self._endpoint.drop()
            self._speak_or_offer(now_s)
            return
        if self._endpoint.begin_if_due(now_s):
            self._ahead.stop()
            return
        reply = self._endpoint.decide(quiet_s=self._quiet_s(now_s), now_s=now_s, muted=self._muted)
        if reply is not None:
            pause = self._endpoint.hand_over()
            self._candidate.close_current()
            self._around.spawn(self._candidate.turn.settle())
            self._replies.answer(pause, reply)
        elif self._endpoint.is_held:
            self._speak_or_offer(now_s)

    def _quiet_s(self, now_s: float) -> float:
        """Return for how long nobody has spoken."""
        return now_s - max(self._candidate.last_voice_s, self._replies.quiet_since_s, self._unmuted_s)

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

    def say(self, reply: Reply, *, interrupt: bool) -> None:
        if not interrupt:
            self._waiting.append(reply)
            return
        self._replies.stop()
        self._collect()
        self._endpoint.drop()
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
        self._endpoint.drop()
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
        end_turn(self._around, reply)
        self._replies.begin(reply)

    def mute(self, *, muted: bool) -> None:
        self._muted = muted
        self._offers.somebody_spoke()
        if not muted:
            self._unmuted_s = self._around.now_s()

    async def leave(self) -> None:
        """The line is gone: keep what was heard on both sides."""
        self._replies.leave()
        self._endpoint.drop()
        self._ahead.stop()
        self._candidate.close_current()
        await self._candidate.turn.settle()
