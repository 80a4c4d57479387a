"""Words of the trade that a small model has misheard: "riddies" where the role's vocabulary has "Redis".

Where the text looks like an expected word, the model itself is asked how well that word would fit what it heard.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

_LEAST_ALIKE, _ALIKE = 0.6, 0.8
"""Of the letters in order: from the first a word that the model doubted may be an expected one, from the second any word may."""
_DOUBTED = 0.7
_MOST_LOST_NATS, _MOST_LOST_NATS_UNDOUBTED = 8.5, 4.0
"""Of 175 expected words, each said twice by one voice, the misheard ones lost up to 8.0 nats (4 of 31 more), and up to 2.5 (one
more) where the model did not doubt other letters. Words over 255 answers without them that looked alike lost 8.9 at least."""
_SHORTEST, _SHORTEST_UNDOUBTED = 3, 5
_MOST_WORDS, _MOST_LETTERS = 3, 6
_MOST_CANDIDATES = 4
"""Each costs the model a step."""
_SPELLED = re.compile(r"(\w\.)+\W*")
SPACE = "▁".encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenWord:
    """A word as the model wrote it: which of its tokens are letters, and how sure it was of them."""

    text: str
    first: int
    last: int
    """Token places, punctuation left out; `last` is behind the end."""
    probability: float

    @property
    def is_spelled(self) -> bool:
        """One letter, or several with full stops between: "G." or "R.P.C."."""
        return len(_letters(self.text)) == 1 or _SPELLED.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An expected word that may have been said instead of what stands at some tokens' place."""

    word: str
    first: int
    last: int
    is_certain: bool
    """The letters are the word's own, only written apart: there is nothing to ask."""
    may_lose_nats: float
    """How much less likely than the words written it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """Words in a row, as letters."""

    letters: str
    first: int
    last: int
    is_spelled: bool
    is_doubted: bool
    is_understood: bool
    """It has an expected word in it."""


def candidates(written: Sequence[WrittenWord], expected: Sequence[str]) -> list[Candidate]:
    """Return what to try, likeliest first, none over the same tokens as another."""
    stretches = list(_stretches(written, known=frozenset(map(_letters, expected))))
    said = {_letters(word.text) for word in written}
    found: list[tuple[float, Candidate]] = []
    for word in expected:
        if len(_letters(word)) >= _SHORTEST and _letters(word) not in said:
            found += _alike(word, stretches)
    chosen: list[Candidate] = []
    for _, one in sorted(found, key=lambda pair: -pair[0]):
        if all(one.last <= other.first or one.first >= other.last for other in chosen):
            chosen.append(one)
    return chosen[:_MOST_CANDIDATES]


def _stretches(written: Sequence[WrittenWord], *, known: frozenset[str]) -> Iterator[_Stretch]:
    """Yield what one expected word may stand for."""
    for start in range(len(written)):
        for stop in range(start + 1, min(len(written), start + _MOST_LETTERS) + 1):
            words = written[start:stop]
            is_spelled = all(word.is_spelled for word in words)
            if len(words) > _MOST_WORDS and not is_spelled:
                break
            yield _Stretch(
                letters="".join(_letters(word.text) for word in words),
                first=words[0].first,
                last=words[-1].last,
                is_spelled=is_spelled,
                is_doubted=min(word.probability for word in words) < _DOUBTED,
                is_understood=any(_letters(word.text) in known for word in words),
            )


def _alike(word: str, stretches: Sequence[_Stretch]) -> Iterator[tuple[float, Candidate]]:
    """Yield the places that look enough like the word, and how much."""
    letters = _letters(word)
    matcher = SequenceMatcher(None, "", letters, autojunk=False)
    for one in stretches:
        is_same = one.letters == letters
        may_be = one.is_doubted or one.is_spelled or len(letters) >= _SHORTEST_UNDOUBTED
        is_long = letters in one.letters or abs(len(one.letters) - len(letters)) > len(letters) // 2
        if not is_same and (one.is_understood or is_long or not may_be):
            continue
        matcher.set_seq1(one.letters)
        least = _LEAST_ALIKE if one.is_doubted and not one.is_spelled else _ALIKE
        if matcher.quick_ratio() < least or (alike := matcher.ratio()) < least:
            continue
        found = Candidate(
            word=word,
            first=one.first,
            last=one.last,
            is_certain=one.is_spelled or is_same,
            may_lose_nats=_MOST_LOST_NATS if one.is_doubted else _MOST_LOST_NATS_UNDOUBTED,
        )
        yield alike, found


@cache
def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def encode(word: str, numbers: dict[bytes, int]) -> list[int] | None:
    """Return a word's tokens by the vocabulary's own rule: of two neighbours that make a token, the lowest is joined first.

    None when the vocabulary cannot spell it.
    """
    pieces = [SPACE, *(letter.encode() for letter in word)]
    while True:
        joined = [(numbers.get(left + right), place) for place, (left, right) in enumerate(pairwise(pieces))]
        possible = [(number, place) for number, place in joined if number is not None]
        if not possible:
            break
        _, place = min(possible)
        pieces[place : place + 2] = [pieces[place] + pieces[place + 1]]
    tokens = [numbers.get(piece) for piece in pieces]
    return [token for token in tokens if token is not None] if None not in tokens else None
