"""Whisper inside the worker: one stretch of speech to words, without paying for thirty seconds of silence.

Whisper was trained on windows of 30 s, and libraries pad every call to that. The encoder works as well on the speech and six
more seconds, which halves the time for a typical answer. With less padding, and with a window under about 13 s, the decoder
begins to say the same sentence again and again; what still repeats itself is decoded once more in a whole window.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.providers.local.repetition import has_loop, without_loops
from vivavoce.providers.local.wire import Frame

WINDOW_S = 30.0
PADDING_S = 6.0
SHORTEST_WINDOW_S = 13.0
_HOP_SAMPLES = 160
_TOKENS_PER_S = 12
"""Nobody says more; a decoder that writes more is repeating itself."""
_MAX_PROMPT_TOKENS = 100
_NO_SPEECH, _UNLIKELY, _HOPELESS = 0.6, -1.0, -1.6

type Words = list[tuple[str, float, float, float]]
"""Text, probability, start and end in seconds."""


class WhisperDecoder:
    def __init__(self, header: Mapping[str, Any]) -> None:
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer

        self._model = WhisperModel(
            header["path"], device="cpu", compute_type="int8", cpu_threads=header["threads"], num_workers=1
        )
        multilingual = self._model.model.is_multilingual
        self._tokenizer = Tokenizer(
            self._model.hf_tokenizer,
            multilingual,
            task="transcribe" if multilingual else None,
            language=header["language"],
        )
        self._beam_size: int = header["beam_size"]
        for _ in self.decode(Frame(header={"expected": []}, body=bytes(2 * HEARING_RATE_HZ))):
            pass  # the first call allocates; a candidate should not wait for that

    def decode(self, frame: Frame) -> Iterator[Frame | None]:
        """Yield the words of the frame's mono 16-bit samples at 16 kHz; may be stopped between the model's steps."""
        samples = np.frombuffer(frame.body, dtype="<i2").astype(np.float32) / np.float32(32768)
        samples = samples[: round(WINDOW_S * HEARING_RATE_HZ)]
        duration_s = samples.size / HEARING_RATE_HZ
        vocabulary = ", ".join(frame.header["expected"])
        words: Words = []
        for window_s in (min(WINDOW_S, max(duration_s + PADDING_S, SHORTEST_WINDOW_S)), WINDOW_S):
            encoded = self._model.encode(self._features(samples, window_s))
            yield None
            tokens, likelihood, no_speech = self._generate(encoded, vocabulary, duration_s)
            yield None
            words = self._words(encoded, tokens, content_frames=samples.size // _HOP_SAMPLES)
            if _is_hallucination(words, likelihood=likelihood, no_speech=no_speech):
                words = []
            if not has_loop([word[0] for word in words]):
                break
            vocabulary = ""  # a prompt makes repeating likelier
        yield Frame(header={"words": without_loops(words, text=lambda word: word[0])})

    def _features(self, samples: npt.NDArray[np.float32], window_s: float) -> npt.NDArray[np.float32]:
        """Return the spectrogram of the samples and of the silence that fills the window."""
        padding = max(0, round(window_s * HEARING_RATE_HZ) - samples.size)
        features = self._model.feature_extractor(np.pad(samples, (0, padding)))
        frames = min(features.shape[1], round(WINDOW_S * HEARING_RATE_HZ) // _HOP_SAMPLES) // 2 * 2
        return np.ascontiguousarray(features[:, :frames])

    def _generate(self, encoded: Any, vocabulary: str, duration_s: float) -> tuple[list[int], float, float]:
        """Return the text's tokens, their mean log probability, and the probability that nobody speaks."""
        hotwords = self._tokenizer.encode(f" {vocabulary}.")[-_MAX_PROMPT_TOKENS:] if vocabulary else []
        prompt = [self._tokenizer.sot_prev, *hotwords] if hotwords else []
        prompt += self._tokenizer.sot_sequence  # with timestamps: without them it stops less reliably
        result = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=self._beam_size,
            max_length=min(448, len(prompt) + 10 + round(_TOKENS_PER_S * duration_s)),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
            suppress_tokens=[-1],
        )[0]
        tokens = [token for token in result.sequences_ids[0] if token < self._tokenizer.eot]
        return tokens, result.scores[0], result.no_speech_prob

    def _words(self, encoded: Any, tokens: list[int], *, content_frames: int) -> Words:
        if not tokens:
            return []
        aligned = self._model.find_alignment(self._tokenizer, [tokens], encoded, max(content_frames, 2))[0]
        words: Words = []
        for piece in aligned:
            text, probability = piece["word"], float(piece["probability"])
            start_s, end_s = float(piece["start"]), float(piece["end"])
            if words and not text.startswith(" "):
                words[-1] = _joined(words[-1], text, end_s, probability)
            elif text.strip():
                words.append((text.strip(), probability, start_s, end_s))
        return words


def _joined(
    word: tuple[str, float, float, float], more: str, end_s: float, probability: float
) -> tuple[str, float, float, float]:
    """Add punctuation, which takes no time, or the rest of a word."""
    text, so_far, start_s, ended_s = word
    if any(character.isalnum() for character in more):
        return text + more, min(so_far, probability), start_s, end_s
    return text + more, so_far, start_s, ended_s


def _is_hallucination(words: Words, *, likelihood: float, no_speech: float) -> bool:
    """Tell text that the model made up over noise or silence from text that was said."""
    if not any(re.search(r"\w", word[0]) for word in words):
        return True
    return likelihood < _HOPELESS or (no_speech > _NO_SPEECH and likelihood < _UNLIKELY)
