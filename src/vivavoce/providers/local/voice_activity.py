"""Hears in process whether somebody speaks: Silero on the whole band, and once more on the telephone's.

By telephone and from an overdriven microphone the whole band notices late that speech begins: one interruption in four more
than 0.15 s after its first sound, one in twenty after 0.4 s. Silero's network for 8 kHz hears those sooner, and others later;
whichever is first counts (one in seven, and 0.2 s; measured through Opus). Once the whole band is sure, it alone says where
speech ends.
"""

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from livekit.local_inference import VAD

from vivavoce.domain.ports.hearing import VAD_WINDOW_SAMPLES
from vivavoce.providers.local.onnx_session import open_session

NARROW_RATE_HZ = 8_000
_CONTEXT_SAMPLES = 32
_STATE = (2, 1, 128)
_SURE = 0.85
_QUIET, _SILENT = 0.35, 0.15
_FORGETS_AFTER_WINDOWS = 62
"""2 s. A long silence makes the narrow network hard of hearing: half of the interruptions behind one were noticed more than
0.15 s late (measured). So it begins anew there."""

type Samples = npt.NDArray[np.int16]


class NarrowBandSilero:
    """The network for 8 kHz, loaded when it is first needed and shared by all tracks."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def session(self) -> Any:
        return open_session(self._path, threads=1)


class WideBandVoiceActivity:
    """Silero on the whole band: about 0.05 ms a window."""

    def __init__(self) -> None:
        self._model = VAD()

    def probability(self, window: bytes) -> float:
        return float(self._model.predict(np.frombuffer(window, dtype="<i2")))

    def reset(self) -> None:
        self._model.reset()


class TwoBandVoiceActivity:
    """Both networks on one track: about 0.3 ms a window."""

    def __init__(self, narrow: NarrowBandSilero) -> None:
        self._wide = WideBandVoiceActivity()
        self._narrow = _NarrowBand(narrow)
        self._wide_hears = False

    def probability(self, window: bytes) -> float:
        wide = self._wide.probability(window)
        either = max(wide, self._narrow.probability(np.frombuffer(window, dtype="<i2")))
        self._wide_hears = wide >= _SURE or (self._wide_hears and either >= _QUIET)
        return wide if self._wide_hears else either

    def reset(self) -> None:
        self._wide.reset()
        self._narrow.reset()
        self._wide_hears = False


class _NarrowBand:
    """One track of the narrow network."""

    def __init__(self, network: NarrowBandSilero) -> None:
        self._session = network.session
        self.reset()

    def reset(self) -> None:
        self._state = np.zeros(_STATE, np.float32)
        self._context = np.zeros(_CONTEXT_SAMPLES, np.float32)
        self._silent_windows = 0

    def probability(self, samples: Samples) -> float:
        halved = samples.astype(np.float32).reshape(VAD_WINDOW_SAMPLES // 2, 2).mean(axis=1) / 32768
        given = np.concatenate([self._context, halved])
        self._context = given[-_CONTEXT_SAMPLES:]
        inputs = {"input": given[np.newaxis], "state": self._state, "sr": np.array(NARROW_RATE_HZ, np.int64)}
        (((probability,),), self._state) = self._session.run(None, inputs)
        self._silent_windows = self._silent_windows + 1 if probability < _SILENT else 0
        if self._silent_windows >= _FORGETS_AFTER_WINDOWS:
            self.reset()
        return float(probability)
