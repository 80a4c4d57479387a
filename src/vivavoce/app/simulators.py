"""Which simulated vendors there are: one line each. They are imported when asked for, for their frameworks take seconds."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from vivavoce.app.models import embedded_models
from vivavoce.app.settings import Settings
from vivavoce.domain.errors import InvalidInputError
from vivavoce.providers.scripted import ScriptedSpeechToText, ScriptedTextToSpeech
from vivavoce.providers.simulation import Faults, SimulatedPartner, Simulation, Simulator


def _openai() -> Simulator:
    from vivavoce.providers.openai.simulator import simulated_openai

    return simulated_openai


def _openai_live() -> Simulator:
    from vivavoce.providers.openai.live_simulator import simulated_openai_live

    return simulated_openai_live


def _grok() -> Simulator:
    from vivavoce.providers.xai.simulator import simulated_grok

    return simulated_grok


def _gemini() -> Simulator:
    from vivavoce.providers.google.simulator import simulate_gemini_live

    return simulate_gemini_live


def _nova_sonic() -> Simulator:
    from vivavoce.providers.amazon.simulator import simulate_nova_sonic

    return simulate_nova_sonic


def _deepgram() -> Simulator:
    from vivavoce.providers.deepgram.simulator import simulate_deepgram

    return simulate_deepgram


def _assemblyai() -> Simulator:
    from vivavoce.providers.assemblyai.simulator import simulate_assemblyai

    return simulate_assemblyai


def _elevenlabs() -> Simulator:
    from vivavoce.providers.elevenlabs.simulator import simulate_elevenlabs

    return simulate_elevenlabs


def _aura() -> Simulator:
    from vivavoce.providers.deepgram.aura_simulator import simulate_aura

    return simulate_aura


def _cartesia() -> Simulator:
    from vivavoce.providers.cartesia.simulator import simulate_cartesia

    return simulate_cartesia


def _polly() -> Simulator:
    from vivavoce.providers.amazon.polly_simulator import simulate_polly

    return simulate_polly


def _openai_compatible() -> Simulator:
    from vivavoce.providers.openai_compatible.simulator import simulate_openai_compatible

    return simulate_openai_compatible


def _anthropic() -> Simulator:
    from vivavoce.providers.pydantic_ai_models.simulated.anthropic import simulate_anthropic

    return simulate_anthropic


def _gemini_text() -> Simulator:
    from vivavoce.providers.pydantic_ai_models.simulated.google import simulate_gemini

    return simulate_gemini


def _bedrock() -> Simulator:
    from vivavoce.providers.pydantic_ai_models.simulated.bedrock import simulate_bedrock

    return simulate_bedrock


SIMULATORS: Mapping[str, Callable[[], Simulator]] = {
    "openai": _openai,
    "openai-live": _openai_live,
    "grok": _grok,
    "gemini": _gemini,
    "nova-sonic": _nova_sonic,
    "deepgram": _deepgram,
    "assemblyai": _assemblyai,
    "elevenlabs": _elevenlabs,
    "aura": _aura,
    "cartesia": _cartesia,
    "polly": _polly,
    "openai-compatible": _openai_compatible,
    "anthropic": _anthropic,
    "gemini-text": _gemini_text,
    "bedrock": _bedrock,
}


@asynccontextmanager
async def open_simulator(
    vendor: str, *, faults: Faults, partner: SimulatedPartner, port: int = 0
) -> AsyncIterator[Simulation]:
    """Serve a simulated vendor that fails as told; raises `InvalidInputError` for what there is not."""
    make = SIMULATORS.get(vendor)
    if make is None:
        raise InvalidInputError(f"there is no simulated {vendor!r}", fix=f"Give one of: {', '.join(SIMULATORS)}.")
    async with make()(partner=partner, faults=faults, port=port) as simulation:
        yield simulation


def spelling_partner() -> SimulatedPartner:
    """Return a partner that spells instead of speaking: exact, instant, and no sound for people."""
    return SimulatedPartner(text_to_speech=ScriptedTextToSpeech(), speech_to_text=ScriptedSpeechToText())


@asynccontextmanager
async def speaking_partner(settings: Settings) -> AsyncIterator[SimulatedPartner]:
    """Return a partner that speaks and hears with the models on this machine; raises `ModelFileError`."""
    models = embedded_models(settings)
    try:
        await models.start()
        yield SimulatedPartner(text_to_speech=models.text_to_speech(), speech_to_text=models.speech_to_text)
    finally:
        await models.aclose()
