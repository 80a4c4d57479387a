"""A stage for voice scenarios: a scripted partner, a line in memory, and what the candidate's ear got, in virtual time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.failover import Failover
from vivavoce.domain.latency import LatencyLedger
from vivavoce.domain.ports.line import LineTap
from vivavoce.domain.ports.voice_engine import Conversation, Recollection, Reply, TurnPolicy, VoiceState
from vivavoce.domain.role_pack import TurnPatience
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.providers.scripted import (
    ScriptedBackchannel,
    ScriptedEndOfTurn,
    ScriptedSpeechToText,
    ScriptedTextToSpeech,
    ScriptedVoiceActivity,
    spell,
)
from vivavoce.providers.scripted.spelling import read
from vivavoce.transports.loopback.line import LoopbackLine
from vivavoce.voice.engine import LiveVoiceEngine
from vivavoce.voice.tuning import TurnTuning

PATIENCE = TurnPatience(min_silence_s=0.4, max_silence_s=3.2, offer_after_s=10.0)
NEXT = "What would you do when the cache is cold?"


def answer_with(text: str, *, needs_exact: bool = False, ends: bool = False, reply_id: str = "next") -> Reply:
    return Reply(id=reply_id, parts=(text,), needs_exact=needs_exact, ends=ends, section="technical", question_id="q1")


class StagePartner:
    """Replies as the scenario says and writes down everything it is told, with the session time."""

    def __init__(self, *, replies: Callable[[Turn], Reply] | None = None, upcoming: Sequence[str] = (NEXT,)) -> None:
        self.replies = replies or (lambda _: answer_with(NEXT))
        self.parts = tuple(upcoming)
        self.open_question = True
        self.on_silence: Reply | None = None
        self.now_s: Callable[[], float] = lambda: 0.0
        self.prepared: list[tuple[Turn, bool]] = []
        self.ended: list[tuple[Turn, Reply]] = []
        self.utterances: list[Turn] = []
        self.said: list[tuple[Turn, LatencyLedger | None]] = []
        self.silences: list[float] = []
        self.states: list[tuple[float, VoiceState]] = []
        self.captions: list[tuple[Speaker, str, bool, str]] = []
        self.failovers: list[Failover] = []
        self.echoes_told = 0
        self.order: list[str] = []

    def policy(self) -> TurnPolicy:
        return TurnPolicy(patience=PATIENCE, open_question=self.open_question)

    def upcoming(self) -> Sequence[str]:
        return self.parts

    async def prepare(self, turn: Turn, *, exact: bool) -> Reply:
        self.prepared.append((turn, exact))
        return self.replies(turn)

    async def turn_ended(self, turn: Turn, reply: Reply) -> None:
        self.ended.append((turn, reply))
        self.order.append("turn_ended")

    async def utterance_heard(self, utterance: Turn) -> None:
        self.utterances.append(utterance)
        self.order.append("utterance_heard")

    async def spoke(self, turn: Turn, reply: Reply, *, ledger: LatencyLedger | None) -> None:
        self.said.append((turn, ledger))
        self.order.append("spoke")

    async def silence(self, silent_s: float) -> Reply | None:
        self.silences.append(silent_s)
        return self.on_silence

    def state_changed(self, state: VoiceState) -> None:
        self.states.append((self.now_s(), state))

    def caption(self, *, speaker: Speaker, text: str, final: bool, id: str) -> None:  # noqa: A002 - the port's name
        self.captions.append((speaker, text, final, id))

    def candidate_speaking(self, *, speaking: bool) -> None:
        """Not looked at."""

    def recollect(self) -> Recollection:
        turns = tuple(turn for turn, _ in self.ended) + tuple(turn for turn, _ in self.said)
        return Recollection(
            instructions="You are an interviewer.",
            summary=f"{len(self.ended)} turns were taken.",
            turns=tuple(sorted(turns, key=lambda turn: turn.start_s)),
        )

    async def echoed(self) -> None:
        self.echoes_told += 1

    async def failed_over(self, failover: Failover) -> None:
        self.failovers.append(failover)
        self.order.append("failed_over")


@dataclass
class Stage:
    """One conversation: put the models and the partner as the scenario wants them, then `play`."""

    partner: StagePartner = field(default_factory=StagePartner)
    speech_to_text: ScriptedSpeechToText = field(default_factory=lambda: ScriptedSpeechToText(settle_s=0.25))
    text_to_speech: ScriptedTextToSpeech = field(default_factory=lambda: ScriptedTextToSpeech(first_audio_s=0.2))
    end_of_turn: ScriptedEndOfTurn = field(default_factory=lambda: ScriptedEndOfTurn(answer_s=0.12))
    backchannel: ScriptedBackchannel | None = None
    tuning: TurnTuning = field(default_factory=TurnTuning)
    starts_at_s: float = 0.0
    hears: bool = True
    tap: LineTap | None = None
    make_line: Callable[[], LoopbackLine] = LoopbackLine
    heard: Pcm = field(default_factory=lambda: Pcm(samples=b"", sample_rate_hz=LINE_RATE_HZ))
    lasted_s: float = 0.0

    def play(self, script: "Callable[[Acts], Awaitable[None]]", *, until_s: float) -> StagePartner:
        """Run the script beside the conversation and hang up at `until_s`."""
        _, self.lasted_s = run_virtual(self._play(script, until_s))
        return self.partner

    async def _play(self, script: "Callable[[Acts], Awaitable[None]]", until_s: float) -> None:
        engine = LiveVoiceEngine(
            speech_to_text=self.speech_to_text,
            text_to_speech=self.text_to_speech,
            end_of_turn=self.end_of_turn,
            make_voice_activity=ScriptedVoiceActivity,
            backchannel=self.backchannel,
            tuning=self.tuning,
        )
        line = self.make_line()
        conversation = engine.converse(line, self.partner, starts_at_s=self.starts_at_s, tap=self.tap, hears=self.hears)
        self.partner.now_s = lambda: conversation.now_s
        asyncio.get_running_loop().call_later(until_s, lambda: hang_ups.append(asyncio.create_task(_hang_up(line))))
        hang_ups: list[asyncio.Task[None]] = []
        acting = asyncio.create_task(_act(script, Acts(line=line, conversation=conversation)))
        await conversation.run()
        acting.cancel()
        await asyncio.gather(acting, *hang_ups, return_exceptions=True)
        await engine.aclose()
        self.heard = line.heard

    def first_sound_s(self, *, after_s: float = 0.0) -> float:
        """When the candidate heard the interviewer first, behind a moment; infinite when never."""
        loud = np.flatnonzero(np.frombuffer(self.heard.samples, "<i2")[round(after_s * LINE_RATE_HZ) :])
        return after_s + float(loud[0]) / LINE_RATE_HZ if loud.size else float("inf")

    def last_sound_s(self, *, before_s: float = 1e9) -> float:
        """When the candidate heard the interviewer last, before a moment."""
        loud = np.flatnonzero(np.frombuffer(self.heard.samples, "<i2")[: round(min(before_s, 1e4) * LINE_RATE_HZ)])
        return float(loud[-1]) / LINE_RATE_HZ if loud.size else 0.0

    def silences_s(self, *, after_s: float, before_s: float) -> list[float]:
        """How long the candidate heard nothing, each time, between two moments."""
        span = slice(round(after_s * LINE_RATE_HZ), round(before_s * LINE_RATE_HZ))
        loud = np.flatnonzero(np.frombuffer(self.heard.samples, "<i2")[span])
        gaps = np.diff(loud)
        return [float(gap) / LINE_RATE_HZ for gap in gaps[gaps > 1]]

    def heard_text(self) -> str:
        """Everything the interviewer was heard to say."""
        return "".join(character.character for character in read(self.heard))


async def _hang_up(line: LoopbackLine) -> None:
    await line.hang_up(reason="the scenario is over")


async def _act(script: "Callable[[Acts], Awaitable[None]]", acts: "Acts") -> None:
    await script(acts)


@dataclass
class Acts:
    """What a candidate can do on the stage."""

    line: LoopbackLine
    conversation: Conversation

    def speak(self, text: str) -> float:
        """Begin to say this at the next frame; return how long it takes."""
        audio = spell(text, sample_rate_hz=LINE_RATE_HZ)
        self.line.play(audio)
        return audio.duration_s

    async def finish(self, text: str) -> None:
        """Say this and wait until it is said."""
        await asyncio.sleep(self.speak(text))

    async def noise(self, seconds: float) -> None:
        """Make a loud sound without words."""
        samples = np.full(round(seconds * LINE_RATE_HZ), 30_000, dtype="<i2")
        self.line.play(Pcm(samples=samples.tobytes(), sample_rate_hz=LINE_RATE_HZ))
        await asyncio.sleep(seconds)

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def hang_up(self) -> None:
        await self.line.hang_up(reason="gone")
