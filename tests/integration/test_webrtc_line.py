"""A browser-like peer in this process calls the server's line over real WebRTC on loopback."""

import asyncio
import math
import multiprocessing
import time
from array import array
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from multiprocessing.connection import Connection

import pytest
from aiortc import RTCPeerConnection

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.errors import InvalidInputError, UnavailableError
from vivavoce.domain.ports.line import Line, Slot
from vivavoce.transports.webrtc.calls import CallSettings, IceServer, WebRtcCalls
from vivavoce.transports.webrtc.life import LineDeadlines

pytestmark = pytest.mark.integration

FRAME_SAMPLES = 960
AMPLITUDE = 8000


def tone(*, frames: int, hz: int = 400) -> list[Pcm]:
    samples = [round(AMPLITUDE * math.sin(2 * math.pi * hz * n / LINE_RATE_HZ)) for n in range(FRAME_SAMPLES)]
    return [Pcm(samples=array("h", samples).tobytes(), sample_rate_hz=LINE_RATE_HZ)] * frames


def rms(frame: Pcm) -> float:
    samples = array("h", frame.samples)
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def is_loud(frame: Pcm) -> bool:
    return rms(frame) > AMPLITUDE / 8


@asynccontextmanager
async def connected(settings: CallSettings | None = None) -> AsyncIterator[tuple[Line, Line]]:
    """The caller's end and the server's end of one call."""
    server = WebRtcCalls(settings or CallSettings(loopback=True))
    browser = WebRtcCalls(CallSettings(loopback=True))
    answered: list[Line] = []

    async def exchange(offer: str) -> str:
        answer, line = await server.answer(offer)
        answered.append(line)
        return answer

    try:
        yield await browser.dial(exchange), answered[0]
    finally:
        await browser.aclose()
        await server.aclose()


async def first(line: Line, count: int) -> list[Pcm]:
    frames: list[Pcm] = []
    async for frame in line.incoming():
        frames.append(frame)
        if len(frames) == count:
            break
    return frames


async def say(line: Line, frames: list[Pcm]) -> None:
    for frame in frames:
        await line.write(frame)


async def offer_from_a_browser() -> str:
    connection = RTCPeerConnection()
    connection.addTransceiver("audio")
    await connection.setLocalDescription(await connection.createOffer())
    sdp = connection.localDescription.sdp
    await connection.close()
    return sdp


def run[T](scenario: Callable[[], Awaitable[T]]) -> T:
    async def with_deadline() -> T:
        async with asyncio.timeout(30):
            return await scenario()

    return asyncio.run(with_deadline())


@pytest.mark.parametrize("speaker", ["candidate", "interviewer"])
def test_a_tone_arrives_with_its_level_and_length(speaker: str) -> None:
    async def scenario() -> list[Pcm]:
        async with connected() as (candidate, interviewer):
            source, sink = (candidate, interviewer) if speaker == "candidate" else (interviewer, candidate)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(say(source, tone(frames=50)))
                return await first(sink, 100)

    frames = run(scenario)

    loud = [number for number, frame in enumerate(frames) if is_loud(frame)]
    assert 49 <= len(loud) <= 52
    assert loud[-1] - loud[0] == len(loud) - 1
    middle = [rms(frames[number]) for number in loud[10:-10]]
    assert sum(middle) / len(middle) == pytest.approx(AMPLITUDE / math.sqrt(2), rel=0.1)


def test_frames_come_every_20_ms_in_step_with_the_clock_and_without_backlog() -> None:
    async def scenario() -> tuple[float, int, int]:
        async with connected() as (candidate, interviewer):
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(say(candidate, tone(frames=20)))
                await first(interviewer, 10)
                begun = time.perf_counter()
                await first(interviewer, 200)
                took_s = time.perf_counter() - begun
            return took_s, candidate.queued_samples, interviewer.queued_samples

    took_s, *queued = run(scenario)

    assert took_s == pytest.approx(200 * 0.02, abs=0.1)
    assert queued == [0, 0]


def test_one_way_through_encoder_network_and_decoder_takes_less_than_60_ms() -> None:
    async def scenario() -> float:
        async with connected() as (candidate, interviewer):
            await first(interviewer, 25)
            begun = time.perf_counter()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(say(candidate, tone(frames=10)))
                async for frame in interviewer.incoming():
                    if is_loud(frame):
                        return time.perf_counter() - begun
            raise AssertionError("no tone arrived")

    took_s = min(run(scenario) for _ in range(3))

    assert took_s < 0.060


