"""Text-to-speech that spells."""

import asyncio
import re
from collections.abc import AsyncIterator

from vivavoce.domain.audio import Pcm
from vivavoce.domain.errors import ProviderError
from vivavoce.providers.scripted.spelling import spell

_CLAUSE = re.compile(r"[^\s,;:.!?][^,;:.!?]*[,;:.!?]*\s*")


class ScriptedTextToSpeech:
    """Speaks spelled speech of realistic length, clause by clause.

    `first_audio_s` passes before each clause is ready. While `broken` is true, speaking raises `ProviderError`.
    `spoken` lists the texts asked for, in order.
    """

    def __init__(
        self, *, name: str = "scripted:spelled", sample_rate_hz: int = 24_000, first_audio_s: float = 0.0
    ) -> None:
        self._name = name
        self._sample_rate_hz = sample_rate_hz
        self.first_audio_s = first_audio_s
        self.broken = False
        self.spoken: list[str] = []

    @property
    def name(self) -> str:
        return self._name

    @property
    def sample_rate_hz(self) -> int:
        return self._sample_rate_hz

    async def speak(self, text: str, *, pace: float = 1.0) -> AsyncIterator[Pcm]:
        self.spoken.append(text)
        for clause in _CLAUSE.findall(text):
            await asyncio.sleep(self.first_audio_s)
            if self.broken:
                raise ProviderError(self._name, "it was told to be broken", fix="Set `broken` to False.")
            yield spell(clause, sample_rate_hz=self._sample_rate_hz, pace=pace)
