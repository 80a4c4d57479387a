"""A stage where providers fail: rings over a real router, an interview of a few turns, and the silence that was heard."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.scenarios.voice_stage import Acts, StagePartner
from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.capability import Capability
from vivavoce.domain.ports.realtime_model import RealtimeModel
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.domain.transcript import Turn
from vivavoce.providers.scripted import (
    ScriptedEndOfTurn,
    ScriptedSpeechToText,
    ScriptedTextToSpeech,
    ScriptedVoiceActivity,
)
from vivavoce.providers.scripted.spelling import read_words
from vivavoce.routing.breaker import BreakerState
from vivavoce.routing.health import Health
from vivavoce.routing.policy import Policy, SessionKind
from vivavoce.routing.provider import Deadlines, Provider
from vivavoce.routing.router import Router, Routing
from vivavoce.transports.loopback.line import LoopbackLine
from vivavoce.voice.engine import LiveVoiceEngine
from vivavoce.voice.realtime.models import RealtimeModels
from vivavoce.voice.supervised.candidates import routed

DEADLINES = Deadlines(connect_s=2.0, first_audio_s=1.5, stall_s=1.0)
QUESTIONS = (
    "Shall we begin?",
    "What happens to the others when one worker dies, and who notices it first?",
    "Thank you, that was all.",
)
HESITATES = " / "
ANSWERS = ("Yes, I am ready for it now.", "The queue gives its work to another one and we get an alert.")


class Interview(StagePartner):
    """Asks one question after the other, whatever is said."""

    def __init__(self, questions: Sequence[str] = QUESTIONS) -> None:
        super().__init__(upcoming=())
        self.questions = tuple(questions)

    async def prepare(self, turn: Turn, *, exact: bool) -> Reply:
        self.prepared.append((turn, exact))
        return self._reply(len(self.ended) + 1)

    def _reply(self, number: int) -> Reply:
        return Reply(id=f"q{number}", parts=(self.questions[min(number, len(self.questions) - 1)],), needs_exact=True)

    @property
    def opening(self) -> Reply:
        return Reply(id="q0", parts=(self.questions[0],))


@dataclass
class FailoverStage:
    """Put faulty models into the slots; what runs here is always behind them."""

    ears: Sequence[SpeechToText] = ()
    voices: Sequence[TextToSpeech] = ()
    realtime: Sequence[RealtimeModel] = ()
    deadlines: Deadlines = DEADLINES
    answers: Sequence[str] = ANSWERS
    hesitates_s: float = 0.35
    """How long the candidate is silent where an answer says so."""
    partner: Interview = field(default_factory=Interview)
    may_be_said: Any = lambda text: "great answer" not in text
    heard: Pcm = field(default_factory=lambda: Pcm(samples=b"", sample_rate_hz=LINE_RATE_HZ))
    router: Router = field(init=False)

    def play(self) -> "FailoverStage":
        """Hold the whole interview, in virtual time."""
        run_virtual(self.hold())
        return self

    async def hold(self) -> None:
        self.router = _router(
            {
                Capability.SPEECH_TO_TEXT: [ear.name for ear in self.ears],
                Capability.TEXT_TO_SPEECH: [voice.name for voice in self.voices],
                Capability.REALTIME: [model.name for model in self.realtime],
            },
            self.deadlines,
        )
        engine = self._engine()
        await engine.ready_to_bridge()
        line = LoopbackLine()
        conversation = engine.converse(line, self.partner, starts_at_s=0.0, tap=None, hears=True)
        self.partner.now_s = lambda: conversation.now_s
        conversation.say(self.partner.opening)
        answering = asyncio.create_task(self._answer(Acts(line=line, conversation=conversation)))
        await conversation.run()
        answering.cancel()
        await asyncio.gather(answering, return_exceptions=True)
        await engine.aclose()
        self.heard = line.heard

    def _engine(self) -> LiveVoiceEngine:
        kind = SessionKind.INTERVIEW
        ears = routed(
            self.router,
            Capability.SPEECH_TO_TEXT,
            kind,
            {ear.name: ear for ear in self.ears},
            last=ScriptedSpeechToText(settle_s=0.25),
        )
        voices = routed(
            self.router,
            Capability.TEXT_TO_SPEECH,
            kind,
            {voice.name: voice for voice in self.voices},
            last=ScriptedTextToSpeech(first_audio_s=0.3),
        )
        models = {model.name: model for model in self.realtime}
        realtime = RealtimeModels(
            ring=routed(self.router, Capability.REALTIME, kind, models, last=None),
            may_be_said=self.may_be_said,
            used=lambda _: None,
        )
        return LiveVoiceEngine(
            speech_to_text=ears,
            text_to_speech=voices,
            end_of_turn=ScriptedEndOfTurn(answer_s=0.12),
            make_voice_activity=ScriptedVoiceActivity,
            realtime=realtime if models else None,
        )

    async def _answer(self, acts: Acts) -> None:
        """Answer each question half a second after it was heard; hang up after the last."""
        for number in range(len(self.answers) + 1):
            while len(self.partner.said) <= number:  # noqa: ASYNC110 - the candidate listens
                await asyncio.sleep(0.1)
            await asyncio.sleep(0.5)
            if number < len(self.answers):
                await self._say(acts, self.answers[number])
        await acts.hang_up()

    async def _say(self, acts: Acts, answer: str) -> None:
        first, *others = answer.split(HESITATES)
        await acts.finish(first)
        for part in others:
            await asyncio.sleep(self.hesitates_s)
            await acts.finish(part)

    def replied_after_s(self) -> list[float]:
        """Return how long after each answer the interviewer was heard."""
        return [self.first_sound_s(after_s=turn.end_s) - turn.end_s for turn, _ in self.partner.ended]

    def heard_words(self) -> list[str]:
        """Everything the interviewer was heard to say, word by word; a word that was cut is there as far as it came."""
        return [word.text for word in read_words(self.heard)]

    def longest_gap_s(self, *, from_s: float, until_s: float | None = None) -> float:
        """Return the longest silence in the interviewer's speech from this moment on, up to the end of that reply."""
        until_s = until_s or next(turn.end_s for turn, _ in self.partner.said if turn.end_s > from_s)
        loud = np.flatnonzero(np.frombuffer(self.heard.samples, "<i2")) / LINE_RATE_HZ
        within = loud[(loud >= from_s) & (loud <= until_s)]
        edges = np.concatenate(([from_s], within))
        return float(np.max(np.diff(edges))) if edges.size > 1 else float("inf")

    def first_sound_s(self, *, after_s: float) -> float:
        """Return when the interviewer was heard first, behind a moment."""
        loud = np.flatnonzero(np.frombuffer(self.heard.samples, "<i2")[round(after_s * LINE_RATE_HZ) :])
        return after_s + float(loud[0]) / LINE_RATE_HZ

    def breaker(self, provider: str, capability: Capability) -> BreakerState:
        standings = {(one.lane.provider, one.lane.capability): one.state for one in self.router.standings()}
        return standings[(provider, capability)]


def is_said(question: str, heard: Sequence[str]) -> bool:
    """Return whether all words of a question were heard in order, whatever was heard between them."""
    words = iter(heard)
    return all(any(word == said for said in words) for word in question.split())


def _router(names: Mapping[Capability, Sequence[str]], deadlines: Deadlines) -> Router:
    providers = {
        name: Provider(id=name, vendor="scripted", capability=capability, deadlines=deadlines)
        for capability, listed in names.items()
        for name in listed
    }
    policy = Policy(id="scenario", candidates={capability: tuple(listed) for capability, listed in names.items()})
    now = asyncio.get_running_loop().time
    routing = Routing(providers=providers, policies=dict.fromkeys(SessionKind, policy), cost_per_minute={})
    return Router(routing, health=Health(now=now), now=now)
