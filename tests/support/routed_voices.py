"""An engine over rings of a real router: whatever models a test puts into the slots, and behind them what runs here, scripted."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vivavoce.domain.capability import Capability
from vivavoce.domain.ports.realtime_model import RealtimeModel
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.providers.scripted import (
    ScriptedEndOfTurn,
    ScriptedSpeechToText,
    ScriptedTextToSpeech,
    ScriptedVoiceActivity,
)
from vivavoce.routing.breaker import BreakerState
from vivavoce.routing.health import Health
from vivavoce.routing.metering import charge
from vivavoce.routing.policy import Policy, SessionKind
from vivavoce.routing.provider import Deadlines, Provider
from vivavoce.routing.router import Router, Routing
from vivavoce.voice.engine import LiveVoiceEngine
from vivavoce.voice.realtime.models import RealtimeModels
from vivavoce.voice.supervised.candidates import routed

DEADLINES = Deadlines(connect_s=2.0, first_audio_s=1.5, stall_s=1.0)
HERE_SETTLES_S = 0.25
HERE_SPEAKS_AFTER_S = 0.3


@dataclass(kw_only=True)
class RoutedVoices:
    """The slots; each model's name is its provider's id. `open` is called in the loop that the clock of the router is."""

    ears: Sequence[SpeechToText] = ()
    voices: Sequence[TextToSpeech] = ()
    realtime: Sequence[RealtimeModel] = ()
    deadlines: Deadlines = DEADLINES
    kind: SessionKind = SessionKind.INTERVIEW
    """Whose policy names these models; the other kind's names nobody."""
    cost_per_minute: dict[str, float] = field(default_factory=dict)
    may_be_said: Callable[[str], bool] = lambda _: True
    router: Router = field(init=False)

    async def open(self) -> LiveVoiceEngine:
        """Return the engine, ready to cover a switch."""
        names = {
            Capability.SPEECH_TO_TEXT: [ear.name for ear in self.ears],
            Capability.TEXT_TO_SPEECH: [voice.name for voice in self.voices],
            Capability.REALTIME: [model.name for model in self.realtime],
        }
        providers = {
            name: Provider(id=name, vendor="scripted", capability=capability, deadlines=self.deadlines)
            for capability, listed in names.items()
            for name in listed
        }
        policy = Policy(id="scenario", candidates={slot: tuple(listed) for slot, listed in names.items()})
        now = asyncio.get_running_loop().time
        policies = dict.fromkeys(SessionKind, Policy(id="nobody")) | {self.kind: policy}
        routing = Routing(providers=providers, policies=policies, cost_per_minute=self.cost_per_minute)
        self.router = Router(routing, health=Health(now=now), now=now)
        engine = self._engine()
        await engine.ready_to_bridge()
        return engine

    def _engine(self) -> LiveVoiceEngine:
        kind = self.kind
        ears = {ear.name: ear for ear in self.ears}
        voices = {voice.name: voice for voice in self.voices}
        models = {model.name: model for model in self.realtime}
        realtime = RealtimeModels(
            ring=routed(self.router, Capability.REALTIME, kind, models, last=None),
            may_be_said=self.may_be_said,
            used=charge,
        )
        ear_here, voice_here = (
            ScriptedSpeechToText(settle_s=HERE_SETTLES_S),
            ScriptedTextToSpeech(first_audio_s=HERE_SPEAKS_AFTER_S),
        )
        return LiveVoiceEngine(
            speech_to_text=routed(self.router, Capability.SPEECH_TO_TEXT, kind, ears, last=ear_here),
            text_to_speech=routed(self.router, Capability.TEXT_TO_SPEECH, kind, voices, last=voice_here),
            end_of_turn=ScriptedEndOfTurn(answer_s=0.12),
            make_voice_activity=ScriptedVoiceActivity,
            realtime=realtime if models else None,
        )

    def breaker(self, provider: str, capability: Capability) -> BreakerState:
        """Return the state of a provider's breaker; one that was never asked is closed."""
        standings = {(one.lane.provider, one.lane.capability): one.state for one in self.router.standings()}
        return standings.get((provider, capability), BreakerState.CLOSED)
