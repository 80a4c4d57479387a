"""Frames of the Gemini Live protocol: what we send, and what the vendor's frames say, by the types of its own client."""

import json
import re
from collections.abc import Iterator, Sequence

from google.genai import types

from vivavoce.domain.audio import Pcm
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import Fault, ProviderError
from vivavoce.domain.ports.realtime_model import RealtimeSetup
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.domain.usage import Unit, Usage
from vivavoce.providers.wire import standing_orders

INPUT_RATE_HZ, OUTPUT_RATE_HZ = 16_000, 24_000
_MIME_RATE = re.compile(r"rate=(\d+)")
_COMPRESSION = types.ContextWindowCompressionConfig(
    trigger_tokens=16_000, sliding_window=types.SlidingWindow(target_tokens=8_000)
)
"""Every turn pays for the whole context again, and the state of the interview stands in the instructions anyway."""
_REALTIME_INPUT = types.RealtimeInputConfig(
    automatic_activity_detection=types.AutomaticActivityDetection(disabled=True),
    activity_handling=types.ActivityHandling.START_OF_ACTIVITY_INTERRUPTS,
)


def setup_frame(setup: RealtimeSetup, *, model: str, voice: str) -> str:
    """Return the first frame: who speaks, with which voice, and that we say when a turn begins and ends."""
    speech = types.SpeechConfig(
        voice_config=types.VoiceConfig(prebuilt_voice_config=types.PrebuiltVoiceConfig(voice_name=voice))
    )
    live = types.LiveClientSetup(
        model=f"models/{model}",
        generation_config=types.GenerationConfig(response_modalities=[types.Modality.AUDIO], speech_config=speech),
        system_instruction=types.Content(parts=[types.Part(text=standing_orders(setup))]),
        output_audio_transcription=types.AudioTranscriptionConfig(),
        context_window_compression=_COMPRESSION,
    )
    message = types.LiveClientMessage(setup=live).model_dump(mode="json", by_alias=True, exclude_none=True)
    # The client's own type has no such field, though its client sends it.
    message["setup"]["realtimeInputConfig"] = _REALTIME_INPUT.model_dump(mode="json", by_alias=True, exclude_none=True)
    return json.dumps(message)


def history_frame(history: Sequence[Turn]) -> str:
    """Return the turns so far as context that asks for no answer."""
    turns = [
        types.Content(role="user" if turn.speaker is Speaker.CANDIDATE else "model", parts=[types.Part(text=turn.text)])
        for turn in history
    ]
    return _frame(types.LiveClientMessage(client_content=types.LiveClientContent(turns=turns, turn_complete=False)))


def audio_frame(pcm: Pcm) -> str:
    blob = types.Blob(data=pcm.samples, mime_type=f"audio/pcm;rate={pcm.sample_rate_hz}")
    return _input(types.LiveClientRealtimeInput(audio=blob))


def text_frame(text: str) -> str:
    return _input(types.LiveClientRealtimeInput(text=text))


def activity_start_frame() -> str:
    return _input(types.LiveClientRealtimeInput(activity_start=types.ActivityStart()))


def activity_end_frame() -> str:
    return _input(types.LiveClientRealtimeInput(activity_end=types.ActivityEnd()))


def spoken_audio(content: types.LiveServerContent, *, name: str) -> Iterator[Pcm]:
    """Yield the audio of a frame; raise `ProviderError` (malformed) for audio at a rate nobody agreed to."""
    for part in (content.model_turn.parts if content.model_turn else None) or ():
        if part.inline_data is None or not part.inline_data.data:
            continue
        declared = _MIME_RATE.search(part.inline_data.mime_type or "")
        if declared and int(declared[1]) != OUTPUT_RATE_HZ:
            message = f"it speaks at {declared[1]} Hz, not at {OUTPUT_RATE_HZ}"
            raise ProviderError(name, message, fault=Fault.MALFORMED)
        yield Pcm(samples=part.inline_data.data, sample_rate_hz=OUTPUT_RATE_HZ)


def usage_of(metadata: types.UsageMetadata, *, provider: str, model: str) -> Iterator[Usage]:
    """Yield what a turn used, by modality; cached tokens are no longer counted as fresh ones."""
    cached = _by_unit(metadata.cache_tokens_details, audio=Unit.AUDIO_TOKENS_CACHED, text=Unit.TEXT_TOKENS_CACHED)
    fresh = _by_unit(metadata.prompt_tokens_details, audio=Unit.AUDIO_TOKENS_IN, text=Unit.TEXT_TOKENS_IN)
    fresh[Unit.AUDIO_TOKENS_IN] -= cached[Unit.AUDIO_TOKENS_CACHED]
    fresh[Unit.TEXT_TOKENS_IN] -= cached[Unit.TEXT_TOKENS_CACHED]
    spoken = _by_unit(metadata.response_tokens_details, audio=Unit.AUDIO_TOKENS_OUT, text=Unit.TEXT_TOKENS_OUT)
    spoken[Unit.TEXT_TOKENS_OUT] += metadata.thoughts_token_count or 0
    for unit, amount in (fresh | cached | spoken).items():
        if amount > 0:
            yield Usage(provider=provider, model=model, capability=Capability.REALTIME, unit=unit, amount=float(amount))


def _by_unit(details: list[types.ModalityTokenCount] | None, *, audio: Unit, text: Unit) -> dict[Unit, int]:
    counted = {audio: 0, text: 0}
    for detail in details or ():
        unit = audio if detail.modality is types.MediaModality.AUDIO else text
        counted[unit] += detail.token_count or 0
    return counted


def _input(realtime_input: types.LiveClientRealtimeInput) -> str:
    return _frame(types.LiveClientMessage(realtime_input=realtime_input))


def _frame(message: types.LiveClientMessage) -> str:
    return message.model_dump_json(by_alias=True, exclude_none=True)
