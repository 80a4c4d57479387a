"""The models that run on this machine, as one thing the platform starts and closes."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vivavoce.domain.errors import ConfigurationError
from vivavoce.domain.ports.hearing import VoiceActivity
from vivavoce.providers.incremental import LookAhead
from vivavoce.providers.local.backchannel import MoonshineBackchannel
from vivavoce.providers.local.embeddings import MiniLmEmbedder
from vivavoce.providers.local.end_of_turn import LiveKitEndOfTurn
from vivavoce.providers.local.model_files import (
    ModelFiles,
    Verdicts,
    minilm_files,
    moonshine_files,
    piper_files,
    silero_files,
    tokenizer_files,
    whisper_files,
)
from vivavoce.providers.local.speech_to_text import LocalSpeechToText
from vivavoce.providers.local.text_to_speech import PiperTextToSpeech, VoiceStyle
from vivavoce.providers.local.voice_activity import NarrowBandSilero, TwoBandVoiceActivity
from vivavoce.providers.local.worker import WorkerProcess

_LOOK_AHEAD = {"moonshine": LookAhead(pause_s=0.1, caption_every_s=1.2), "whisper": LookAhead()}
"""Moonshine works out five seconds of speech in 0.05–0.1 s, Whisper in 0.3 s (measured on two cores)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedModelsConfig:
    """Which files, and how much of the machine they may take."""

    moonshine_model_dir: Path | None = None
    whisper_model_dir: Path | None = None
    """Hears instead of Moonshine: slower, in other languages and sizes."""
    piper_voice: Path | None = None
    minilm_model: Path | None = None
    minilm_tokenizer: Path | None = None
    check_files: bool = True
    """Compare shipped files with their pinned sha256."""
    cache_dir: Path | None = None
    """Where verdicts on files are remembered, so that the next start is quick."""
    hears: bool = True
    """Speech to text is needed; False when another endpoint transcribes."""
    speaks: bool = True
    """Piper is needed; False when another endpoint speaks."""
    language: str = "en"
    beam_size: int = 1
    threads: int = 2
    """For each of speech to text and Piper."""


