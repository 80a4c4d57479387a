"""Speech on its way out: synthesised ahead, accounted for to the word, played through LiveKit Agents, and timed."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest

from tests.support.virtual_time import run_virtual
from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.providers.scripted import ScriptedTextToSpeech
from vivavoce.transports.loopback.line import LoopbackLine
from vivavoce.voice.ledger import TurnStamps
from vivavoce.voice.livekit_io import open_playout
from vivavoce.voice.playout import Playback
from vivavoce.voice.rendering import CACHE_BYTES, SentenceRenderer, sentences
from vivavoce.voice.speaking import Speech
from vivavoce.voice.supervised.candidates import alone
from vivavoce.voice.supervised.text_to_speech import SupervisedTextToSpeech
from vivavoce.voice.supervised.watching import Cleaning


def _renderer(voice: ScriptedTextToSpeech, *, cache_bytes: int = CACHE_BYTES) -> SentenceRenderer:
    supervised = SupervisedTextToSpeech(alone(voice), cleaning=Cleaning())
    return SentenceRenderer(supervised, cache_bytes=cache_bytes)


async def _collect(renderer: SentenceRenderer, text: str) -> float:
    return sum([pcm.duration_s async for pcm in renderer.render(text, pace=1.0).follow()])


def test_a_sentence_is_synthesised_once_and_then_remembered() -> None:
    voice = ScriptedTextToSpeech(first_audio_s=0.5)
    renderer = _renderer(voice)

    async def twice() -> None:
        await _collect(renderer, "What was the hardest part?")
        await _collect(renderer, "What was the hardest part?")

    _, took_s = run_virtual(twice())

    assert voice.spoken == ["What was the hardest part?"]
    assert took_s == pytest.approx(0.5)
    assert renderer.has(["What was the hardest part?"], pace=1.0)
    assert not renderer.has(["What was the hardest part?"], pace=0.8)


def test_synthesis_that_nobody_follows_any_more_stops() -> None:
    voice = ScriptedTextToSpeech(first_audio_s=1.0)
    renderer = _renderer(voice)

    async def give_up() -> None:
        ahead = asyncio.create_task(renderer.ahead(["One, two, three, four, five.", "Six."], pace=1.0))
        await asyncio.sleep(1.5)
        ahead.cancel()
        await asyncio.sleep(30)

    run_virtual(give_up())

    assert voice.spoken == ["One, two, three, four, five."]
    assert not renderer.has(["One, two, three, four, five."], pace=1.0)


def test_one_follower_leaving_does_not_disturb_another() -> None:
    renderer = _renderer(ScriptedTextToSpeech(first_audio_s=1.0))

    async def share() -> float:
        ahead = asyncio.create_task(renderer.ahead(["One, two, three."], pace=1.0))
        following = asyncio.create_task(_collect(renderer, "One, two, three."))
        await asyncio.sleep(1.5)
        ahead.cancel()
        return await following

    heard_s, _ = run_virtual(share())

    assert heard_s == pytest.approx(len("One, two, three.") / 15, abs=0.01)


def test_a_voice_that_breaks_off_says_so_to_whom_it_matters() -> None:
    voice = ScriptedTextToSpeech()
    voice.broken = True

    with pytest.raises(ProviderError):
        run_virtual(_collect(_renderer(voice), "Hello."))


def test_the_oldest_audio_makes_room() -> None:
    renderer = _renderer(ScriptedTextToSpeech(), cache_bytes=2 * LINE_RATE_HZ * 3)

    async def fill() -> None:
        for text in ("The first of three questions.", "The second of three questions.", "The third."):
            await _collect(renderer, text)

    run_virtual(fill())

    assert not renderer.has(["The first of three questions."], pace=1.0)
    assert renderer.has(["The third."], pace=1.0)


def test_text_is_cut_into_sentences_and_nowhere_else() -> None:
    assert sentences("Thank you. What, if any, was hard? ") == ("Thank you.", "What, if any, was hard?")
    assert sentences("") == ()


class _Sent(Playback):
    """A playback that has sent as much as the test says."""

    def __init__(self) -> None:
        self.sent_samples_now = 0

    @property
    def sent_samples(self) -> int:
        return self.sent_samples_now

    @property
    def is_done(self) -> bool:
        return False

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def stop(self) -> None: ...


class _Instant:
    """A playout that takes all audio at once."""

    def __init__(self, playback: _Sent) -> None:
        self._playback = playback
        self.taking: asyncio.Task[None] | None = None

    def play(self, text: str, audio: AsyncIterator[Pcm]) -> _Sent:
        async def take() -> None:
            async for _ in audio:
                pass

        self.taking = asyncio.create_task(take())
        return self._playback

    async def aclose(self) -> None: ...


@pytest.mark.parametrize(
    ("seconds", "heard", "shown"),
    [
        (0.0, "", ""),
        (0.6, "Take your", "Take your time,"),
        (1.1, "Take your time,", "Take your time, please."),
        (1.6, "Take your time, please.", "Take your time, please."),
        (2.6, "Take your time, please. What was it", "Take your time, please. What was it for?"),
        (9.0, "Take your time, please. What was it for?", "Take your time, please. What was it for?"),
    ],
)
def test_the_words_heard_follow_the_samples_sent(seconds: float, heard: str, shown: str) -> None:
    async def hear() -> tuple[str, str]:
        playback = _Sent()
        playout = _Instant(playback)
        reply = Reply(id="r", parts=("Take your time, please. What was it for?",))
        speech = Speech(reply, renderer=_renderer(ScriptedTextToSpeech()), pace=1.0, stamps=None)
        speech.play_on(playout)
        assert playout.taking is not None
        await playout.taking
        playback.sent_samples_now = round(seconds * LINE_RATE_HZ)
        return speech.text_heard(), speech.text_heard(whole_clauses=True)

    assert run_virtual(hear())[0] == (heard, shown)


def test_hops_that_were_not_waited_for_cost_nothing() -> None:
    stamps = TurnStamps(silent_at=10.0, decided_at=10.4, exact_at=10.3, replied_at=10.35)
    assert stamps.ledger() is None

    stamps.synthesised_at, stamps.sent_at = 10.41, 10.43
    ledger = stamps.ledger()

    assert ledger is not None
    hops = (ledger.endpoint_ms, ledger.transcript_ms, ledger.brain_ms, ledger.first_audio_ms, ledger.playout_ms)
    assert hops == pytest.approx((400, 0, 0, 10, 20))


async def _run_line(line: LoopbackLine) -> None:
    async for _ in line.incoming():
        pass


def test_the_session_plays_every_sample_once_and_then_is_done() -> None:
    async def play() -> tuple[int, bool]:
        line = LoopbackLine()
        running = asyncio.create_task(_run_line(line))
        playout = await open_playout(line)
        playback = playout.play("tone", _chunks(1.234))
        await asyncio.sleep(2.0)
        result = playback.sent_samples, playback.is_done
        await playout.aclose()
        running.cancel()
        return result

    sent, is_done = run_virtual(play())[0]

    assert is_done
    assert 0 <= sent - round(1.234 * LINE_RATE_HZ) < 960, "the last frame is filled up, nothing is lost"


def test_pausing_resuming_and_stopping_act_within_a_frame_however_often() -> None:
    async def play() -> list[int]:
        line = LoopbackLine()
        running = asyncio.create_task(_run_line(line))
        playout = await open_playout(line)
        playback = playout.play("tone", _chunks(10.0))
        sent = []
        for act in (playback.pause, playback.pause, playback.resume, playback.resume, playback.stop, playback.stop):
            await asyncio.sleep(0.5)
            act()
            sent.append(playback.sent_samples)
        await asyncio.sleep(0.5)
        sent.append(line.played_samples)
        again = playout.play("tone", _chunks(0.5))
        await asyncio.sleep(1.0)
        sent.append(again.sent_samples)
        await playout.aclose()
        running.cancel()
        return sent

    sent = run_virtual(play())[0]

    first, still, paused, going, stopped, after, line_total, next_one = sent
    assert first == still == paused
    assert going == pytest.approx(paused + 0.5 * LINE_RATE_HZ, abs=960)
    assert stopped == after == line_total
    assert next_one == pytest.approx(0.5 * LINE_RATE_HZ, abs=960)


async def _chunks(seconds: float) -> AsyncIterator[Pcm]:
    for _ in range(round(seconds * 1000)):
        yield Pcm(samples=b"\x10\x10" * (LINE_RATE_HZ // 1000), sample_rate_hz=LINE_RATE_HZ)


def test_a_process_starts_without_the_live_framework() -> None:
    check = "import sys, vivavoce.voice.engine; sys.exit('livekit' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
