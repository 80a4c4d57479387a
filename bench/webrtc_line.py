"""What a call costs on the wire and on the processor, and how late a sound arrives: loopback, without any model.

    python bench/webrtc_line.py [--calls 4] [--seconds 20] [--json OUT]

One process answers the calls, another makes them; both sides send a voice-like sound all the time (the worst case). Latency
is measured by clicks: from the moment one is sent to the moment its first sample is taken on the other side, frame included.
"""

import argparse
import asyncio
import json
import math
import multiprocessing
import random
import sys
import time
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from multiprocessing.connection import Connection
from pathlib import Path

if not __package__:  # started as a file
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.ports.line import Line
from vivavoce.rehearsal.result import percentile
from vivavoce.transports.webrtc.calls import CallSettings, WebRtcCalls
from vivavoce.transports.webrtc.opus import FRAME_SAMPLES, OpusEncoder

_SLOT_S = FRAME_SAMPLES / LINE_RATE_HZ
_CLICK_EVERY_FRAMES = 37
_CLICK_LEVEL = 20_000
_VOICE_LEVEL = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicks:
    """When one end sent clicks, and when it heard the other's."""

    sent_at: list[float]
    heard_at: list[float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    calling = context.Process(target=make_calls, args=(theirs, arguments.calls, arguments.seconds))
    calling.start()
    result = asyncio.run(_answer(ours, calls=arguments.calls, seconds=arguments.seconds))
    calling.join()
    text = json.dumps(result, indent=2)
    print(text)
    if arguments.json:
        arguments.json.write_text(text + "\n")


async def _answer(caller: Connection, *, calls: int, seconds: float) -> dict[str, object]:
    server = WebRtcCalls(CallSettings(loopback=True, max_calls=calls))
    lines, answer_ms = [], []
    for _ in range(calls):
        offer = await asyncio.to_thread(caller.recv)
        begun = time.perf_counter()
        answer, line = await server.answer(offer)
        answer_ms.append((time.perf_counter() - begun) * 1000)
        caller.send(answer)
        lines.append(line)
    begun_cpu_s, begun = time.process_time(), time.perf_counter()
    ours = await asyncio.gather(*(_talk(line, seconds=seconds) for line in lines))
    cpu_share = (time.process_time() - begun_cpu_s) / (time.perf_counter() - begun) / calls
    theirs: list[Clicks] = await asyncio.to_thread(caller.recv)
    clicks = sorted(
        late for one, other in zip(ours, theirs, strict=True) for late in _late_ms(other.sent_at, one.heard_at)
    )
    quality = lines[0].quality
    await server.aclose()
    return {
        "calls": calls,
        "answer_ms": round(max(answer_ms), 1),
        "cpu_share_of_a_core_per_call": round(cpu_share, 4),
        "bit_rate_kbit_s": round(_bit_rate() / 1000, 1),
        "one_way_ms": {
            "n": len(clicks),
            "p50": round(percentile(clicks, 0.5), 1),
            "p95": round(percentile(clicks, 0.95), 1),
        },
        "round_trip_ms": quality.round_trip_ms,
        "lost_fraction": quality.lost_fraction,
        "memory_mb": round(psutil.Process().memory_info().rss / 1e6),
    }


def make_calls(server: Connection, calls: int, seconds: float) -> None:
    """The callers' process: dials, sends clicks amid sound, reports when."""
    asyncio.run(_make_calls(server, calls, seconds))


async def _make_calls(server: Connection, calls: int, seconds: float) -> None:
    async def exchange(offer: str) -> str:
        server.send(offer)
        return str(await asyncio.to_thread(server.recv))

    dialler = WebRtcCalls(CallSettings(loopback=True, max_calls=calls))
    lines = [await dialler.dial(exchange) for _ in range(calls)]
    server.send(await asyncio.gather(*(_talk(line, seconds=seconds) for line in lines)))
    await asyncio.sleep(0.5)
    await dialler.aclose()


async def _talk(line: Line, *, seconds: float) -> Clicks:
    """Send sound with clicks, hear the other side's; `time.monotonic` is one clock for all processes of a machine."""
    clicks = Clicks(sent_at=[], heard_at=[])
    speaking = asyncio.create_task(_speak(line))
    until = time.monotonic() + seconds
    async for heard in line.incoming():
        now = time.monotonic()
        if any(_click_in(slot.sent) is not None for slot in line.take_slots()):
            clicks.sent_at.append(now - _SLOT_S)  # it is taken with the next frame heard
        if (sample := _click_in(heard)) is not None:
            clicks.heard_at.append(now + sample / LINE_RATE_HZ)
        if now > until:
            break
    speaking.cancel()
    return clicks


async def _speak(line: Line) -> None:
    frames = [_sound(seed) for seed in range(20)]
    for number in count():
        await line.write(_click() if number % _CLICK_EVERY_FRAMES == 0 else frames[number % len(frames)])


def _click_in(frame: Pcm) -> int | None:
    return next((n for n, level in enumerate(array("h", frame.samples)) if abs(level) > _CLICK_LEVEL // 2), None)


def _late_ms(sent_at: Sequence[float], heard_at: Sequence[float]) -> list[float]:
    """Pair each click heard with the last one sent before; a click that straddles two frames is heard once."""
    firsts = [at for before, at in pairwise([0.0, *heard_at]) if at - before > 0.1]
    return [(at - max(sent for sent in sent_at if sent <= at)) * 1000 for at in firsts if at >= sent_at[0]]


def _sound(seed: int) -> Pcm:
    noise = random.Random(seed)
    samples = [
        round(_VOICE_LEVEL * math.sin(2 * math.pi * (150 + 20 * (seed % 5)) * n / LINE_RATE_HZ) + noise.gauss(0, 300))
        for n in range(FRAME_SAMPLES)
    ]
    return Pcm(samples=array("h", samples).tobytes(), sample_rate_hz=LINE_RATE_HZ)


def _click() -> Pcm:
    samples = [round(_CLICK_LEVEL * math.sin(2 * math.pi * 1000 * n / LINE_RATE_HZ)) for n in range(FRAME_SAMPLES)]
    return Pcm(samples=array("h", samples).tobytes(), sample_rate_hz=LINE_RATE_HZ)


def _bit_rate() -> float:
    encoder = OpusEncoder()
    frames = [_sound(seed) for seed in range(20)]
    payloads = [payload for n in range(500) for payload in encoder.encode(frames[n % 20].samples)]
    return sum(map(len, payloads)) * 8 / 10


if __name__ == "__main__":
    main()
