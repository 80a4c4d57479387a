"""The worker that speaks: Piper, alone in its process because of its licence, and gentler than what hears.

Piper is GPL-3 software: the platform talks to it over a pipe and never imports it.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vivavoce.providers.local.lanes import Lane, Work, serve
from vivavoce.providers.local.onnx_session import open_session
from vivavoce.providers.local.speech_shaping import shaped
from vivavoce.providers.local.wire import Frame


def _load_voice(header: Mapping[str, Any]) -> Work:
    from piper import PiperVoice, SynthesisConfig
    from piper.config import PiperConfig

    path = Path(header["path"])
    voice = PiperVoice(
        config=PiperConfig.from_dict(json.loads(path.with_name(f"{path.name}.json").read_text("utf-8"))),
        session=open_session(path, threads=header["threads"]),
    )

    def speak(frame: Frame) -> Iterator[Frame | None]:
        """Yield each clause as 16-bit samples, ready to be played; may be stopped between sentences."""
        how = frame.header
        synthesis = SynthesisConfig(
            length_scale=voice.config.length_scale * how["pitch"] / how["pace"],
            noise_scale=how["noise"],
            noise_w_scale=how["noise_width"],
            normalize_audio=False,
        )
        for clause in how["clauses"]:
            for chunk in voice.synthesize(clause["text"], synthesis):
                samples = shaped(
                    chunk.audio_float_array,
                    sample_rate_hz=chunk.sample_rate,
                    pitch=how["pitch"],
                    pause_s=clause["pause_s"] / how["pace"],
                )
                yield Frame(header={}, body=samples)

    warm_up = {"pitch": 1.0, "pace": 1.0, "noise": None, "noise_width": None}
    for _ in speak(Frame(header={**warm_up, "clauses": [{"text": "Hello.", "pause_s": 0.0}]})):
        pass  # the first synthesis is slow
    return speak


if __name__ == "__main__":
    serve({"speech": Lane(_load_voice, nice=5)})
