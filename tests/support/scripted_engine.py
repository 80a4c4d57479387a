"""A voice engine without voices: a scripted candidate's text goes in, the interviewer's replies come out, time is virtual.

It keeps the port's promises as the live engine does: drafts before exact words, `turn_ended` once a turn when the reply
stands, replies without parts leave the floor, silence is offered to the partner again and again.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field

from vivavoce.domain.audio import Pcm
from vivavoce.domain.ids import new_id
from vivavoce.domain.ports.line import Line, LineQuality, LineTap, Slot
from vivavoce.domain.ports.voice_engine import ConversationPartner, Reply, VoiceState
from vivavoce.domain.transcript import Mark, Speaker, Turn

WORDS_PER_S = 2.5
ESTABLISHED_S = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """What the candidate does after the interviewer has spoken."""

    text: str
    after_s: float = 1.0
    takes_s: float | None = None
    """None: as long as the words take."""
    typed: bool = False
    inaudible: bool = False
    goes_on: bool = False
    """More of the same turn follows: nobody could think that it has ended."""


@dataclass(frozen=True, slots=True)
class HangsUp:
    """The connection goes after so many seconds, in the middle of these words when there are some."""

    after_s: float = 1.0
    mid_answer: str = ""


type Candidate = Callable[[Reply], Says | HangsUp | None]
"""None: says nothing."""


@dataclass(slots=True)
class ScriptedLine:
    """A line that carries no audio, with somebody at its other end."""

    candidate: Candidate
    talks_over: Callable[[Reply], float | None] = lambda _: None
    """After how many seconds of a reply the candidate talks over it; None: they hear it out."""
    id: str = field(default_factory=lambda: new_id("line"))
    hung_up: str = ""
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def incoming(self) -> AsyncGenerator[Pcm]:
        await self.gone.wait()
        frames: tuple[Pcm, ...] = ()
        for frame in frames:
            yield frame

    async def write(self, frame: Pcm) -> None: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def clear(self) -> None: ...

    def take_slots(self) -> Sequence[Slot]:
        return ()

    @property
    def played_samples(self) -> int:
        return 0

    @property
    def queued_samples(self) -> int:
        return 0

    @property
    def quality(self) -> LineQuality:
        return LineQuality(round_trip_ms=None, jitter_ms=0.0, lost_fraction=0.0)

    async def hang_up(self, *, reason: str) -> None:
        self.hung_up = self.hung_up or reason
        self.gone.set()


@dataclass(slots=True)
class Spoken:
    """One thing said, for assertions."""

    speaker: str
    text: str
    at_s: float
    question_id: str = ""


class ScriptedConversation:
    def __init__(
        self, line: ScriptedLine, partner: ConversationPartner, *, starts_at_s: float, tap: LineTap | None, hears: bool
    ) -> None:
        self.line = line
        self.partner = partner
        self.tap = tap
        self.hears = hears
        self.heard: list[Spoken] = []
        self.muted = False
        self.closed = False
        self._starts_at_s = starts_at_s
        self._began_at = asyncio.get_running_loop().time()
        self._waiting: deque[Reply] = deque()
        self._woken = asyncio.Event()
        self.cuts_short = ""
        self._last = Reply(id="nothing", parts=())
        self._turn_text = ""
        self._turn_start_s = 0.0

    @property
    def now_s(self) -> float:
        return self._starts_at_s + asyncio.get_running_loop().time() - self._began_at

    def say(self, reply: Reply, *, interrupt: bool = False) -> None:
        if interrupt:
            self._waiting.clear()
        self._waiting.append(reply)
        self._woken.set()

    async def typed(self, text: str) -> None:
        if await self._take(Says(text=text, typed=True, after_s=0.0, takes_s=0.0)):
            self.closed = True
        self._woken.set()

    def hush(self) -> None:
        self._waiting.clear()

    def set_muted(self, *, muted: bool) -> None:
        self.muted = muted

    def close(self) -> None:
        self.closed = True
        self._woken.set()

    @property
    def _over(self) -> bool:
        return self.closed or self.line.gone.is_set()

    async def run(self) -> None:
        watching = asyncio.ensure_future(self._watch_line())
        try:
            self.partner.state_changed(VoiceState.LISTENING)
            while not self._over:
                if self._waiting:
                    reply = self._waiting.popleft()
                    await self._speak(reply, answers=None)
                    if reply.ends:
                        return
                elif await self._candidate_or_silence():
                    return
        finally:
            watching.cancel()

    async def _watch_line(self) -> None:
        await self.line.gone.wait()
        self._woken.set()

    async def _undisturbed(self, seconds: float) -> bool:
        """Sleep; False when something else came first."""
        self._woken.clear()
        if self._waiting or self._over:
            return False
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return True
        return False

    async def _until_gone(self, seconds: float) -> float:
        """Sleep while the line is there; return for how long it was."""
        began = self.now_s
        if seconds > 0 and not self._over:
            try:
                async with asyncio.timeout(seconds):
                    await self.line.gone.wait()
            except TimeoutError:
                return seconds
        return self.now_s - began if seconds > 0 else seconds

    async def _candidate_or_silence(self) -> bool:
        """One thing the candidate does. True: the conversation is over."""
        does = self.line.candidate(self._last)
        quiet_since_s = self.now_s
        offers = 0
        while True:
            wait_s = float("inf") if does is None else does.after_s - (self.now_s - quiet_since_s)
            offer_s = self.partner.policy().patience.offer_after_s * (offers + 1) - (self.now_s - quiet_since_s)
            if min(wait_s, offer_s) > 0 and not await self._undisturbed(min(wait_s, offer_s)):
                return self._over
            if wait_s <= offer_s:
                break
            offers += 1
            if not self.muted:
                reply = await self.partner.silence(self.now_s - quiet_since_s)
                if reply is not None:
                    self._waiting.append(reply)
                    return False
        if isinstance(does, HangsUp):
            if does.mid_answer:
                await self._utter(Says(text=does.mid_answer))
            await self.line.hang_up(reason="gone")
            return True
        assert isinstance(does, Says)
        return await self._take(does)

    async def _take(self, says: Says) -> bool:
        turn = await self._utter(says)
        if self._over:
            return True
        if says.goes_on:
            return False
        reply = await self.partner.prepare(turn, exact=True)
        if not reply.parts:
            self._last = Reply(id="nothing", parts=())
            return False
        self._turn_text = ""
        await self._speak(reply, answers=turn)
        return reply.ends

    async def _utter(self, says: Says) -> Turn:
        start_s = self.now_s
        self._turn_start_s = self._turn_start_s if self._turn_text else start_s
        takes_s = len(says.text.split()) / WORDS_PER_S if says.takes_s is None else says.takes_s
        half = " ".join(says.text.split()[: len(says.text.split()) // 2])
        await asyncio.sleep(takes_s / 2)
        if half and not says.typed:
            await self.partner.prepare(self._turn(f"{self._turn_text} {half}", says), exact=False)
        await asyncio.sleep(takes_s / 2)
        if not says.typed:
            await self.partner.utterance_heard(self._turn(says.text, says, start_s=start_s))
        self.heard.append(Spoken("candidate", says.text, start_s))
        self.partner.caption(speaker=Speaker.CANDIDATE, text=says.text, final=True, id=new_id("utt"))
        self._turn_text = f"{self._turn_text} {says.text}".strip()
        return self._turn(self._turn_text, says)

    def _turn(self, text: str, says: Says, *, start_s: float | None = None) -> Turn:
        marks = (*((Mark.TYPED,) if says.typed else ()), *((Mark.INAUDIBLE,) if says.inaudible else ()))
        return Turn(
            id=new_id("turn"),
            speaker=Speaker.CANDIDATE,
            text=text.strip(),
            start_s=self._turn_start_s if start_s is None else start_s,
            end_s=self.now_s,
            marks=marks,
        )

    async def _speak(self, reply: Reply, *, answers: Turn | None) -> None:
        start_s = self.now_s
        self.partner.state_changed(VoiceState.SPEAKING)
        takes_s = max(ESTABLISHED_S, len(reply.text.split()) / WORDS_PER_S)
        await asyncio.sleep(ESTABLISHED_S)
        if answers is not None:
            await self.partner.turn_ended(answers, reply)
        over_s = self.line.talks_over(reply)
        goes_on_s = (takes_s if over_s is None else min(takes_s, max(over_s, ESTABLISHED_S))) - ESTABLISHED_S
        heard_s = await self._until_gone(goes_on_s)
        self.heard.append(Spoken("interviewer", reply.text, start_s, reply.question_id))
        talked_over = bool(self.cuts_short) and self.cuts_short in reply.text
        self.cuts_short = "" if talked_over else self.cuts_short
        cut = talked_over or heard_s < takes_s - ESTABLISHED_S
        words_heard = 2 if talked_over else int((heard_s + ESTABLISHED_S) * WORDS_PER_S)
        spoken = Turn(
            id=new_id("turn"),
            speaker=Speaker.INTERVIEWER,
            text=" ".join(reply.text.split()[:words_heard]) if cut else reply.text,
            start_s=start_s,
            end_s=self.now_s,
            marks=(Mark.INTERRUPTED,) if cut else (),
        )
        self.partner.caption(speaker=Speaker.INTERVIEWER, text=reply.text, final=True, id=spoken.id)
        await self.partner.spoke(spoken, reply, ledger=None)
        self.partner.state_changed(VoiceState.LISTENING)
        self._last = reply


class ScriptedEngine:
    """Makes scripted conversations; keeps them for assertions."""

    def __init__(self) -> None:
        self.conversations: list[ScriptedConversation] = []
        self.cuts_short = ""
        """The reply with these words is cut off after two of them, once."""

    @property
    def models(self) -> dict[str, str]:
        return {"speech_to_text": "scripted", "text_to_speech": "scripted", "end_of_turn": "scripted"}

    async def ready(self) -> None: ...

    def converse(
        self, line: Line, partner: ConversationPartner, *, starts_at_s: float, tap: LineTap | None, hears: bool
    ) -> ScriptedConversation:
        assert isinstance(line, ScriptedLine)
        conversation = ScriptedConversation(line, partner, starts_at_s=starts_at_s, tap=tap, hears=hears)
        conversation.cuts_short = self.cuts_short
        self.conversations.append(conversation)
        return conversation

    @property
    def heard(self) -> list[Spoken]:
        """Everything said over all connections, in order."""
        return [line for conversation in self.conversations for line in conversation.heard]
