"""The interviewer's own voice, come back through the candidate's microphone: told by its words."""

from difflib import SequenceMatcher

from vivavoce.voice import text_cues
from vivavoce.voice.turn_taking import Verdict

FEWEST_WORDS = 3
_SURE_WORDS = 5
"""While more come: people and interviewers both say "I would like to"."""
_SHARE = 0.75
"""Of the words heard, how many must be the interviewer's, in order: echoes are heard badly."""
_RUN = 2
"""Words in a row that count as found; single ones are found in any two sentences."""


def echoed_words(heard: str, said: str) -> int:
    """Return how many words (as written) the text heard begins with that are the words that were being said."""
    matched = found = 0
    for start, size in _runs(heard, said):
        matched += size
        if start + size >= FEWEST_WORDS and matched >= _SHARE * (start + size):
            found = start + size
    return found


def is_echo(heard: str, said: str) -> bool:
    """Return whether the words heard are, all in all, the words that were being said."""
    count = len(heard.split())
    return count >= FEWEST_WORDS and sum(size for _, size in _runs(heard, said)) >= _SHARE * count


def _runs(heard: str, said: str) -> list[tuple[int, int]]:
    """Return where runs of the words said begin in those heard, and how long they are."""
    theirs, ours = ([" ".join(text_cues.words(word)) for word in text.split()] for text in (heard, said))
    blocks = SequenceMatcher(None, theirs, ours, autojunk=False).get_matching_blocks()
    return [(block.a, block.size) for block in blocks if block.size >= _RUN]


def reconsidered(heard: str, *, said: str, settled: bool) -> Verdict:
    """Judge words over the interviewer once more, by what it was saying; `settled`: they are all there are.

    A word or two of its own may be the beginning of an echo or of "Could you repeat that?": more words will tell. While more
    come, the last one may be cut in half.
    """
    whole = heard.split() if settled else heard.split()[:-1]
    if not whole:
        return Verdict.WORDS if settled or not heard else Verdict.UNDECIDED
    if is_echo(" ".join(whole), said):
        return Verdict.NOTHING if settled or len(whole) >= _SURE_WORDS else Verdict.UNDECIDED
    ours, theirs = " ".join(text_cues.words(said)), " ".join(text_cues.words(" ".join(whole)))
    if len(whole) >= FEWEST_WORDS or f" {theirs} " not in f" {ours} ":
        return Verdict.WORDS
    if not settled:
        return Verdict.UNDECIDED
    asks = len(whole) == 1 and text_cues.asks_for_floor(theirs)
    return Verdict.WORDS if asks else Verdict.NOTHING
