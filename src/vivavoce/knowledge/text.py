"""Words as the knowledge room compares them: tokens, light stems, content words, clauses with their place in the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?(?:[+#]+)?", re.IGNORECASE)

_STOP_WORDS = (
    "a about above after again against all also am an and any are aren't as at be because been before being below "
    "between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each even "
    "every few for from further get gets got had has have having he her here hers him his how i i'd i'll i'm i've if "
    "in into is isn't it it's its itself just let like lot made make makes many may me might more most much must my "
    "myself no nor not now of off on once one only or other our out over own really same say says she should "
    "shouldn't so some something still such than that that's the their them then there there's these they they're "
    "thing things think this those through to too under until up upon us use used uses using very want was wasn't way "
    "we we're well were what when where whether which while who whom whose why will with within without won't would "
    "wouldn't yes yet you you'd you'll your yours yourself um uh er erm hmm mhm okay ok yeah basically actually kind "
    "sort maybe probably guess mean know going go goes "
)
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Function words, fillers and verbs too general to be evidence of anything."""


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return a light stem: inflections of one word meet ("retries", "retried", "retrying" → "retri"); nothing cleverer."""
    word = word.lower().replace("’", "'").removesuffix("'s").replace("'", "")
    for suffix, replacement, least in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= least:
            word = word[: len(word) - len(suffix)] + replacement
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]  # "planned" → "plann" → "plan"
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word[:-1] + "i" if len(word) > 2 and word.endswith("y") else word


_SUFFIXES = (
    ("izations", "ize", 3),
    ("ization", "ize", 3),
    ("ational", "ate", 3),
    ("ations", "at", 3),
    ("ation", "at", 3),
    ("nesses", "", 3),
    ("ness", "", 4),
    ("ments", "", 4),
    ("ment", "", 4),
    ("encies", "ent", 4),
    ("ency", "ent", 4),
    ("ences", "ent", 4),
    ("ence", "ent", 4),
    ("ances", "ant", 4),
    ("ance", "ant", 4),
    ("ities", "", 4),
    ("ity", "", 4),
    ("ically", "ic", 3),
    ("ingly", "", 4),
    ("edly", "", 4),
    ("ily", "i", 3),
    ("ly", "", 4),
    ("itions", "ition", 3),
    ("itioned", "ition", 3),
    ("itioning", "ition", 3),
    ("ition", "ition", 3),
    ("ions", "", 4),
    ("ion", "", 4),
    ("ings", "", 3),
    ("ing", "", 3),
    ("ied", "i", 2),
    ("ies", "i", 2),
    ("ices", "ex", 3),
    ("ers", "", 4),
    ("er", "", 4),
    ("ors", "", 4),
    ("or", "", 4),
    ("able", "", 4),
    ("ible", "", 4),
    ("ive", "", 4),
    ("sses", "ss", 2),
    ("xes", "x", 2),
    ("ches", "ch", 2),
    ("shes", "sh", 2),
    ("ed", "", 3),
    ("ss", "ss", 1),
    ("us", "us", 1),
    ("is", "is", 1),
    ("s", "", 3),
)


def words(text: str) -> list[str]:
    """Return the text's words, lower case, hyphens split."""
    return [match.group().lower() for match in _WORD.finditer(text)]


@lru_cache(maxsize=8192)
def content_stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words that carry meaning, in order, with repeats."""
    return tuple(stem(word) for word in words(text) if word not in STOP_WORDS and (len(word) > 1 or word.isdigit()))


def phrase_stems(phrase: str) -> tuple[str, ...]:
    """Return a keyword or phrase as stems, function words included (they hold a phrase together)."""
    return tuple(stem(word) for word in words(phrase))


def contains_phrase(stems: Sequence[str], phrase: tuple[str, ...]) -> bool:
    """Say whether these stems hold the phrase's, adjacent and in order."""
    size = len(phrase)
    if size == 0 or phrase[0] not in stems:
        return False
    return any(tuple(stems[at : at + size]) == phrase for at in range(len(stems) - size + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A stretch of a text, with its place there: ``text[start:end]`` is verbatim."""

    text: str
    start: int
    end: int


_BOUNDARY = re.compile(
    r"[.!?;:]+(?=\s|$)|,(?=\s)|\s+[–—-]\s+"
    r"|\s+(?=(?:because|so that|so|but|whereas|although|which means|and then|then|instead|otherwise|for example|for instance"
    r"|secondly|finally|also)\b)",
    re.IGNORECASE,
)
_MIN_CLAUSE_WORDS = 4


def clauses(text: str) -> list[Clause]:
    """Split a spoken text where a thought may end; a scrap shorter than four words stays with its neighbour."""
    found: list[Clause] = []
    start = 0
    for end in [*(match.end() for match in _BOUNDARY.finditer(text)), len(text)]:
        piece = text[start:end]
        is_last = end == len(text)
        if len(piece.split()) < _MIN_CLAUSE_WORDS and not is_last:
            continue
        if piece.strip():
            _append(found, text, start=start, end=end)
        start = end
    return found


def _append(found: list[Clause], text: str, *, start: int, end: int) -> None:
    piece = text[start:end]
    if found and len(piece.split()) < _MIN_CLAUSE_WORDS:
        start = found.pop().start
        piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    tail = len(piece) - len(piece.rstrip())
    found.append(Clause(text=piece.strip(), start=start + lead, end=end - tail))