def test_pause_is_heard_within_frames_and_resume_continues_where_it_stopped() -> None:
    async def scenario() -> tuple[int, int, int]:
        async with connected() as (candidate, interviewer):
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(say(interviewer, tone(frames=60)))
                await _until(lambda: interviewer.played_samples >= 20 * FRAME_SAMPLES, clock=interviewer)
                interviewer.pause()
                played = interviewer.played_samples
                await first(interviewer, 15)
                played_in_pause = interviewer.played_samples - played
                interviewer.resume()
                await _until(lambda: interviewer.played_samples == 60 * FRAME_SAMPLES, clock=interviewer)
            heard = await first(candidate, 80)
            loud = [number for number, frame in enumerate(heard) if is_loud(frame)]
            longest_gap = max(b - a for a, b in pairwise(loud))
            return played_in_pause, len(loud), longest_gap

    played_in_pause, loud_frames, gap_frames = run(scenario)

    assert played_in_pause == 0
    assert 59 <= loud_frames <= 64
    assert 13 <= gap_frames <= 18


def test_what_was_sent_can_be_recorded_in_step_with_what_was_heard() -> None:
    async def scenario() -> tuple[list[int], list[int]]:
        async with connected() as (candidate, interviewer):
            sent, heard = [], []
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(say(interviewer, tone(frames=20)))
                async for number, frame in _numbered(interviewer.incoming(), 60):
                    sent += [number for slot in interviewer.take_slots() if is_loud(slot.sent)]
                    if is_loud(frame):
                        heard.append(number)
            assert candidate.id != interviewer.id
            return sent, heard

    sent, heard = run(scenario)

    assert len(sent) == 20
    assert sent[-1] - sent[0] == 19
    assert heard == []


def test_who_hears_a_sound_can_be_silent_in_the_same_slot() -> None:
    async def scenario() -> list[Slot]:
        async with connected() as (candidate, interviewer):
            slots: list[Slot] = []
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(say(interviewer, tone(frames=80)))
                await _until(lambda: interviewer.played_samples >= 20 * FRAME_SAMPLES, clock=interviewer)
                tasks.create_task(say(candidate, tone(frames=30)))
                async for _, frame in _numbered(interviewer.incoming(), 60):
                    if is_loud(frame):
                        interviewer.pause()
                    slots += interviewer.take_slots()
                interviewer.resume()
            return slots

    slots = run(scenario)
    began = next(number for number, slot in enumerate(slots) if is_loud(slot.heard))

    assert all(is_loud(slot.sent) for slot in slots[began - 5 : began])
    assert not any(is_loud(slot.sent) for slot in slots[began:])


def test_hanging_up_takes_no_time_and_ends_both_ends() -> None:
    async def scenario() -> tuple[float, float]:
        async with connected() as (candidate, interviewer):
            await first(interviewer, 5)
            begun = time.perf_counter()
            await interviewer.hang_up(reason="test")
            await interviewer.hang_up(reason="again")
            hung_up_s = time.perf_counter() - begun
            async for _ in candidate.incoming():
                pass
            async for _ in interviewer.incoming():
                pass
            await interviewer.write(tone(frames=1)[0])
            return hung_up_s, time.perf_counter() - begun

    hung_up_s, ended_s = run(scenario)

    assert hung_up_s < 0.02
    assert ended_s < 1.0


def test_a_candidate_whose_machine_dies_ends_the_line() -> None:
    async def scenario() -> tuple[str, float]:
        server = WebRtcCalls(CallSettings(loopback=True, deadlines=LineDeadlines(data_s=2.0)))
        reasons: list[str] = []
        ours, theirs = multiprocessing.Pipe()
        machine = multiprocessing.get_context("spawn").Process(target=_call_and_stay, args=(theirs,))
        machine.start()
        offer = await asyncio.to_thread(ours.recv)
        answer, line = await server.answer(offer, on_line_closed=lambda _, reason: reasons.append(reason))
        ours.send(answer)
        await first(line, 50)

        machine.kill()
        begun = time.perf_counter()
        async for _ in line.incoming():
            pass
        took_s = time.perf_counter() - begun

        machine.join()
        assert server.count == 0
        await server.aclose()
        return reasons[0], took_s

    reason, took_s = run(scenario)

    assert reason == "nothing_received"
    assert took_s < 4.5


def test_a_browser_that_never_connects_ends_the_line() -> None:
    async def scenario() -> list[str]:
        server = WebRtcCalls(CallSettings(loopback=True, deadlines=LineDeadlines(connect_s=0.2)))
        reasons: list[str] = []
        _, line = await server.answer(
            await offer_from_a_browser(), on_line_closed=lambda _, reason: reasons.append(reason)
        )
        async for _ in line.incoming():
            raise AssertionError("audio from nobody")
        await server.aclose()
        return reasons

    assert run(scenario) == ["never_connected"]


