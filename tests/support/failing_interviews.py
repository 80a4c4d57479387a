"""Whole interviews held aloud while their vendors fail on cue: real conductor, engine and adapters, simulators on sockets."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from tests.support.heard_lines import HeardLine, is_said
from tests.support.interviews import SESSION, Stage
from tests.support.own_transports import partner
from tests.support.realtime_simulators import SIMULATED
from tests.support.routed_voices import RoutedVoices
from tests.support.spoken_interviews import BRIEF, LONGEST_S, strong, talk
from vivavoce.domain.events import CandidateTurnEnded, FailedOver, InterviewerSpoke, SessionEvent
from vivavoce.domain.failover import Failover
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.domain.session import EndReason
from vivavoce.providers.simulation import FaultPlan, Faults, ReplyFaults, TimedFault


class WatchedFaults(Faults):
    """Faults that note when they strike, on the loop's clock."""

    def __init__(self, *specs: str) -> None:
        super().__init__(FaultPlan.parse(specs))
        self.struck_at: list[float] = []

    def begin_reply(self) -> ReplyFaults:
        reply = super().begin_reply()
        if reply.kinds:
            self._note()
        return reply

    def strike(self, timed: TimedFault) -> bool:
        strikes = super().strike(timed)
        if strikes:
            self._note()
        return strikes

    def _note(self) -> None:
        self.struck_at.append(asyncio.get_running_loop().time())


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """One simulated vendor and what goes wrong with it."""

    vendor: str
    faults: tuple[str, ...] = ()

    @property
    def provider(self) -> str:
        """Its id in the ring."""
        return SIMULATED[self.vendor].model("http://127.0.0.1:1").name


@dataclass(kw_only=True)
class FailingInterview:
    """A short interview whose realtime vendors are these, in order; this machine is behind them."""

    vendors: Sequence[Failing]
    ears: Sequence[SpeechToText] = ()
    voices: Sequence[TextToSpeech] = ()
    line: HeardLine = field(default_factory=HeardLine)
    said: list[str] = field(default_factory=list)
    """What the candidate said, turn by turn."""
    log: Sequence[SessionEvent] = ()
    reason: EndReason | None = None
    struck_at: list[float] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    slots: RoutedVoices = field(init=False)

    async def hold(self) -> "FailingInterview":
        """Hold it to its end."""
        async with AsyncExitStack() as opened:
            models = []
            for failing in self.vendors:
                simulated, faults = SIMULATED[failing.vendor], WatchedFaults(*failing.faults)
                faults.struck_at = self.struck_at
                simulation = await opened.enter_async_context(simulated.simulate(partner(), faults))
                simulation.violations.extend(self.violations)
                models.append(simulated.model(simulation.base_url))
            self.slots = RoutedVoices(ears=self.ears, voices=self.voices, realtime=models)
            await self._converse()
        return self

    async def _converse(self) -> None:
        engine = await self.slots.open()
        stage = Stage(pack=BRIEF, voice=engine)
        await stage.invite()
        await stage.host.attach(SESSION, self.line, hears=True)
        talking = asyncio.create_task(talk(stage, self.line, self._answer(strong), []))
        self.reason = await stage.finished(within_s=LONGEST_S)
        await talking
        self.log = await stage.log()
        await stage.host.aclose()
        await engine.aclose()

    def _answer(self, answers: Callable[[str], str]) -> Callable[[str], str]:
        def answer(heard: str) -> str:
            text = "" if heard.endswith(BRIEF.closing) else answers(heard)
            self.said.append(text)
            return text

        return answer

    @property
    def failovers(self) -> Sequence[Failover]:
        return [event.failover for event in self.log if isinstance(event, FailedOver)]

    def lost_words(self) -> list[str]:
        """Return what was said by either side and is missing: in the record, or in the candidate's ear."""
        recorded = [event.turn.text for event in self.log if isinstance(event, CandidateTurnEnded)]
        heard = self.line.words()
        spoken = [event.turn.text for event in self.log if isinstance(event, InterviewerSpoke)]
        asked = [question.text for section in BRIEF.sections for question in section.questions]
        lost = [f"candidate: {text}" for text in self.said if text and text not in recorded]
        return lost + [f"interviewer: {text}" for text in (*asked, *spoken, BRIEF.closing) if not is_said(text, heard)]
