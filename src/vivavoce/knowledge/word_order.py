"""Tells sentences from shuffled words: how well each word's class follows the one before it.

The table holds the pointwise mutual information (natural logarithm times 100, at least −120) of neighbouring word classes,
estimated from 6,300 written and transcribed answers (SAF, Beetle, SciEntsBank; followQG, the spoken ones, counting five times).
On 330 other interview answers it recognises 82 % of shuffled ones of 15 to 24 words and 99 % of longer ones, and mistakes none of
the honest; on other written answers it mistakes 1 %. Below ten words it cannot tell, and says nothing.
"""

import json
from functools import cache
from importlib.resources import files
from itertools import pairwise

from vivavoce.knowledge.text import STOP_WORDS

MIN_WORDS = 10
_LEAST_ORDER = ((16, -0.22), (25, -0.15), (40, -0.02), (1_000_000, 0.03))
"""Up to so many words, the mean below which the order is nobody's: below the 0.3rd percentile of honest answers."""
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


def is_plausible(words: list[str], *, doubt: float = 0.0) -> bool:
    """Say whether these words (lower case) could be speech; True when there are too few to tell.

    `doubt` lowers the bar, for a stretch chosen out of a longer answer: the worst of many looks bad by chance.
    """
    if len(words) < MIN_WORDS:
        return True
    least = next(least for up_to, least in _LEAST_ORDER if len(words) < up_to)
    return function_share(words) >= MIN_FUNCTION_SHARE and order_score(words) >= least - doubt


def function_share(words: list[str]) -> float:
    """Return the share of words that hold sentences together."""
    return sum(word in STOP_WORDS for word in words) / len(words) if words else 0.0


def order_score(words: list[str]) -> float:
    """Return the mean mutual information of neighbours, about .4 for sentences and −.2 for shuffled ones."""
    table = _table()
    scores = [table.get((first, second), 0) for first, second in pairwise(map(word_class, words))]
    return sum(scores) / (100 * len(scores)) if scores else 0.0


def word_class(word: str) -> str:
    """Return the class of a word in lower case: its own, if it is a function word, or that of its ending."""
    word = word.replace("’", "'")
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