def test_the_cap_on_calls_holds_and_a_hung_up_call_makes_room() -> None:
    async def scenario() -> None:
        server = WebRtcCalls(CallSettings(loopback=True, max_calls=1))
        _, line = await server.answer(await offer_from_a_browser())
        with pytest.raises(UnavailableError, match="All 1 lines are in use"):
            await server.answer(await offer_from_a_browser())

        await line.hang_up(reason="test")
        _, second = await server.answer(await offer_from_a_browser())

        assert second.id != line.id
        await server.aclose()

    run(scenario)


def test_the_answer_is_quick_and_complete() -> None:
    async def scenario() -> tuple[float, str]:
        server = WebRtcCalls(CallSettings(loopback=True))
        offer = await offer_from_a_browser()
        begun = time.perf_counter()
        answer, _ = await server.answer(offer)
        took_s = time.perf_counter() - begun
        await server.aclose()
        return took_s, answer

    took_s, answer = run(scenario)

    assert took_s < 0.150
    assert "127.0.0.1" in answer
    assert "a=end-of-candidates" in answer


def test_loopback_is_offered_only_when_asked_for() -> None:
    async def scenario() -> str:
        server = WebRtcCalls(CallSettings())
        answer, _ = await server.answer(await offer_from_a_browser())
        await server.aclose()
        return answer

    candidates = [line for line in run(scenario).splitlines() if line.startswith("a=candidate")]

    assert not any("127.0.0.1" in line for line in candidates)


def test_servers_that_do_not_respond_are_named_as_the_cause() -> None:
    async def scenario() -> None:
        silent = IceServer(url="turn:127.0.0.1:9?transport=udp", username="u", credential="c")
        server = WebRtcCalls(CallSettings(ice_servers=(silent,), negotiation_s=0.3))
        with pytest.raises(UnavailableError) as refused:
            await server.answer(await offer_from_a_browser())
        assert "STUN and TURN" in refused.value.fix
        assert server.count == 0
        await server.aclose()

    run(scenario)


BROKEN_OFFERS: dict[str, Callable[[str], str]] = {
    "empty": lambda sdp: "",
    "no session description": lambda sdp: "hello",
    "cut in the middle": lambda sdp: sdp[: len(sdp) // 2],
    "no audio": lambda sdp: sdp[: sdp.index("m=audio")],
    "video": lambda sdp: sdp.replace("m=audio", "m=video"),
    "only listening": lambda sdp: sdp.replace("a=sendrecv", "a=recvonly"),
    "no opus": lambda sdp: sdp.replace("opus/48000/2", "speex/48000/2"),
    "no fingerprint": lambda sdp: "\r\n".join(line for line in sdp.splitlines() if "fingerprint" not in line),
    "huge": lambda sdp: sdp + "a=x\r\n" * 20_000,
    "broken port": lambda sdp: sdp.replace("m=audio ", "m=audio x"),
    "broken candidate": lambda sdp: sdp + "a=candidate:1 1 udp\r\n",
}


@pytest.mark.parametrize("fault", BROKEN_OFFERS)
def test_an_offer_that_cannot_carry_an_interview_is_refused_with_what_to_do(fault: str) -> None:
    async def scenario() -> None:
        server = WebRtcCalls(CallSettings(loopback=True))
        offer = BROKEN_OFFERS[fault](await offer_from_a_browser())
        with pytest.raises(InvalidInputError) as refused:
            await server.answer(offer)
        assert refused.value.fix
        assert server.count == 0
        await server.aclose()

    run(scenario)


def test_names_on_the_browsers_own_network_are_not_looked_up() -> None:
    async def scenario() -> float:
        server = WebRtcCalls(CallSettings(loopback=True))
        offer = await offer_from_a_browser()
        hidden = "a=candidate:1 1 udp 2122260223 3c0f-11ee-be56.local 54321 typ host\r\n"
        begun = time.perf_counter()
        await server.answer(offer + hidden)
        took_s = time.perf_counter() - begun
        await server.aclose()
        return took_s

    assert run(scenario) < 0.150


async def _until(condition: Callable[[], bool], *, clock: Line) -> None:
    """Wait on the line's own frames until the condition holds."""
    async for _ in clock.incoming():
        if condition():
            return


async def _numbered(frames: AsyncIterator[Pcm], count: int) -> AsyncIterator[tuple[int, Pcm]]:
    number = 0
    async for frame in frames:
        yield number, frame
        number += 1
        if number == count:
            return


def _call_and_stay(server: Connection) -> None:
    """Another machine: calls, then speaks until it is killed."""

    async def call() -> None:
        async def exchange(offer: str) -> str:
            server.send(offer)
            return str(await asyncio.to_thread(server.recv))

        line = await WebRtcCalls(CallSettings(loopback=True)).dial(exchange)
        await say(line, tone(frames=10_000))

    asyncio.run(call())