class EmbeddedModels:
    """Speech to text, text to speech, embeddings, end of turn, backchannels and voice activity in two worker processes.

    Making one looks at the files and raises `ModelFileError` naming the setting; `start` loads them and raises
    `ProviderError`. A worker that dies is started again by the next call.
    """

    def __init__(self, config: EmbeddedModelsConfig) -> None:
        self._config = config
        self._minilm = minilm_files(config.minilm_model)
        self._tokenizer = tokenizer_files(config.minilm_tokenizer)
        self._nods = moonshine_files()
        self._silero = silero_files()
        self._ear = _ear(config) if config.hears else None
        self._piper = piper_files(config.piper_voice) if config.speaks else None
        for files in self._files:
            files.verify(verdicts=None)
        self._hearing = WorkerProcess("vivavoce.providers.local.hearing_worker", loads=self._hearing_loads())
        self._voice = WorkerProcess("vivavoce.providers.local.voice_worker", loads=_voice_loads(self._piper, config))
        self._embedder = MiniLmEmbedder(self._hearing, name=f"minilm:{self._minilm.model}")
        self._end_of_turn = LiveKitEndOfTurn(self._hearing)
        self._backchannel = MoonshineBackchannel(self._hearing)
        self._narrow_band = NarrowBandSilero(self._silero.path)

    async def start(self) -> None:
        """Check the files, start the workers, and return when every model is loaded."""
        if self._config.check_files:
            await asyncio.to_thread(_check_files, self._files, self._config.cache_dir)
        await asyncio.to_thread(self._narrow_band.load)
        starts = [self._hearing.start(), *([self._voice.start()] if self._piper is not None else [])]
        failures = await asyncio.gather(*starts, return_exceptions=True)
        for failure in failures:
            if failure is not None:
                raise failure

    def readiness(self) -> Mapping[str, str]:
        """Say of each slot: "not started", "loading", "ready", or why it failed."""
        return {slot: worker.state(lane) for slot, (worker, lane) in self._slots().items()}

    def process_ids(self) -> Mapping[str, int]:
        """Return the workers now running: what they cost is theirs, not the platform's."""
        running = {"hearing": self._hearing.process_id, "voice": self._voice.process_id}
        return {name: process_id for name, process_id in running.items() if process_id is not None}

    def names(self) -> dict[str, str]:
        """Return the models in use, by slot, as pinned into sessions and reports."""
        names = {
            "embeddings": self._embedder.name,
            "end_of_turn": self._end_of_turn.name,
            "backchannel": self._backchannel.name,
            "voice_activity": "silero:16k+8k",
        }
        if self._ear is not None:
            names["speech_to_text"] = self.speech_to_text.name
        if self._piper is not None:
            names["text_to_speech"] = self.text_to_speech().name
        return names

    @property
    def speech_to_text(self) -> LocalSpeechToText:
        if self._ear is None:
            raise ConfigurationError(
                "speech to text does not run here", fix="Set `hears`, or use the endpoint's adapter."
            )
        kind = _kind(self._config)
        return LocalSpeechToText(self._hearing, name=f"{kind}:{self._ear.model}", look_ahead=_LOOK_AHEAD[kind])

    def text_to_speech(self, style: VoiceStyle | None = None) -> PiperTextToSpeech:
        """Return the interviewer's voice, or the same voice file in another style."""
        if self._piper is None:
            raise ConfigurationError(
                "text to speech does not run here", fix="Set `speaks`, or use the endpoint's adapter."
            )
        return PiperTextToSpeech(self._voice, voice=self._piper.path, style=style)

    @property
    def embedder(self) -> MiniLmEmbedder:
        return self._embedder

    @property
    def end_of_turn(self) -> LiveKitEndOfTurn:
        return self._end_of_turn

    @property
    def backchannel(self) -> MoonshineBackchannel:
        return self._backchannel

    def voice_activity(self) -> VoiceActivity:
        """Return a fresh one: it keeps state, so a track needs its own."""
        return TwoBandVoiceActivity(self._narrow_band)

    async def aclose(self) -> None:
        """End the workers. Safe to call twice."""
        await asyncio.gather(self._hearing.aclose(), self._voice.aclose())

    @property
    def _files(self) -> list[ModelFiles]:
        files = (self._nods, self._silero, self._ear, self._piper, self._minilm, self._tokenizer)
        return [one for one in files if one is not None]

    def _slots(self) -> dict[str, tuple[WorkerProcess, str]]:
        slots = {
            "end_of_turn": (self._hearing, "end-of-turn"),
            "backchannel": (self._hearing, "backchannel"),
            "embeddings": (self._hearing, "embeddings"),
        }
        if self._ear is not None:
            slots["speech_to_text"] = (self._hearing, "speech-to-text")
        if self._piper is not None:
            slots["text_to_speech"] = (self._voice, "speech")
        return slots

    def _hearing_loads(self) -> dict[str, dict[str, Any]]:
        config = self._config
        loads: dict[str, dict[str, Any]] = {
            "end-of-turn": {},
            "backchannel": {"path": str(self._nods.path)},
            "embeddings": {"path": str(self._minilm.path), "tokenizer": str(self._tokenizer.path), "threads": 1},
        }
        if self._ear is not None:
            loads["speech-to-text"] = {
                "kind": _kind(config),
                "path": str(self._ear.path),
                "language": config.language,
                "beam_size": config.beam_size,
                "threads": config.threads,
            }
        return loads


def _check_files(models: Sequence[ModelFiles], cache_dir: Path | None) -> None:
    verdicts = Verdicts(cache_dir / "model-files.json" if cache_dir else None)
    for files in models:
        files.verify(verdicts=verdicts)


def _kind(config: EmbeddedModelsConfig) -> str:
    return "whisper" if config.whisper_model_dir else "moonshine"


def _ear(config: EmbeddedModelsConfig) -> ModelFiles:
    if config.whisper_model_dir:
        return whisper_files(config.whisper_model_dir)
    return moonshine_files(config.moonshine_model_dir)


def _voice_loads(piper: ModelFiles | None, config: EmbeddedModelsConfig) -> dict[str, dict[str, Any]]:
    return {"speech": {"path": str(piper.path), "threads": config.threads}} if piper else {}
