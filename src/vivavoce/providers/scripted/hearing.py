"""Voice activity by loudness, end of turn by punctuation, backchannels by their letters: all hear spelled speech."""

import asyncio

import numpy as np

from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.hearing import VAD_WINDOW_SAMPLES
from vivavoce.providers.scripted.spelling import AUDIBLE_LEVEL, read


class ScriptedVoiceActivity:
    """Takes for speech whatever is loud for half of a window or more."""

    def probability(self, window: bytes) -> float:
        samples = np.frombuffer(window, dtype="<i2").astype(np.int32)
        if samples.size != VAD_WINDOW_SAMPLES:
            raise ValueError(f"a window holds {VAD_WINDOW_SAMPLES} samples, this one {samples.size}")
        return float(np.mean(np.abs(samples) >= AUDIBLE_LEVEL))

    def reset(self) -> None:
        """Nothing is remembered."""


class ScriptedEndOfTurn:
    """Takes a turn for ended when the last character spelled ends a sentence; `answer_s` is how long it thinks.

    Set `always` to override the verdict (a model that misjudges), `broken` to have it raise `ProviderError`.
    """

    ENDED, GOING_ON = 0.95, 0.05

    def __init__(self, *, name: str = "scripted:punctuation", answer_s: float = 0.0) -> None:
        self._name = name
        self.answer_s = answer_s
        self.always: float | None = None
        self.broken = False

    @property
    def name(self) -> str:
        return self._name

    async def probability(self, samples: bytes) -> float:
        await asyncio.sleep(self.answer_s)
        if self.broken:
            raise ProviderError(self._name, "it was told to be broken", fix="Set `broken` to False.")
        if self.always is not None:
            return self.always
        heard = "".join(c.character for c in read(Pcm(samples=samples, sample_rate_hz=HEARING_RATE_HZ))).rstrip()
        return self.ENDED if heard.endswith((".", "!", "?")) else self.GOING_ON


class ScriptedBackchannel:
    """Takes for a backchannel what can be the beginning of one or is a whole one; `answer_s` is how long it thinks.

    Set `broken` to have it raise `ProviderError`.
    """

    NOD, BID = 0.97, 0.03

    def __init__(self, *nods: str, answer_s: float = 0.0) -> None:
        self._nods = [_letters(nod) for nod in nods or ("mhm", "right", "yeah", "okay", "uh huh")]
        self.answer_s = answer_s
        self.broken = False

    @property
    def name(self) -> str:
        return "scripted:nods"

    async def probability(self, samples: bytes) -> float:
        await asyncio.sleep(self.answer_s)
        if self.broken:
            raise ProviderError(self.name, "it was told to be broken", fix="Set `broken` to False.")
        heard = _letters("".join(c.character for c in read(Pcm(samples=samples, sample_rate_hz=HEARING_RATE_HZ))))
        return self.NOD if heard and any(nod.startswith(heard) for nod in self._nods) else self.BID


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalpha())
