"""Speech to text with Whisper, in the hearing worker."""

import asyncio
from collections.abc import Sequence

from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.speech_to_text import Listening
from vivavoce.domain.transcript import Word
from vivavoce.providers.incremental import HeardWord, IncrementalListening, LookAhead
from vivavoce.providers.local.hearing import SileroVoiceActivity
from vivavoce.providers.local.worker import WorkerProcess

_DEADLINE_S = 20.0
"""A decode that takes longer hangs."""


class WhisperSpeechToText:
    """A decode at a time; what is asked for now goes before what captions could show."""

    def __init__(self, worker: WorkerProcess, *, name: str) -> None:
        self._worker = worker
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    async def listen(self, *, vocabulary: Sequence[str] = ()) -> Listening:
        words = ", ".join(vocabulary)

        async def decode(samples: bytes, urgency: int) -> list[HeardWord]:
            return await self._decode(samples, urgency, words)

        return IncrementalListening(decode, voice_activity=SileroVoiceActivity(), look_ahead=LookAhead())

    async def _decode(self, samples: bytes, urgency: int, vocabulary: str) -> list[HeardWord]:
        try:
            async with asyncio.timeout(_DEADLINE_S):
                answer = await self._worker.ask("speech-to-text", samples, urgency=urgency, vocabulary=vocabulary)
        except TimeoutError:
            raise ProviderError(
                self._name,
                f"no text within {_DEADLINE_S:.0f} s",
                fix="Hold fewer calls at once, or give it more cores.",
            ) from None
        return [
            HeardWord(word=Word(text=text, start_s=start_s, end_s=end_s), probability=probability)
            for text, start_s, end_s, probability in answer.header["words"]
        ]
