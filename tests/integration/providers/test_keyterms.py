"""A role's vocabulary is really heard: over each vendor's own protocol, by this machine's whisper at the other end."""

import asyncio
from collections.abc import Callable

import pytest

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.providers.assemblyai import assemblyai_speech_to_text
from vivavoce.providers.assemblyai.simulator import simulate_assemblyai
from vivavoce.providers.deepgram import deepgram_speech_to_text
from vivavoce.providers.deepgram.simulator import simulate_deepgram
from vivavoce.providers.local import EmbeddedModels
from vivavoce.providers.local.text_to_speech import VoiceStyle
from vivavoce.providers.openai_compatible import Endpoint, EndpointSpeechToText
from vivavoce.providers.openai_compatible.simulator import simulate_openai_compatible
from vivavoce.providers.simulation import FaultPlan, Faults, SimulatedPartner, Simulator
from vivavoce.routing.keyterms import ExpectingSpeechToText

pytestmark = pytest.mark.integration

SAID = "I wrote the service with Tokio and gRPC."
OPERATORS, ROLES = ["Tokio"], ["gRPC"]
DEADLINE_S = 60.0
SAME_EACH_TIME = VoiceStyle(noise=0.0, noise_width=0.0)

type MakesEars = Callable[[str, EmbeddedModels], SpeechToText]

EARS: dict[str, tuple[Simulator, MakesEars]] = {
    "nova": (
        simulate_deepgram,
        lambda url, _: deepgram_speech_to_text(key="any", url=url, deadline_s=DEADLINE_S),
    ),
    "flux": (
        simulate_deepgram,
        lambda url, _: deepgram_speech_to_text(key="any", model="flux-general-en", url=url, deadline_s=DEADLINE_S),
    ),
    "assemblyai": (
        simulate_assemblyai,
        lambda url, _: assemblyai_speech_to_text(key="any", url=url, deadline_s=DEADLINE_S),
    ),
    "endpoint": (
        simulate_openai_compatible,
        lambda url, models: EndpointSpeechToText(
            Endpoint(slot="stt", url=url, model="any", key="any", deadline_s=DEADLINE_S),
            voice_activity=models.voice_activity,
        ),
    ),
}


@pytest.mark.parametrize("vendor", EARS)
def test_words_of_the_trade_are_heard_when_the_vendor_was_told_to_expect_them(
    vendor: str, models: EmbeddedModels, runner: asyncio.Runner
) -> None:
    simulate, make = EARS[vendor]
    partner = SimulatedPartner(
        text_to_speech=models.text_to_speech(SAME_EACH_TIME), speech_to_text=models.speech_to_text
    )

    async def hear(speech: bytes, ears: SpeechToText, vocabulary: list[str]) -> str:
        listening = await ears.listen(vocabulary=vocabulary)
        try:
            listening.feed(speech)
            return (await listening.settle()).text
        finally:
            await listening.aclose()

    async def scenario() -> tuple[str, str]:
        chunks = partner.speak(SAID, sample_rate_hz=HEARING_RATE_HZ)
        speech = b"".join([chunk async for chunk in chunks]) + bytes(HEARING_RATE_HZ)
        async with simulate(partner=partner, faults=Faults(FaultPlan())) as simulation:
            ears = make(simulation.base_url, models)
            unprepared = await hear(speech, ears, [])
            prepared = await hear(speech, ExpectingSpeechToText(ears, OPERATORS), ROLES)
            if isinstance(ears, EndpointSpeechToText):
                await ears.aclose()
            return unprepared, prepared

    unprepared, prepared = runner.run(scenario())

    assert "Tokio" not in unprepared
    assert "gRPC" not in unprepared
    assert "Tokio and gRPC" in prepared
