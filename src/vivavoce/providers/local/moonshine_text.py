"""A text that Moonshine's decoder writes: token after token, or a draft checked in one step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

BEGIN, END = 1, 2

type Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """The decoder's graph: what it takes from one step to the next, what it gives, and which tokens it must not write."""

    decoder: Any
    past: Sequence[Any]
    outputs: Sequence[str]
    never: Sequence[int]


class Text:
    """One text being written: its tokens, and what the model thought at each."""

    def __init__(self, writer: Writer, *, heard: Any, sample_count: int) -> None:
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
        self._scores: list[Floats] = []

    def written(self, draft: Sequence[int], *, most: int) -> Iterator[None]:
        """Write the text, one token after the other where the draft is used up or wrong; yields between the steps."""
        asked = [BEGIN, *draft[:most]]
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

    def gain(self, tokens: Sequence[int], *, first: int, last: int) -> float:
        """Return how many nats these tokens gain, most often lose, in place of those written there, the token behind included."""
        behind = self.tokens[last : last + 1] or [END]
        rows = self._step([BEGIN, *self.tokens[:first], *tokens], first=True)[first:]
        new = sum(_likelihood(row, token) for row, token in zip(rows, [*tokens, *behind], strict=True))
        written = [*self.tokens[first:last], *behind]
        return new - sum(_likelihood(self._scores[first + place], token) for place, token in enumerate(written))

    def odds(self, place: int) -> Floats:
        """Return the probabilities of all tokens at a place of the text."""
        scores = self._scores[min(place, len(self._scores) - 1)]
        shares: Floats = np.exp(scores - scores.max())
        return shares / shares.sum()

    def _take(self, scores: Floats) -> bool:
        """Add the likeliest token; return whether the text ended instead."""
        self._scores.append(scores)
        token = int(scores.argmax())
        if token == END:
            return True
        self.tokens.append(token)
        self.likelihoods.append(_likelihood(scores, token))
        return False

    def _step(self, tokens: Sequence[int], *, first: bool) -> Floats:
        """Return a row of scores for each of these tokens; remembers them for the next step."""
        given = {**self._given, **self._memory}
        given |= {"input_ids": np.array([tokens], np.int64), "use_cache_branch": np.array([not first])}
        scores, *memory = self._writer.decoder.run(None, given)
        for name, value in zip(self._writer.outputs[1:], memory, strict=True):
            if first or ".decoder." in name:  # what was heard is computed once, and comes back empty afterwards
                self._memory[name.replace("present", "past_key_values")] = value
        rows: Floats = scores[0]
        rows[:, self._writer.never] = -np.inf
        return rows

    def _forget_beyond(self, count: int) -> None:
        """Keep only the memory of the first tokens: of a draft, what followed was wrong."""
        for name, value in self._memory.items():
            if ".decoder." in name:
                self._memory[name] = value[:, :, :count]


def _likelihood(scores: Floats, token: int) -> float:
    """Return the logarithm of the token's probability."""
    best = scores.max()
    return float(scores[token] - best - np.log(np.exp(scores - best).sum()))
