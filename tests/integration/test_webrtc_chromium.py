"""A real browser on the line: what Chromium offers is answered, and both sides hear each other."""

import asyncio
import math
import shutil
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, async_playwright

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.ports.line import Line
from vivavoce.transports.webrtc.calls import CallSettings, WebRtcCalls

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
pytestmark = [
    pytest.mark.integration,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: `make setup` installs it where it can"),
]

FRAME_SAMPLES = LINE_RATE_HZ // 50

CALL = """async () => {
  const audio = new AudioContext({sampleRate: 48000});
  await audio.resume();
  const tone = new OscillatorNode(audio, {frequency: 500});
  const microphone = audio.createMediaStreamDestination();
  tone.connect(new GainNode(audio, {gain: 0.25})).connect(microphone);
  tone.start();
  const pc = window.pc = new RTCPeerConnection();
  const track = window.track = microphone.stream.getAudioTracks()[0];
  pc.addTrack(track, microphone.stream);
  pc.ontrack = event => {
    const player = window.player = new Audio();
    player.srcObject = event.streams[0];
    player.play();
  };
  await pc.setLocalDescription(await pc.createOffer());
  if (pc.iceGatheringState !== 'complete')
    await new Promise(done => pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && done());
  return pc.localDescription.sdp;
}"""
ACCEPT = "async sdp => { await window.pc.setRemoteDescription({type: 'answer', sdp}); }"
HEARD = """async () => {
  const receiver = window.pc.getReceivers()[0];
  for (let tries = 0; tries < 50; tries++) {
    const stats = [...(await receiver.getStats()).values()].find(one => one.type === 'inbound-rtp');
    if (stats && stats.totalAudioEnergy > 0.02)
      return {energy: stats.totalAudioEnergy, seconds: stats.totalSamplesDuration,
              concealed: stats.concealedSamples / stats.totalSamplesReceived,
              delay_s: stats.jitterBufferDelay / stats.jitterBufferEmittedCount};
    await new Promise(done => setTimeout(done, 100));
  }
  return null;
}"""


@asynccontextmanager
async def called_from_chromium() -> AsyncIterator[tuple[Page, Line]]:
    calls = WebRtcCalls(CallSettings(loopback=True))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--allow-loopback-in-peer-connection",
                "--autoplay-policy=no-user-gesture-required",
                "--disable-background-networking",
            ],
        )
        try:
            page = await browser.new_page()
            offer = await page.evaluate(CALL)
            answer, line = await calls.answer(offer)
            await page.evaluate(ACCEPT, answer)
            yield page, line
        finally:
            await calls.aclose()
            await browser.close()


def rms(frame: Pcm) -> float:
    samples = array("h", frame.samples)
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def tone() -> Pcm:
    samples = [round(8000 * math.sin(2 * math.pi * 400 * n / LINE_RATE_HZ)) for n in range(FRAME_SAMPLES)]
    return Pcm(samples=array("h", samples).tobytes(), sample_rate_hz=LINE_RATE_HZ)


def test_chromium_and_the_line_hear_each_other() -> None:
    async def scenario() -> tuple[list[float], dict[str, float] | None]:
        async with asyncio.timeout(60), called_from_chromium() as (page, line):
            levels: list[float] = []

            async def listen() -> None:
                async for frame in line.incoming():
                    levels.append(rms(frame))  # noqa: PERF401 - read while it grows

            async def speak() -> None:
                for _ in range(150):
                    await line.write(tone())

            listening = asyncio.create_task(listen())
            speaking = asyncio.create_task(speak())
            heard = await page.evaluate(HEARD)
            await speaking
            listening.cancel()
            return levels, heard

    levels, heard = asyncio.run(scenario())

    loud = [level for level in levels if level > 1000]
    assert len(loud) > 100
    assert sorted(loud)[len(loud) // 2] == pytest.approx(0.25 * 32768 / math.sqrt(2), rel=0.1)
    assert heard is not None
    assert heard["concealed"] < 0.5
    assert heard["delay_s"] < 0.15


def test_frames_go_on_when_chromiums_microphone_is_muted_and_end_when_its_page_closes() -> None:
    async def scenario() -> int:
        async with asyncio.timeout(60), called_from_chromium() as (page, line):
            frames = line.incoming()
            async for frame in frames:
                if rms(frame) > 1000:
                    break
            await page.evaluate("() => { window.track.enabled = false; }")
            silent = 0
            async for frame in frames:
                silent = silent + 1 if rms(frame) < 10 else 0
                if silent == 100:
                    break
            await page.close()
            async for _ in frames:
                pass
            return silent

    assert asyncio.run(scenario()) == 100
