"""Whole interviews held aloud while their vendors fail on cue: real conductor, engine and adapters, simulators on sockets."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field

from tests.support.heard_lines import HeardLine, is_said
from tests.support.interviews import SESSION, Stage
from tests.support.own_transports import partner
from tests.support.realtime_simulators import SIMULATED
from tests.support.relays import relayed
from tests.support.routed_voices import RoutedVoices
from tests.support.spoken_interviews import BRIEF, LONGEST_S, strong, talk
from vivavoce.domain.capability import Capability
from vivavoce.domain.events import CandidateTurnEnded, FailedOver, InterviewerSpoke, SessionEvent
from vivavoce.domain.failover import Failover
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.domain.session import EndReason
from vivavoce.providers.simulation import FaultKind, FaultPlan, Faults, ReplyFaults, Simulation
from vivavoce.routing.breaker import BreakerState

ONE_WAY_S = 0.025
"""Every vendor is so far away."""
THINKS_S = 0.3
"""And takes so long to begin a reply."""
_BREAKING_OFF = {FaultKind.CUT, FaultKind.RESET, FaultKind.MALFORMED, FaultKind.STALL}


@dataclass(frozen=True, slots=True, kw_only=True)
class _WatchedReply(ReplyFaults):
    """What goes wrong in a reply, noted when it does: at its beginning, or where it breaks off."""

    strikes: Callable[[], None]

    async def begin(self) -> None:
        await ReplyFaults.begin(self)
        self.strikes()

    async def _break_off(self) -> None:
        if self.kinds & _BREAKING_OFF:
            self.strikes()
        await ReplyFaults._break_off(self)


class WatchedFaults(Faults):
    """Faults that note when they strike, on the loop's clock."""

    def __init__(self, *specs: str) -> None:
        super().__init__(FaultPlan.parse([f"slow_first_byte={THINKS_S}s", *specs]))
        self.struck_at: float | None = None
        """The first of them."""
        self._in_reply = 0

    def begin_reply(self) -> ReplyFaults:
        reply = super().begin_reply()
        if reply.kinds == {FaultKind.SLOW_FIRST_BYTE} and reply.first_byte_delay_s <= THINKS_S:
            return reply
        number = self.replies
        if self.struck_at is None:
            self._in_reply = number
        self._note(number)
        return _WatchedReply(
            kinds=reply.kinds, first_byte_delay_s=reply.first_byte_delay_s, strikes=lambda: self._note(number)
        )

    async def strikes(self) -> AsyncGenerator[FaultKind]:
        async with aclosing(super().strikes()) as struck:
            async for kind in struck:
                if self.struck_at is None:
                    self.struck_at = asyncio.get_running_loop().time()
                yield kind

    def _note(self, number: int) -> None:
        """A reply that is refused has failed when it was asked for; one that breaks off, when it does."""
        if number == self._in_reply:
            self.struck_at = asyncio.get_running_loop().time()


