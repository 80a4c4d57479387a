"""The worker that hears: speech to text, end of turn, backchannels and sentence embeddings in one process, a lane each."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from vivavoce.providers.local.backchannel_judging import BackchannelJudge
from vivavoce.providers.local.lanes import Lane, Work, serve
from vivavoce.providers.local.minilm import SentenceEncoder
from vivavoce.providers.local.moonshine_decoding import MoonshineDecoder
from vivavoce.providers.local.whisper_decoding import WhisperDecoder
from vivavoce.providers.local.wire import Frame


def _load_end_of_turn(header: Mapping[str, Any]) -> Work:
    from livekit.local_inference import EOT, EOT_MAX_SAMPLES

    model = EOT()

    def judge(frame: Frame) -> Iterator[Frame | None]:
        samples = np.frombuffer(frame.body, dtype="<i2")[-EOT_MAX_SAMPLES:]
        yield Frame(header={"probability": float(model.predict(np.ascontiguousarray(samples)))})

    for _ in judge(Frame(header=header, body=bytes(2 * EOT_MAX_SAMPLES))):
        pass  # the first call is slow
    return judge


def _load_speech_to_text(header: Mapping[str, Any]) -> Work:
    return (WhisperDecoder if header["kind"] == "whisper" else MoonshineDecoder)(header).decode


if __name__ == "__main__":
    serve(
        {
            "backchannel": Lane(lambda header: BackchannelJudge(header).judge),
            "end-of-turn": Lane(_load_end_of_turn),
            "speech-to-text": Lane(_load_speech_to_text, nice=1),
            "embeddings": Lane(lambda header: SentenceEncoder(header).embed, nice=2),
        }
    )
