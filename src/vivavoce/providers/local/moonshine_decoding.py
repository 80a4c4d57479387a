"""Moonshine inside the worker: one stretch of speech to words, in time that grows with the stretch and with nothing else.

Whisper pads every call to many seconds; Moonshine hears just what it is given, so that the words of a short answer are there
0.1 s after it ended. It writes punctuation and hesitations, and how sure it is of a full stop says how much a sentence
sounded and read like its end. It gives no word times: whoever asked puts the words into the speech.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.providers.local.expected_words import SPACE, Candidate, WrittenWord, candidates, encode
from vivavoce.providers.local.moonshine_encoding import MoonshineEncoder
from vivavoce.providers.local.moonshine_text import Text, Writer
from vivavoce.providers.local.onnx_session import open_session
from vivavoce.providers.local.repetition import without_loops
from vivavoce.providers.local.wire import Frame

DECODER, TOKENS = "decoder_model_merged.ort", "tokenizer.bin"
_TOKENS_PER_S = 6.5
"""Nobody says more (the model's own documentation); a decoder that writes more is repeating itself."""
_SPARE_TOKENS = 8
_SENTENCE_MARK = re.compile(r"[.?!](?!\.)")
_QUOTATION = re.compile(r"[\"“”]|^['‘]$")
_MADE_UP = frozenset({"you", "♪", "thank you"})
"""What it writes of noise and of silence (measured), and nobody answers."""


class MoonshineDecoder:
    """Greedy decoding, and a second look where a word of the trade may have been misheard.

    A draft of the text, such as the words so far, is checked in one step instead of being written again.
    """

    def __init__(self, header: Mapping[str, Any]) -> None:
        folder = Path(header["path"])
        self._encoder = MoonshineEncoder(folder, threads=header["threads"])
        decoder = open_session(folder / DECODER, threads=header["threads"])
        self._tokens = read_tokens((folder / TOKENS).read_bytes())
        self._numbers = {token: number for number, token in reversed(list(enumerate(self._tokens)))}
        marks = {number: _plain(token) for number, token in enumerate(self._tokens) if _is_mark(token)}
        self._marks = frozenset(marks)
        self._sentence_marks = [number for number, mark in marks.items() if _SENTENCE_MARK.search(mark)]
        self._writer = Writer(
            decoder=decoder,
            past=[given for given in decoder.get_inputs() if given.name.startswith("past_key_values")],
            outputs=[made.name for made in decoder.get_outputs()],
            never=[number for number in marks if _quotes(self._tokens[number])],
        )
        for _ in self.decode(Frame(header={"draft": []}, body=bytes(2 * HEARING_RATE_HZ))):
            pass  # the first call allocates; a candidate should not wait for that

    def decode(self, frame: Frame) -> Iterator[Frame | None]:
        """Yield the words of the frame's mono 16-bit samples at 16 kHz; may be stopped between the model's steps.

        The answer's header has `words` ([text, probability]), `sentence_end` (P that the sentence ends with the last of
        them) and `tokens`, which are the next request's `draft`.
        """
        heard, sample_count = self._encoder.hear(frame.body)
        yield None
        text = Text(self._writer, heard=heard, sample_count=sample_count)
        most = round(_TOKENS_PER_S * sample_count / HEARING_RATE_HZ) + _SPARE_TOKENS
        for _ in text.written(frame.header["draft"], most=most):
            yield None
        written = without_loops(self._written(text), text=lambda word: word.text)
        if _is_made_up(" ".join(word.text for word in written)):
            written = []
        for candidate in candidates(written, frame.header.get("expected", ())):
            if self._was_said(candidate, text):
                written = _replaced(written, candidate)
            yield None
        yield Frame(
            header={
                "words": [(word.text, word.probability) for word in written],
                "sentence_end": self._sentence_end(text) if written else None,
                "tokens": text.tokens,
            }
        )

    def _written(self, text: Text) -> list[WrittenWord]:
        """Return the words, each with the mean probability of its letters' tokens; punctuation belongs to the word before."""
        words: list[list[int]] = []
        for place, token in enumerate(text.tokens):
            if self._tokens[token].startswith(SPACE) or not words:
                words.append([])
            words[-1].append(place)
        read = [self._word(places, text) for places in words]
        return [word for word in read if word.text]

    def _word(self, places: Sequence[int], text: Text) -> WrittenWord:
        spelling = b"".join(self._tokens[text.tokens[place]] for place in places).removeprefix(SPACE)
        letters = [place for place in places if text.tokens[place] not in self._marks]
        return WrittenWord(
            text=spelling.decode("utf-8", "replace").strip(),
            first=places[0],
            last=letters[-1] + 1 if letters else places[0],
            probability=float(np.exp(np.mean([text.likelihoods[place] for place in letters]))) if letters else 0.0,
        )

    def _was_said(self, candidate: Candidate, text: Text) -> bool:
        if candidate.is_certain:
            return True
        tokens = encode(candidate.word, self._numbers)
        if tokens is None:
            return False
        return text.gain(tokens, first=candidate.first, last=candidate.last) >= -candidate.may_lose_nats

    def _sentence_end(self, text: Text) -> float:
        """Return P(full stop, question or exclamation mark) behind the last word."""
        count = len(text.tokens)
        while count and text.tokens[count - 1] in self._marks:
            count -= 1
        return float(text.odds(count)[self._sentence_marks].sum())


def _replaced(written: Sequence[WrittenWord], candidate: Candidate) -> list[WrittenWord]:
    """Put the expected word where the candidate is; punctuation behind stays."""
    over = [word for word in written if candidate.first <= word.first < candidate.last]
    marks = re.search(r"[^\w]*$", over[-1].text)
    word = replace(over[0], text=candidate.word + (marks[0] if marks else ""), last=over[-1].last)
    at = written.index(over[0])
    return [*written[:at], word, *written[at + len(over) :]]


def read_tokens(data: bytes) -> list[bytes]:
    """Return the vocabulary: each token's bytes behind their length, which takes two bytes from 128 on."""
    tokens, at = [], 0
    while at < len(data):
        length, at = data[at], at + 1
        if length >= 128:
            length, at = data[at] * 128 + length - 128, at + 1
        tokens.append(data[at : at + length])
        at += length
    return tokens


def _plain(token: bytes) -> str:
    return token.removeprefix(SPACE).decode("utf-8", "replace")


def _is_mark(token: bytes) -> bool:
    return bool(token) and re.fullmatch(r"[^\w\s]+", _plain(token)) is not None


def _quotes(token: bytes) -> bool:
    """Tell whether it opens or closes a quotation: nobody speaks marks, but books taught the model to write them."""
    return _QUOTATION.search(_plain(token)) is not None and token != b"'"


def _is_made_up(text: str) -> bool:
    return text.strip(" .,!?").lower() in _MADE_UP or not re.search(r"\w", text)