UNREACHABLE = "unreachable"
"""Nobody serves the vendor's address."""
DEAD_WIRE = "dead_wire@8s"
"""Nothing arrives any more from then on, in either direction, and nobody is told."""
_WIRE_DIES_AFTER_S = 8.0
_NOBODYS_PORT = 9
_BRIDGED_WITHIN_S = 0.2
"""The next voice, or the phrase that covers the switch, is heard so soon behind the record of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """One simulated vendor and what goes wrong with it, or with the way to it."""

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
    faults: list[WatchedFaults] = field(default_factory=list)
    slots: RoutedVoices = field(init=False)
    _simulations: list[Simulation] = field(default_factory=list)
    _states: dict[tuple[str, Capability], list[BreakerState]] = field(default_factory=dict)

    async def hold(self) -> "FailingInterview":
        """Hold it to its end."""
        async with AsyncExitStack() as opened:
            models = []
            for failing in self.vendors:
                url = await self._serve(failing, opened)
                models.append(SIMULATED[failing.vendor].model(url))
            self.slots = RoutedVoices(ears=self.ears, voices=self.voices, realtime=models)
            await self._converse()
        return self

    async def _serve(self, failing: Failing, opened: AsyncExitStack) -> str:
        """Simulate a vendor at the end of a wire; return where that begins."""
        of_the_vendor = [spec for spec in failing.faults if spec not in {UNREACHABLE, DEAD_WIRE}]
        faults = WatchedFaults(*of_the_vendor)
        self.faults.append(faults)
        simulate = SIMULATED[failing.vendor].simulate
        simulation = await opened.enter_async_context(simulate(partner(), faults))
        self._simulations.append(simulation)
        relay = await opened.enter_async_context(relayed(simulation.base_url, delay_s=ONE_WAY_S))
        if DEAD_WIRE in failing.faults:
            asyncio.get_running_loop().call_later(_WIRE_DIES_AFTER_S, relay.freeze)
            faults.struck_at = asyncio.get_running_loop().time() + _WIRE_DIES_AFTER_S
        if UNREACHABLE in failing.faults:
            relay.bind(_NOBODYS_PORT)
        return relay.url

    @property
    def violations(self) -> Sequence[str]:
        """What the vendors' own types do not allow, of all that was sent to them."""
        return [violation for simulation in self._simulations for violation in simulation.violations]

    async def _converse(self) -> None:
        engine = await self.slots.open()
        stage = Stage(pack=BRIEF, voice=engine)
        await stage.invite()
        await stage.host.attach(SESSION, self.line, hears=True)
        talking = asyncio.create_task(talk(stage, self.line, self._answer(strong), []))
        looking = asyncio.create_task(self._look_at_breakers())
        self.reason = await stage.finished(within_s=LONGEST_S)
        looking.cancel()
        await talking
        self.log = await stage.log()
        await stage.host.aclose()
        await engine.aclose()

    async def _look_at_breakers(self) -> None:
        while True:
            for standing in self.slots.router.standings():
                seen = self._states.setdefault((standing.lane.provider, standing.lane.capability), [])
                if seen[-1:] != [standing.state]:
                    seen.append(standing.state)
            await asyncio.sleep(0.1)

    def breaker_states(self, provider: str, capability: Capability) -> Sequence[BreakerState]:
        """Return the states that a provider's breaker went through."""
        return self._states.get((provider, capability), ())

    def _answer(self, answers: Callable[[str], str]) -> Callable[[str], str]:
        def answer(heard: str) -> str:
            text = "" if heard.endswith(BRIEF.closing) else answers(heard)
            self.said.append(text)
            return text

        return answer

    @property
    def failovers(self) -> Sequence[Failover]:
        return [event.failover for event in self.log if isinstance(event, FailedOver)]

    @property
    def gap_s(self) -> float:
        """Return for how long nothing was heard from the first fault on until somebody spoke instead; 0: there was no gap."""
        switches = [event for event in self.log if isinstance(event, FailedOver)]
        covered_at = min((self.line.begins_at + event.at_s for event in switches), default=0.0) + _BRIDGED_WITHIN_S
        return max((length_s for began_at, length_s in self._gaps() if began_at <= covered_at), default=0.0)

    @property
    def longest_gap_s(self) -> float:
        """Return the longest silence from the first fault on; a breath between two sentences is one."""
        return max((length_s for _, length_s in self._gaps()), default=0.0)

    def _gaps(self) -> Iterator[tuple[float, float]]:
        """Yield the silences from the first fault on: before a reply that was due, or within one."""
        struck = (faults.struck_at for faults in self.faults if faults.struck_at is not None)
        struck_at = min(struck, default=self.line.begins_at)
        turn_ended_at = self.line.begins_at
        for event in self.log:
            if isinstance(event, CandidateTurnEnded):
                turn_ended_at = self.line.begins_at + event.turn.end_s
            if isinstance(event, InterviewerSpoke) and (ends_at := self.line.begins_at + event.turn.end_s) > struck_at:
                due_at = turn_ended_at + (event.ledger.endpoint_ms / 1000 if event.ledger is not None else 0.0)
                yield from self.line.gaps(begin=max(due_at, struck_at), end=ends_at)

    def lost_words(self) -> list[str]:
        """Return what was said by either side and is missing: in the record, or in the candidate's ear."""
        recorded = [event.turn.text for event in self.log if isinstance(event, CandidateTurnEnded)]
        heard = self.line.words()
        spoken = [event.turn.text for event in self.log if isinstance(event, InterviewerSpoke)]
        asked = [question.text for section in BRIEF.sections for question in section.questions]
        lost = [f"candidate: {text}" for text in self.said if text and text not in recorded]
        return lost + [f"interviewer: {text}" for text in (*asked, *spoken, BRIEF.closing) if not is_said(text, heard)]
