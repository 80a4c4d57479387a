"""Text to speech with Piper, in its own process."""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import ModelFileError
from vivavoce.providers.local.clauses import clauses
from vivavoce.providers.local.worker import WorkerProcess

SLOWEST, FASTEST = 0.5, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceStyle:
    """How one voice file sounds as somebody else, such as a synthetic candidate beside the interviewer."""

    name: str = ""
    pace: float = 1.0
    pitch: float = 1.0
    """1.06 is about a semitone higher."""
    noise: float | None = None
    """How much the sound varies; None = as the voice file says."""
    noise_width: float | None = None
    """How much the rhythm varies."""


class PiperTextToSpeech:
    """Speaks clause by clause, in the voice's own rate, at about −20 dBFS."""

    def __init__(self, worker: WorkerProcess, *, voice: Path, style: VoiceStyle | None = None) -> None:
        self._worker = worker
        self._style = style or VoiceStyle()
        self._name = f"piper:{voice.stem}" + (f":{self._style.name}" if self._style.name else "")
        self._sample_rate_hz = _sample_rate_hz(voice)

    @property
    def name(self) -> str:
        return self._name

    @property
    def sample_rate_hz(self) -> int:
        return self._sample_rate_hz

    async def speak(self, text: str, *, pace: float = 1.0) -> AsyncIterator[Pcm]:
        pieces = [{"text": clause.text, "pause_s": clause.pause_s} for clause in clauses(text)]
        if not pieces:
            return
        style = self._style
        speech = self._worker.stream(
            "speech",
            clauses=pieces,
            pace=min(FASTEST, max(SLOWEST, pace * style.pace)),
            pitch=style.pitch,
            noise=style.noise,
            noise_width=style.noise_width,
        )
        async with aclosing(speech):
            async for piece in speech:
                yield Pcm(samples=piece.body, sample_rate_hz=self._sample_rate_hz)


def _sample_rate_hz(voice: Path) -> int:
    config = voice.with_name(f"{voice.name}.json")
    try:
        return int(json.loads(config.read_text("utf-8"))["audio"]["sample_rate"])
    except (OSError, ValueError, KeyError, TypeError):
        raise ModelFileError(
            f"text to speech: {config} is missing or no Piper voice description",
            fix="Point VIVAVOCE_PIPER_VOICE at a voice's .onnx file with its .onnx.json beside it.",
        ) from None
