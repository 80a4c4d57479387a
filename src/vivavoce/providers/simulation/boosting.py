"""What keyterms do inside a simulated vendor: where something was heard that sounds much like one, the term is meant."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_ALIKE = 0.75
"""Of the letters; "Tokyo" and "Tokio" share 0.8, "posters" and "Postgres" 0.8, "reduce" and "Redis" 0.55."""
_SAME = 0.95
"""A name that nobody expected may be heard as one word more than it has ("PG vector"), if it is all of that."""
_ENDS = re.compile(r"[.,;:?!]*$")


def boosted(text: str, keyterms: Sequence[str]) -> str:
    """Return the text with every term put where it, or what sounds like it, was heard."""
    words = text.split()
    for term in keyterms:
        for start, end in _places(words, term):
            after = _ENDS.search(words[end - 1])
            words[start:end] = [term + (after[0] if after else "")]
    return " ".join(words)


def _places(words: list[str], term: str) -> Iterator[tuple[int, int]]:
    """Yield where a term was heard, last first, so that what is put there moves nothing before it."""
    wanted, length = _letters(term), len(term.split())
    end = len(words)
    while end > 0:
        sizes = {length: _ALIKE, length + 1: _SAME}
        found = next((size for size, least in sizes.items() if _share_heard(words, end, size, wanted) >= least), None)
        if found is None:
            end -= 1
        else:
            yield end - found, end
            end -= found


def _share_heard(words: list[str], end: int, size: int, wanted: str) -> float:
    """Return how much the words before `end` sound like what is wanted."""
    return _likeness(_letters("".join(words[end - size : end])), wanted) if size <= end else 0.0


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _likeness(heard: str, wanted: str) -> float:
    if not heard or not wanted or heard[0] != wanted[0]:
        return 0.0
    return SequenceMatcher(None, heard, wanted).ratio()
