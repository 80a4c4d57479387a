"""What every speech-to-text does."""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.contract.providers.conftest import to_hearing_rate
from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.ports.speech_to_text import Listening, SpeechToText
from vivavoce.domain.transcript import Transcription
from vivavoce.providers.local import EmbeddedModels
from vivavoce.providers.openai_compatible import EndpointSpeechToText
from vivavoce.providers.scripted import ScriptedSpeechToText, ScriptedVoiceActivity, spell

FIRST, SECOND = "we split the data by customer", "and then we measured the latency"
PAUSE = Pcm.silence(0.7, sample_rate_hz=HEARING_RATE_HZ).samples


@dataclass(frozen=True, kw_only=True)
class Adapter:
    stt: SpeechToText
    say: Callable[[str], bytes]


def spelled(text: str) -> bytes:
    return spell(text, sample_rate_hz=HEARING_RATE_HZ).samples


@pytest.fixture(
    params=["scripted", "endpoint", "endpoint-text-only", pytest.param("embedded", marks=pytest.mark.integration)]
)
def adapter(request: pytest.FixtureRequest, runner: asyncio.Runner) -> Iterator[Adapter]:
    if request.param == "scripted":
        yield Adapter(stt=ScriptedSpeechToText(), say=spelled)
    elif request.param == "embedded":
        models: EmbeddedModels = request.getfixturevalue("embedded")
        yield Adapter(stt=models.speech_to_text, say=lambda text: runner.run(spoken(models, text)))
    else:
        endpoint = EndpointSpeechToText(
            request.getfixturevalue("endpoint"),
            voice_activity=ScriptedVoiceActivity,
            word_times=request.param == "endpoint",
        )
        yield Adapter(stt=endpoint, say=spelled)
        runner.run(endpoint.aclose())


async def spoken(models: EmbeddedModels, text: str) -> bytes:
    return b"".join([to_hearing_rate(piece) async for piece in models.text_to_speech().speak(text)])


def feed(listening: Listening, samples: bytes) -> None:
    for start in range(0, len(samples), 640):
        listening.feed(samples[start : start + 640])


def plain(transcription: Transcription) -> str:
    return " ".join(re.findall(r"[a-z]+", transcription.text.lower()))


def test_settling_returns_everything_that_was_fed(adapter: Adapter, runner: asyncio.Runner) -> None:
    first, second = adapter.say(FIRST), adapter.say(SECOND)

    async def scenario() -> list[Transcription]:
        listening = await adapter.stt.listen(vocabulary=["latency"])
        feed(listening, first + PAUSE)
        heard = [await listening.settle()]
        feed(listening, second)
        heard.append(await listening.settle())
        await listening.aclose()
        return heard

    half, whole = runner.run(scenario())

    assert plain(half) == FIRST
    assert plain(whole) == f"{FIRST} {SECOND}"
    assert half.confidence > 0.5


def test_words_lie_in_order_within_what_was_said(adapter: Adapter, runner: asyncio.Runner) -> None:
    first, second = adapter.say(FIRST), adapter.say(SECOND)
    second_starts_s = len(first + PAUSE) / 2 / HEARING_RATE_HZ

    async def scenario() -> Transcription:
        listening = await adapter.stt.listen()
        feed(listening, first + PAUSE + second)
        heard = await listening.settle()
        await listening.aclose()
        return heard

    words = runner.run(scenario()).words

    times = [time for word in words for time in (word.start_s, word.end_s)]
    assert times == sorted(times)
    assert times[-1] <= len(first + PAUSE + second) / 2 / HEARING_RATE_HZ + 0.1
    [latency] = [word for word in words if word.text.lower().startswith("latency")]
    assert latency.start_s > second_starts_s


def test_settling_again_changes_nothing(adapter: Adapter, runner: asyncio.Runner) -> None:
    said = adapter.say(FIRST)

    async def scenario() -> tuple[Transcription, Transcription, Transcription]:
        listening = await adapter.stt.listen()
        feed(listening, said + PAUSE)
        once = await listening.settle()
        feed(listening, PAUSE)
        again, partial = await listening.settle(), await listening.partial()
        await listening.aclose()
        return once, again, partial

    once, again, partial = runner.run(scenario())

    assert once == again == partial


def test_silence_has_no_words(adapter: Adapter, runner: asyncio.Runner) -> None:
    async def scenario() -> tuple[Transcription, Transcription]:
        listening = await adapter.stt.listen(vocabulary=["Kubernetes", "Redis", "idempotency"])
        before = await listening.partial()
        feed(listening, bytes(2 * 5 * HEARING_RATE_HZ))
        after = await listening.settle()
        await listening.aclose()
        return before, after

    before, after = runner.run(scenario())

    assert before.text == after.text == ""
    assert after.words == ()


def test_closing_twice_is_safe_even_while_it_works(adapter: Adapter, runner: asyncio.Runner) -> None:
    said = adapter.say(FIRST)

    async def scenario() -> None:
        listening = await adapter.stt.listen()
        feed(listening, said)
        await listening.aclose()
        await listening.aclose()

    runner.run(scenario())

    assert adapter.stt.name
