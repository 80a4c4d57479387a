"""Whether a realtime model says what it was directed to say: what it may say is not its own decision."""

import re
from collections.abc import Callable
from difflib import SequenceMatcher

type SpeechCheck = Callable[[str], bool]
"""Tells whether words may be spoken at all; the partner's side knows its rules (no praise, no hint, no promise)."""

_WORD = re.compile(r"[\w']+")
_TOO_FEW_WORDS = 4
_IN_COMMON = 0.6
"""Share of the words said that the direction has, in its order: transcripts spell numbers and names their own way."""
_LONGER = 1.4
_AS_MUCH_AGAIN = 4


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


def strays(said: str, direction: str, *, whole: bool) -> bool:
    """Return whether these words, so far or as a `whole`, are something else than the direction."""
    words, directed = words_of(said), words_of(direction)
    if not whole:
        words = words[:-1]  # it may be cut
    if len(words) > _LONGER * len(directed) + _AS_MUCH_AGAIN:
        return True
    if len(words) < min(_TOO_FEW_WORDS, len(directed)):
        return False
    expected = directed[: len(words) + _AS_MUCH_AGAIN]
    common = sum(block.size for block in SequenceMatcher(None, words, expected, autojunk=False).get_matching_blocks())
    return common < _IN_COMMON * len(words)


def same_words(said: str, direction: str) -> bool:
    return words_of(said) == words_of(direction)
