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
from vivavoce.providers.incremental import Decoded, HeardWord, IncrementalListening, LookAhead
from vivavoce.providers.openai_compatible.endpoint import Endpoint
from vivavoce.providers.wire.keyterms import fitting

_LOOK_AHEAD = LookAhead(pause_s=0.3, caption_every_s=6.0)
"""Every decode is a paid request, so captions come less often."""
MOST_KEYTERMS, MOST_PROMPT_TOKENS = 100, 224
"""Whisper reads no more of a prompt, and of a longer one its end."""


class EndpointSpeechToText:
    """POST /audio/transcriptions with the tail of the utterance, at every pause.

    `word_times=False` is for models that give text alone: words are then spread over the speech between two pauses, so quotes
    are found to within a second.
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
        prompt = ", ".join(fitting(vocabulary, most=MOST_KEYTERMS, most_tokens=MOST_PROMPT_TOKENS))

        async def decode(samples: bytes, urgency: int) -> Decoded:
            return Decoded(words=await self._decode(samples, prompt))

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
                    return list(_timed_words(verbose))
                plain: PlainTranscription = await self._client.audio.transcriptions.create(
                    model=model, file=file, prompt=prompt, response_format="json"
                )
                return [HeardWord(text=text, probability=1.0) for text in plain.text.split()]


def _wav(samples: bytes) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(HEARING_RATE_HZ)
        file.writeframes(samples)
    return buffer.getvalue()


def _timed_words(answer: TranscriptionVerbose) -> Iterator[HeardWord]:
    """Yield the words with their punctuation, which only the text has; times are the model's where its words match."""
    timed = list(answer.words or ())
    written = answer.text.split()
    if not timed:
        yield from (HeardWord(text=text, probability=1.0) for text in written)
        return
    if len(timed) != len(written):
        written = [word.word.strip() for word in timed]
    for text, word in zip(written, timed, strict=True):
        yield HeardWord(text=text, probability=1.0, at_s=(word.start, word.end))
