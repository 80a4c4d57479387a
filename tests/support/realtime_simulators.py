"""Every realtime vendor there is, each as its own adapter pointed at its own simulator, by name."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from tests.support.own_transports import AUTHORITY
from tests.support.realtime_vendors import GROK, OPENAI, OPENAI_LIVE
from vivavoce.domain.ports.realtime_model import RealtimeModel
from vivavoce.providers.amazon import NovaSonic
from vivavoce.providers.amazon.credentials import SIMULATED_CREDENTIALS
from vivavoce.providers.amazon.simulator import simulate_nova_sonic
from vivavoce.providers.google import GeminiLive
from vivavoce.providers.google.simulator import simulate_gemini_live
from vivavoce.providers.openai.live_simulator import simulated_openai_live
from vivavoce.providers.openai.simulator import simulated_openai
from vivavoce.providers.simulation import Faults, SimulatedPartner, Simulation
from vivavoce.providers.xai.simulator import simulated_grok


@dataclass(frozen=True, slots=True, kw_only=True)
class RealtimeSimulator:
    """One vendor."""

    simulate: Callable[[SimulatedPartner, Faults], AbstractAsyncContextManager[Simulation]]
    model: Callable[[str], RealtimeModel]
    """Points the adapter at an address."""


SIMULATED: Mapping[str, RealtimeSimulator] = {
    "openai": RealtimeSimulator(
        simulate=lambda partner, faults: simulated_openai(partner=partner, faults=faults), model=OPENAI.model
    ),
    "openai-live": RealtimeSimulator(
        simulate=lambda partner, faults: simulated_openai_live(partner=partner, faults=faults), model=OPENAI_LIVE.model
    ),
    "grok": RealtimeSimulator(
        simulate=lambda partner, faults: simulated_grok(partner=partner, faults=faults), model=GROK.model
    ),
    "gemini": RealtimeSimulator(
        simulate=lambda partner, faults: simulate_gemini_live(partner=partner, faults=faults, authority=AUTHORITY),
        model=lambda url: GeminiLive(key="any", url=url, tls=AUTHORITY.client_context()),
    ),
    "nova-sonic": RealtimeSimulator(
        simulate=lambda partner, faults: simulate_nova_sonic(partner=partner, faults=faults, authority=AUTHORITY),
        model=lambda url: NovaSonic(credentials=SIMULATED_CREDENTIALS, url=url, tls=AUTHORITY.client_context()),
    ),
}
