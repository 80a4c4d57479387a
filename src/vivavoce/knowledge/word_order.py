"""Tells sentences from shuffled words: how well each word's class follows the one before it.

The table holds the pointwise mutual information (natural logarithm times 100, at least −120) of neighbouring word classes,
estimated from 6,300 written and transcribed answers (SAF, Beetle, SciEntsBank; followQG, the spoken ones, counting five times).
On 330 other interview answers it recognises 70 % of shuffled ones of 15 to 24 words and 96 % of longer ones, and mistakes none of
the honest but bare lists; on other written answers it mistakes under 1 %. Below ten words it cannot tell, and says nothing.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby, pairwise

from vivavoce.knowledge.text import STOP_WORDS

BREAK = ""
"""Stands for a comma, full stop, line end …: what follows it is no neighbour of what was before."""
_TOKEN = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?|[.,;:!?()\n]+|(?<=\s)[-–—]+(?=\s)")
_FILLERS = frozenset({"um", "uh", "er", "erm", "hmm"})
_RUNNING_WORDS = 6
MIN_WORDS = 10
_LEAST_ORDER = ((16, -0.25), (25, -0.18), (40, -0.02), (1_000_000, 0.05))
"""Up to so many neighbours, the mean below which the order is nobody's: below the 0.3rd percentile of honest answers."""
MIN_FUNCTION_SHARE = 0.15
"""In spoken English about half the words are function words; telegraphic notes keep a fifth; strung keywords keep none."""

_CLASSES = {
    "article": "the a an",
    "possessive": "my your his her its our their",
    "subject": "i he she we they you it",
    "object": "me him us them",
    "demonstrative": "this that these those",
    "preposition": (
        "of in on at by for from with about into through over between after before without under during within per "
        "like as against until "
    ),
    "to": "to",
    "be": "is are was were be been being am",
    "have": "have has had",
    "do": "do does did",
    "modal": "can could will would should must may might",
    "not": "not never neither",
    "and": "and or but nor",
    "subordinator": "because if when while so then than since although where which who what how why whether once",
    "quantifier": "all some any each every more most many much few other another both no one two three",
    "adverb": (
        "also just only very really too now still often always usually maybe first even again back up out down off "
        "there here well "
    ),
    "verb": (
        "ask become begin break bring build call change check choose come decide depend do feel find follow get "
        "give go happen help keep know learn leave let like look lose make mean move need prefer put read run say "
        "see seem send set show start stop take talk tell test think try turn understand use want work write "
    ),
    "past": (
        "became began broke brought built came chose did felt found gave got grew held kept knew learnt left let "
        "lost made meant met put ran read said saw sent set showed spent stood taught thought took told went won "
        "wrote "
    ),
    "third_person": (
        "asks becomes comes does fails gets gives goes happens has keeps knows makes means needs runs says seems "
        "takes uses works "
    ),
    "subject_be": "i'm you're we're they're he's she's it's that's there's",
    "subject_modal": "i'd i'll i've you'd you'll we'd we'll they'd we've they've it'll",
    "negated": ("don't doesn't didn't can't couldn't won't wouldn't shouldn't isn't aren't wasn't weren't cannot "),
}
_CLASS_OF = {word: name for name, members in _CLASSES.items() for word in members.split()}
_ENDINGS = (("ing", "ing", 6), ("ed", "ed", 5), ("ly", "ly", 5))


def tokens(text: str) -> list[str]:
    """Return the words of a text in lower case, fillers and stutters left out, with a `BREAK` wherever a mark stands."""
    found: list[str] = []
    for match in _TOKEN.finditer(text.lower()):
        token = match.group() if match.group()[0].isalnum() else BREAK
        if token not in _FILLERS and (not found or found[-1] != token):
            found.append(token)
    return found


def is_plausible(spoken: Sequence[str], *, doubt: float = 0.0) -> bool:
    """Say whether these tokens could be speech or notes; True when there are too few to tell.

    `doubt` lowers the bar, for a stretch chosen out of a longer answer: the worst of many looks bad by chance.
    """
    return _has_function_words(spoken) and _is_in_order(spoken, doubt=doubt)


def _is_in_order(spoken: Sequence[str], *, doubt: float) -> bool:
    scores = _order_scores(spoken)
    if len(scores) < MIN_WORDS - 1:
        return True
    least = next(least for up_to, least in _LEAST_ORDER if len(scores) < up_to)
    return sum(scores) / len(scores) >= least - doubt


def _has_function_words(spoken: Sequence[str]) -> bool:
    """Say whether the stretches without a mark hold function words; short ones need none: notes are telegraphic."""
    stretches = (list(stretch) for is_break, stretch in groupby(spoken, key=BREAK.__eq__) if not is_break)
    running = [word for stretch in stretches if len(stretch) >= _RUNNING_WORDS for word in stretch]
    return len(running) < MIN_WORDS or function_share(running) >= MIN_FUNCTION_SHARE


def function_share(spoken: Sequence[str]) -> float:
    """Return the share of words that hold sentences together."""
    return sum(word in STOP_WORDS for word in spoken) / len(spoken) if spoken else 0.0


def order_score(spoken: Sequence[str]) -> float:
    """Return the mean mutual information of neighbours, about .4 for sentences and −.2 for shuffled ones."""
    scores = _order_scores(spoken)
    return sum(scores) / len(scores) if scores else 0.0


def _order_scores(spoken: Sequence[str]) -> list[float]:
    """Return the mutual information of the neighbours within a stretch; numbers stand anywhere and say nothing."""
    table = _table()
    pairs = pairwise(map(word_class, spoken))
    return [table.get(pair, 0) / 100 for pair in pairs if "break" not in pair and "number" not in pair]


def word_class(word: str) -> str:
    """Return the class of a word in lower case: its own, if it is a function word, or that of its ending."""
    word = word.replace("’", "'")
    if word == BREAK:
        return "break"
    if word in _CLASS_OF:
        return _CLASS_OF[word]
    if word.isdigit():
        return "number"
    for ending, name, least in _ENDINGS:
        if word.endswith(ending) and len(word) >= least:
            return name
    return "plural" if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else "content"


@cache
def _table() -> dict[tuple[str, str], int]:
    rows = json.loads(files("vivavoce.knowledge").joinpath("word_order.json").read_text(encoding="utf-8"))
    return {(first, second): value for first, row in rows.items() for second, value in row.items()}
