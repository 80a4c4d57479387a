"""What candidates say in browser tests, synthesised once; and a microphone that says it when told to."""

import asyncio
import base64
import io
import wave
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from playwright.sync_api import Page

from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig, VoiceStyle

PIECE_S = 20
"""Whisper hears at most half a minute at once."""

MICROPHONE = """
(() => {
  let audio;
  const open = new Set();
  if (!navigator.mediaDevices) return;
  const spoken = async () => {
    audio ??= new AudioContext({sampleRate: 48000});
    await audio.resume();
    return audio;
  };
  navigator.mediaDevices.getUserMedia = async () => {
    const microphone = (await spoken()).createMediaStreamDestination();
    open.add(microphone);
    return microphone.stream;
  };
  window.say = async wav => {
    const context = await spoken();
    const bytes = Uint8Array.from(atob(wav), letter => letter.charCodeAt(0));
    const voice = new AudioBufferSourceNode(context, {buffer: await context.decodeAudioData(bytes.buffer)});
    for (const microphone of open) voice.connect(microphone);
    const said = new Promise(done => voice.onended = done);
    voice.start();
    await said;
  };
})();
"""
"""An init script: every microphone the page opens carries what `say` is given, and silence otherwise."""


def synthesised(texts: Mapping[str, str]) -> dict[str, bytes]:
    """Return each text spoken, as a WAV file."""

    async def speak_all() -> dict[str, bytes]:
        models = EmbeddedModels(EmbeddedModelsConfig(hears=False, check_files=False))
        voice = models.text_to_speech(VoiceStyle(name="candidate", pitch=1.12, pace=1.05))
        try:
            return {name: wav_of([pcm async for pcm in voice.speak(text)]) for name, text in texts.items()}
        finally:
            await models.aclose()

    return _aside(speak_all)


def transcribed(sounds: Sequence[bytes]) -> list[str]:
    """Return the words in each, heard by this machine's own speech-to-text, which listens to some seconds at a time."""

    async def hear_all() -> list[str]:
        models = EmbeddedModels(EmbeddedModelsConfig(check_files=False))
        await models.start()
        try:
            return [" ".join([await _heard(models, piece) for piece in _pieces(sound)]) for sound in sounds]
        finally:
            await models.aclose()

    return _aside(hear_all)


async def _heard(models: EmbeddedModels, sound: bytes) -> str:
    listening = await models.speech_to_text.listen()
    listening.feed(sound)
    heard = await listening.settle()
    await listening.aclose()
    return heard.text


def _pieces(sound: bytes) -> list[bytes]:
    size = 2 * HEARING_RATE_HZ * PIECE_S
    return [sound[at : at + size] for at in range(0, len(sound), size)]


def _aside[T](work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    # In a thread of its own: Playwright's loop may run in this one.
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(lambda: asyncio.run(work())).result()


def wav_of(pieces: list[Pcm]) -> bytes:
    """Return mono 16-bit audio as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(pieces[0].sample_rate_hz)
        out.writeframes(b"".join(piece.samples for piece in pieces))
    return file.getvalue()


def say(page: Page, wav: bytes, *, to_the_end: bool = True) -> None:
    """Speak into the page's microphone; return when it is said, or at once."""
    page.evaluate(
        "([wav, whole]) => { const said = window.say(wav); return whole ? said : null; }",
        [base64.b64encode(wav).decode(), to_the_end],
    )
