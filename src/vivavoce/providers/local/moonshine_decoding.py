"""Moonshine inside the worker: one stretch of speech to words, in time that grows with the stretch and with nothing else.

Whisper pads every call to many seconds; Moonshine hears just what it is given, so that the words of a short answer are there
0.1 s after it ended. It writes punctuation and hesitations, and how sure it is of a full stop says how much a sentence
sounded and read like its end. It gives no word times: whoever asked puts the words into the speech.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vivavoce.domain.audio import HEARING_RATE_HZ
from vivavoce.providers.local.onnx_session import open_session
from vivavoce.providers.local.repetition import without_loops
from vivavoce.providers.local.wire import Frame

ENCODER, DECODER, TOKENS = "encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"
_BEGIN, _END = 1, 2
_TOKENS_PER_S = 6.5
"""Nobody says more (the model's own documentation); a decoder that writes more is repeating itself."""
_SPARE_TOKENS = 8
_SHORTEST_S = 0.3
"""Less is filled up with silence: the encoder's first layers need something to look at."""
_SENTENCE_MARK = re.compile(r"[.?!](?!\.)")
_QUOTATION = re.compile(r"[\"“”]|^['‘]$")
_MADE_UP = frozenset({"you", "♪", "thank you"})
"""What it writes of noise and of silence (measured), and nobody answers."""

type _Floats = npt.NDArray[np.float32]


class MoonshineDecoder:
    """Greedy decoding; a draft of the text, such as the words so far, is checked in one step instead of word by word."""

    def __init__(self, header: Mapping[str, Any]) -> None:
        folder = Path(header["path"])
        self._encoder = open_session(folder / ENCODER, threads=header["threads"])
        decoder = open_session(folder / DECODER, threads=header["threads"])
        self._tokens = read_tokens((folder / TOKENS).read_bytes())
        marks = {number: _plain(token) for number, token in enumerate(self._tokens) if _is_mark(token)}
        self._marks = frozenset(marks)
        self._sentence_marks = [number for number, mark in marks.items() if _SENTENCE_MARK.search(mark)]
        self._writer = _Writer(
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
        samples = np.frombuffer(frame.body, dtype="<i2").astype(np.float32) / np.float32(32768)
        samples = np.pad(samples, (0, max(0, round(_SHORTEST_S * HEARING_RATE_HZ) - samples.size)))
        heard = self._encoder.run(
            None, {"input_values": samples[None], "attention_mask": np.ones((1, samples.size), np.int64)}
        )[0]
        yield None
        text = _Text(self._writer, heard=heard, sample_count=samples.size)
        most = round(_TOKENS_PER_S * samples.size / HEARING_RATE_HZ) + _SPARE_TOKENS
        for _ in text.written(frame.header["draft"], most=most):
            yield None
        words = without_loops(self._words(text.tokens, text.likelihoods), text=lambda word: word[0])
        if _is_made_up(" ".join(word for word, _ in words)):
            words = []
        yield Frame(
            header={"words": words, "sentence_end": self._sentence_end(text) if words else None, "tokens": text.tokens}
        )

    def _words(self, tokens: Sequence[int], likelihoods: Sequence[float]) -> list[tuple[str, float]]:
        """Return the words, each with the mean probability of its letters' tokens; punctuation belongs to the word before."""
        words: list[tuple[bytearray, list[float]]] = []
        for token, likelihood in zip(tokens, likelihoods, strict=False):
            piece = self._tokens[token]
            if piece.startswith(_SPACE) or not words:
                words.append((bytearray(), []))
            words[-1][0].extend(piece.removeprefix(_SPACE))
            if token not in self._marks:
                words[-1][1].append(likelihood)
        read = [(text.decode("utf-8", "replace").strip(), shares) for text, shares in words]
        return [(text, float(np.exp(np.mean(shares))) if shares else 0.0) for text, shares in read if text]

    def _sentence_end(self, text: "_Text") -> float:
        """Return P(full stop, question or exclamation mark) behind the last word."""
        count = len(text.tokens)
        while count and text.tokens[count - 1] in self._marks:
            count -= 1
        return float(text.odds(count)[self._sentence_marks].sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    """The decoder's graph: what it takes from one step to the next, what it gives, and which tokens it must not write."""

    decoder: Any
    past: Sequence[Any]
    outputs: Sequence[str]
    never: Sequence[int]


class _Text:
    """One text being written: its tokens, and what the model thought at each."""

    def __init__(self, writer: _Writer, *, heard: Any, sample_count: int) -> None:
        self._writer = writer
        self._given = {
            "encoder_hidden_states": heard,
            "encoder_attention_mask": np.ones((1, sample_count), np.int64),
        }
        self._memory: dict[str, Any] = {}
        for one in writer.past:
            remembered = heard.shape[1] if ".encoder." in one.name else 0
            self._memory[one.name] = np.zeros((1, one.shape[1], remembered, one.shape[3]), np.float32)
        self.tokens: list[int] = []
        self.likelihoods: list[float] = []
        self._scores: list[_Floats] = []

    def written(self, draft: Sequence[int], *, most: int) -> Iterator[None]:
        """Write the text, one token after the other where the draft is used up or wrong; yields between the steps."""
        asked = [_BEGIN, *draft[:most]]
        scores = self._step(asked, first=True)
        for place, row in enumerate(scores):
            if self._take(row):
                return
            if place < len(asked) - 1 and self.tokens[-1] != asked[place + 1]:
                break
        self._forget_beyond(len(self.tokens))
        while len(self.tokens) < most:
            yield
            if self._take(self._step(self.tokens[-1:], first=False)[0]):
                return

    def odds(self, place: int) -> _Floats:
        """Return the probabilities of all tokens at a place of the text."""
        scores = self._scores[min(place, len(self._scores) - 1)]
        shares: _Floats = np.exp(scores - scores.max())
        return shares / shares.sum()

    def _take(self, scores: _Floats) -> bool:
        """Add the likeliest token; return whether the text ended instead."""
        self._scores.append(scores)
        token = int(scores.argmax())
        if token == _END:
            return True
        self.tokens.append(token)
        self.likelihoods.append(float(scores[token] - scores.max() - np.log(np.exp(scores - scores.max()).sum())))
        return False

    def _step(self, tokens: Sequence[int], *, first: bool) -> _Floats:
        """Return a row of scores for each of these tokens; remembers them for the next step."""
        given = {**self._given, **self._memory}
        given |= {"input_ids": np.array([tokens], np.int64), "use_cache_branch": np.array([not first])}
        scores, *memory = self._writer.decoder.run(None, given)
        for name, value in zip(self._writer.outputs[1:], memory, strict=True):
            if first or ".decoder." in name:  # what was heard is computed once, and comes back empty afterwards
                self._memory[name.replace("present", "past_key_values")] = value
        rows: _Floats = scores[0]
        rows[:, self._writer.never] = -np.inf
        return rows

    def _forget_beyond(self, count: int) -> None:
        """Keep only the memory of the first tokens: of a draft, what followed was wrong."""
        for name, value in self._memory.items():
            if ".decoder." in name:
                self._memory[name] = value[:, :, :count]


_SPACE = "▁".encode()


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
    return token.removeprefix(_SPACE).decode("utf-8", "replace")


def _is_mark(token: bytes) -> bool:
    return bool(token) and re.fullmatch(r"[^\w\s]+", _plain(token)) is not None


def _quotes(token: bytes) -> bool:
    """Tell whether it opens or closes a quotation: nobody speaks marks, but books taught the model to write them."""
    return _QUOTATION.search(_plain(token)) is not None and token != b"'"


def _is_made_up(text: str) -> bool:
    return text.strip(" .,!?").lower() in _MADE_UP or not re.search(r"\w", text)
