"""Speech to text behind an OpenAI-compatible endpoint."""

import asyncio
import io
import wave
from collections.abc import Callable, Iterator, Sequence

from openai.types.audio import Transcription as PlainTranscription
from openai.types.audio import TranscriptionVerbose

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.domain.ports.hearing import VoiceActivity
from vivavoce.domain.ports.speech_to_text import Listening
from vivavoce.domain.transcript import Word
from vivavoce.providers.incremental import HeardWord, IncrementalListening, LookAhead
from vivavoce.providers.openai_compatible.endpoint import Endpoint

_LOOK_AHEAD = LookAhead(pause_s=0.3, caption_every_s=6.0)
"""Every decode is a paid request, so captions come less often."""


class EndpointSpeechToText:
    """POST /audio/transcriptions with the tail of the utterance, at every pause.

    `word_times=False` is for models that give text alone: words are then spread evenly over the speech, so quotes are found
    to within a second or two instead of exactly.
    """

    def __init__(
        self, endpoint: Endpoint, *, voice_activity: Callable[[], VoiceActivity], word_times: bool = True
    ) -> None:
        self._endpoint = endpoint
        self._client = endpoint.client()
        self._voice_activity = voice_activity
        self._word_times = word_times

    @property
    def name(self) -> str:
        return self._endpoint.name

    async def listen(self, *, vocabulary: Sequence[str] = ()) -> Listening:
        prompt = ", ".join(vocabulary)

        async def decode(samples: bytes, urgency: int) -> list[HeardWord]:
            return await self._decode(samples, prompt)

        return IncrementalListening(decode, voice_activity=self._voice_activity(), look_ahead=_LOOK_AHEAD)

    async def aclose(self) -> None:
        await self._client.close()

    async def _decode(self, samples: bytes, prompt: str) -> list[HeardWord]:
        file = ("speech.wav", _wav(samples), "audio/wav")
        model = self._endpoint.model
        with self._endpoint.failures():
            async with asyncio.timeout(self._endpoint.deadline_s):
                if self._word_times:
                    verbose = await self._client.audio.transcriptions.create(
                        model=model,
                        file=file,
                        prompt=prompt,
                        response_format="verbose_json",
                        timestamp_granularities=["word"],
                    )
                    return list(_timed_words(verbose, len(samples) / 2 / HEARING_RATE_HZ))
                plain: PlainTranscription = await self._client.audio.transcriptions.create(
                    model=model, file=file, prompt=prompt, response_format="json"
                )
                return list(_spread(plain.text, 0.0, len(samples) / 2 / HEARING_RATE_HZ))


def _wav(samples: bytes) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(HEARING_RATE_HZ)
        file.writeframes(samples)
    return buffer.getvalue()


def _timed_words(answer: TranscriptionVerbose, duration_s: float) -> Iterator[HeardWord]:
    """Yield the words with their punctuation, which only the text has; times are the model's where its words match."""
    timed = list(answer.words or ())
    written = answer.text.split()
    if len(timed) == len(written):
        for text, word in zip(written, timed, strict=True):
            yield HeardWord(word=Word(text=text, start_s=word.start, end_s=word.end), probability=1.0)
    elif timed:
        for word in timed:
            yield HeardWord(word=Word(text=word.word.strip(), start_s=word.start, end_s=word.end), probability=1.0)
    elif answer.segments:
        for segment in answer.segments:
            yield from _spread(segment.text, segment.start, segment.end)
    else:
        yield from _spread(answer.text, 0.0, duration_s)


def _spread(text: str, start_s: float, end_s: float) -> Iterator[HeardWord]:
    """Yield a text's words over a stretch of time, each as long as its share of the letters."""
    words = text.split()
    per_letter_s = (end_s - start_s) / max(1, sum(map(len, words)))
    for word in words:
        until_s = start_s + len(word) * per_letter_s
        yield HeardWord(word=Word(text=word, start_s=start_s, end_s=until_s), probability=1.0)
        start_s = until_s
