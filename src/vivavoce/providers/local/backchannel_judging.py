"""Judges inside the worker whether speech that has only begun is a backchannel.

Words come too late for this: a nod is known from them when it is over. How it begins is mostly enough after a quarter of a
second. The network is two convolutions over the encoder's features, and mean and maximum over time;
`scripts/backchannel/train.py` trains it and says how well it knows speakers and sentences that it was not trained on.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vivavoce.providers.local.moonshine_encoding import Features, MoonshineEncoder
from vivavoce.providers.local.wire import Frame

WEIGHTS = Path(__file__).with_name("backchannel.npz")


class BackchannelJudge:
    """Encoder and network, one sound at a time."""

    def __init__(self, header: Mapping[str, Any]) -> None:
        self._encoder = MoonshineEncoder(Path(header["path"]), threads=1)
        self._network = BackchannelNetwork(WEIGHTS)
        for _ in self.judge(Frame(header={}, body=b"")):
            pass  # the first call is slow

    def judge(self, frame: Frame) -> Iterator[Frame | None]:
        """Yield P(backchannel) of the frame's mono 16-bit samples at 16 kHz."""
        features, _ = self._encoder.hear(frame.body)
        yield Frame(header={"probability": self._network.probability(features[0])})


class BackchannelNetwork:
    """The trained layers. Arrays are float16 in the file: `project` (features, width), `near` and `far` (taps * width, width),
    `verdict` (2 * width, 1), each with a `_bias`."""

    def __init__(self, weights: Path) -> None:
        with np.load(weights) as file:
            self._arrays = {name: file[name].astype(np.float32) for name in file.files}

    def probability(self, features: Features) -> float:
        """Return P(backchannel) for features (rows, width of the encoder)."""
        hidden = np.maximum(self._layer("project", features), 0)
        for layer in ("near", "far"):
            hidden = np.maximum(self._layer(layer, _neighbourhoods(hidden)), 0)
        pooled = np.concatenate([hidden.mean(axis=0), hidden.max(axis=0)])
        return float(1 / (1 + np.exp(-self._layer("verdict", pooled)[0])))

    def _layer(self, name: str, given: Features) -> Features:
        made: Features = given @ self._arrays[name] + self._arrays[f"{name}_bias"]
        return made


def _neighbourhoods(rows: Features, *, taps: int = 5) -> Features:
    """Return each row with the two before and the two behind it, silence beyond the ends."""
    padded = np.pad(rows, ((taps // 2, taps // 2), (0, 0)))
    windows: npt.NDArray[np.float32] = np.concatenate([padded[tap : tap + len(rows)] for tap in range(taps)], axis=1)
    return windows
