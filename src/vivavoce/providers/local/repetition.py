"""Decoders that lose the thread say the same words again and again: people seldom do."""

import re
from collections.abc import Callable, Sequence

_MAX_REPEATS = 3
_LOOP_WORDS = 3


def has_loop(words: Sequence[str]) -> bool:
    """Return whether a phrase of some words is said twice in a row."""
    plain = _plain(words)
    return any(
        plain[start : start + length] == plain[start + length : start + 2 * length]
        for length in range(_LOOP_WORDS, len(plain) // 2 + 1)
        for start in range(len(plain) - 2 * length + 1)
    )


def looped(words: Sequence[str]) -> tuple[int, int] | None:
    """Return where a phrase that repeats more often than people repeat themselves has been said once, and where it ends."""
    plain = _plain(words)
    for length in range(1, 9):
        for start in range(len(plain) - length * (_MAX_REPEATS + 1) + 1):
            unit = plain[start : start + length]
            repeats = 1
            while plain[start + repeats * length : start + (repeats + 1) * length] == unit:
                repeats += 1
            if repeats > _MAX_REPEATS:
                return start + length, start + repeats * length
    return None


def without_loops[Heard](words: Sequence[Heard], *, text: Callable[[Heard], str]) -> list[Heard]:
    """Cut what was repeated; return nothing when that was most of it: then the rest was made up, too."""
    kept = list(words)
    while (found := looped([text(word) for word in kept])) is not None:
        once, end = found
        del kept[once:end]
    return kept if len(kept) >= len(words) / 2 else []


def _plain(words: Sequence[str]) -> list[str]:
    return [re.sub(r"\W", "", word).lower() for word in words]
