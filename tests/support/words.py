"""How much of what was said came through: small speech models write some words otherwise on another day."""

import re
from difflib import SequenceMatcher


def share_heard(said: str, heard: str) -> float:
    """Return the share of the words said (0–1) that were heard, in their order."""
    said_words, heard_words = _words(said), _words(heard)
    matching = SequenceMatcher(None, said_words, heard_words, autojunk=False).get_matching_blocks()
    return sum(block.size for block in matching) / len(said_words)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())
