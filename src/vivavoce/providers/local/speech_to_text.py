"""Speech to text in the hearing worker: Moonshine as it ships, or a Whisper model that an operator names."""

import asyncio
from collections.abc import Sequence
from typing import Any

from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.speech_to_text import Listening
from vivavoce.providers.incremental import Decoded, HeardWord, IncrementalListening, LookAhead
from vivavoce.providers.local.voice_activity import WideBandVoiceActivity
from vivavoce.providers.local.worker import WorkerProcess

_DEADLINE_S = 20.0
"""A decode that takes longer hangs."""


class LocalSpeechToText:
    """A decode at a time; what is asked for now goes before what captions could show."""

    def __init__(self, worker: WorkerProcess, *, name: str, look_ahead: LookAhead) -> None:
        self._worker = worker
        self._name = name
        self._look_ahead = look_ahead

    @property
    def name(self) -> str:
        return self._name

    async def listen(self, *, vocabulary: Sequence[str] = ()) -> Listening:
        expected, draft = list(vocabulary), list[int]()

        async def decode(samples: bytes, urgency: int) -> Decoded:
            answer = await self._ask(samples, urgency=urgency, expected=expected, draft=draft)
            draft[:] = answer.get("tokens", ())  # where the model can use what it wrote before
            return Decoded(
                words=[HeardWord(text=text, probability=share, at_s=at_s) for text, share, at_s in _read(answer)],
                sentence_end=answer.get("sentence_end"),
            )

        return IncrementalListening(decode, voice_activity=WideBandVoiceActivity(), look_ahead=self._look_ahead)

    async def _ask(self, samples: bytes, **asked: Any) -> Any:
        try:
            async with asyncio.timeout(_DEADLINE_S):
                return (await self._worker.ask("speech-to-text", samples, **asked)).header
        except TimeoutError:
            raise ProviderError(
                self._name,
                f"no text within {_DEADLINE_S:.0f} s",
                fix="Hold fewer calls at once, or give it more cores.",
            ) from None


def _read(answer: Any) -> Sequence[tuple[str, float, tuple[float, float] | None]]:
    """Return text, probability and, from a model that tells, the times of each word."""
    return [(text, share, tuple(at_s) if at_s else None) for text, share, *at_s in answer["words"]]
