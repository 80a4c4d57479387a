"""The engine with the embedded models: a spoken answer, in real time, over a line in memory."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from tests.scenarios.voice_stage import StagePartner, answer_with
from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig, VoiceStyle
from vivavoce.transports.loopback.line import LoopbackLine
from vivavoce.voice.engine import LiveVoiceEngine
from vivavoce.voice.hearing import Resampler

pytestmark = pytest.mark.integration

NEXT = "What would you do in another way today?"
ANSWER = "I would put the popular pages into a cache, and then I would measure how often people find them there."


async def _spoken(voice: TextToSpeech, text: str) -> Pcm:
    resampler = Resampler(from_hz=voice.sample_rate_hz, to_hz=LINE_RATE_HZ)
    speech: AsyncIterator[Pcm] = voice.speak(text)
    samples = b"".join([resampler.push(piece.samples) async for piece in speech]) + resampler.flush()
    return Pcm(samples=samples, sample_rate_hz=LINE_RATE_HZ)


async def _converse(partner: StagePartner) -> tuple[LoopbackLine, dict[str, str]]:
    models = EmbeddedModels(EmbeddedModelsConfig())
    await models.start()
    engine = LiveVoiceEngine(
        speech_to_text=models.speech_to_text,
        text_to_speech=models.text_to_speech(),
        end_of_turn=models.end_of_turn,
        backchannel=models.backchannel,
        make_voice_activity=models.voice_activity,
    )
    await engine.ready()
    answer = await _spoken(models.text_to_speech(VoiceStyle(name="candidate", pitch=1.12)), ANSWER)
    line = LoopbackLine()
    conversation = engine.converse(line, partner, starts_at_s=0.0, tap=None, hears=True)
    running = asyncio.create_task(conversation.run())
    await asyncio.sleep(1.0)
    line.play(answer)
    await asyncio.sleep(answer.duration_s + 9.0)
    conversation.close()
    await running
    await engine.aclose()
    await models.aclose()
    return line, engine.models


def test_a_spoken_answer_is_heard_as_one_turn_and_answered_aloud() -> None:
    partner = StagePartner(replies=lambda _: answer_with(NEXT), upcoming=(NEXT,))

    line, names = asyncio.run(_converse(partner))

    assert len(partner.ended) == 1
    heard = set(partner.ended[0][0].text.lower().replace(",", "").replace(".", "").split())
    assert len(heard & set(ANSWER.lower().replace(",", "").replace(".", "").split())) >= 10
    assert [turn.text for turn, _ in partner.said] == [NEXT]
    assert np.abs(np.frombuffer(line.heard.samples, "<i2").astype(np.int32)).max() > 1000
    assert set(names) == {"speech_to_text", "text_to_speech", "end_of_turn", "backchannel"}
