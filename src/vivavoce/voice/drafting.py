"""What is worked out during a silence, on the chance that the turn is over; thrown away when the candidate goes on."""

import asyncio
from collections.abc import Sequence

from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.voice_engine import ConversationPartner, Reply
from vivavoce.voice.rendering import Renderer
from vivavoce.voice.surroundings import Spawn, Surroundings


class Pause:
    """One silence in a candidate's turn: the exact words, the end-of-turn model's verdict and the reply, as they come."""

    def __init__(self, around: Surroundings) -> None:
        self._candidate = around.candidate
        self._turn = around.candidate.turn
        self._partner = around.partner
        self._renderer = around.renderer
        self._end_of_turn = around.end_of_turn
        self._mailbox = around.mailbox
        self._tuning = around.tuning
        self._spawn = around.spawn
        self._tasks: list[asyncio.Task[None]] = []
        self._asked = 0
        self.end_of_turn: float | None = None
        """The most the model gave so far."""
        self.draft_reply: Reply | None = None
        self.reply: Reply | None = None
        """The reply to the exact words."""
        self.exact_at: float | None = None
        self.replied_at: float | None = None
        self.decided_at: float | None = None
        self.is_empty = False
        """It turned out that nothing was said: a noise."""
        self.is_held = False
        """The reply leaves the floor with the candidate."""

    @property
    def is_request(self) -> bool:
        """The words so far ask something of the interviewer."""
        reply = self.reply or self.draft_reply
        return reply is not None and reply.to_request

    def begin(self) -> None:
        self._tasks.append(self._spawn(self._settle()))
        self._tasks.append(self._spawn(self._draft()))

    def cancel(self) -> None:
        for task in self._tasks:
            task.cancel()

    def listen_for_the_end(self, silent_s: float) -> None:
        """Ask the end-of-turn model when its next moment has come; not again once it was sure."""
        if self.end_of_turn is not None and self.end_of_turn >= self._tuning.sure_end:
            return
        due = [at_s for at_s in self._tuning.end_of_turn_at_s if at_s <= silent_s]
        if len(due) > self._asked:
            self._asked = len(due)
            self._tasks.append(self._spawn(self._ask(self._candidate.audio(self._tuning.end_of_turn_audio_s))))

    async def _ask(self, audio: bytes) -> None:
        try:
            probability = await self._end_of_turn.probability(audio)
        except ProviderError:
            return
        self.end_of_turn = max(probability, self.end_of_turn or 0.0)
        self._begin_early()

    async def _draft(self) -> None:
        utterance = self._candidate.current
        if utterance is None:
            return
        await utterance.look()
        turn = self._turn.compose(utterance, at_s=utterance.onset_s)
        if not turn.text or self.exact_at is not None:
            return
        await self._mailbox.settled()
        reply = await self._partner.prepare(turn, exact=False)
        self.draft_reply = reply
        self._begin_early()
        await self._render(reply)

    async def _settle(self) -> None:
        loop = asyncio.get_running_loop()
        await self._turn.settle()
        utterance = self._candidate.current
        if utterance is not None:
            await utterance.settle()
            if not utterance.has_words and not utterance.is_clear_speech:
                await self._candidate.drop_current()
                utterance = None
        await self._turn.settle()
        if self._candidate.current is not utterance:  # closed meanwhile: it is in the turn now
            utterance = None
        if utterance is None and self._turn.is_empty:
            self.is_empty = True
            return
        self.exact_at = loop.time()
        turn = self._turn.compose(utterance, at_s=self._candidate.last_voice_s)
        await self._mailbox.settled()
        self.reply = await self._partner.prepare(turn, exact=True)
        self.replied_at = loop.time()
        self._begin_early()
        await self._render(self.reply)

    def _begin_early(self) -> None:
        """Let a voice begin that need not be sure: the turn sounds over, and there is a reply."""
        draft = self.draft_reply
        reply = self.reply or (draft if draft is not None and not draft.needs_exact else None)
        if reply is not None and reply.parts and (self.end_of_turn or 0.0) >= self._tuning.sure_end:
            pace = self._partner.policy().pace
            self._tasks.append(self._spawn(self._renderer.begin(reply.parts, pace=pace)))

    async def _render(self, reply: Reply) -> None:
        await self._renderer.ahead(reply.parts, pace=self._partner.policy().pace)

    def ready_reply(self, *, silent_s: float, needed_s: float) -> Reply | None:
        """Return the reply to start with now, if there is one: exact, or after some grace a pre-rendered draft."""
        if self.reply is not None:
            return self.reply
        draft = self.draft_reply
        if draft is None or draft.needs_exact or not draft.parts or silent_s < needed_s + self._tuning.draft_grace_s:
            return None
        return draft if self._renderer.has(draft.parts, pace=self._partner.policy().pace) else None


_LOOK_EVERY_S = 0.5


class Ahead:
    """Keeps the parts that are likely to come next synthesised, one at a time, never in the way of a reply."""

    def __init__(self, partner: ConversationPartner, renderer: Renderer, spawn: Spawn) -> None:
        self._partner = partner
        self._renderer = renderer
        self._spawn = spawn
        self._task: asyncio.Task[None] | None = None
        self._parts: Sequence[str] = ()
        self._looked_s = float("-inf")

    def refresh(self, now_s: float) -> None:
        """Look again at what is upcoming, twice a second; go on with what is being made if that is still the same."""
        if now_s - self._looked_s < _LOOK_EVERY_S:
            return
        self._looked_s = now_s
        parts = tuple(self._partner.upcoming())
        if parts == self._parts and self._task is not None:
            return
        self.stop()
        self._parts = parts
        self._task = self._spawn(self._renderer.ahead(parts, pace=self._partner.policy().pace))

    def stop(self) -> None:
        """Make way."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
