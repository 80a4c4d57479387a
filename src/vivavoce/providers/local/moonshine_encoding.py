"""Moonshine's encoder: how speech sounds, a row of features for each 24 ms of it."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.providers.local.onnx_session import open_session

ENCODER = "encoder_model.ort"
_SHORTEST_S = 0.3
"""Less is filled up with silence: the first layers need something to look at."""

type Samples = npt.NDArray[np.float32]
type Features = npt.NDArray[np.float32]


class MoonshineEncoder:
    """The half of the model that hears; what it heard is written down by a decoder, or judged."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        self._session = open_session(folder / ENCODER, threads=threads)

    def hear(self, pcm: bytes) -> tuple[Features, int]:
        """Return the features of mono 16-bit samples at 16 kHz, (1, rows, 288) for the tiny model, and of how many samples."""
        samples: Samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(32768)
        samples = np.pad(samples, (0, max(0, round(_SHORTEST_S * HEARING_RATE_HZ) - samples.size)))
        given = {"input_values": samples[None], "attention_mask": np.ones((1, samples.size), np.int64)}
        features: Features = self._session.run(None, given)[0]
        return features, samples.size
