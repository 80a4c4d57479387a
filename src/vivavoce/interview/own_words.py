"""Finds something in an answer worth asking about: a noun phrase in the candidate's own words.

No tagger: a phrase is a determiner with the words behind it, or a term from the role's vocabulary. Precision before recall:
when nothing is surely a noun phrase, there is none.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vivavoce.interview.speech_linter import lint
from vivavoce.interview.speech_text import STOP_WORDS, words_of

_TOKEN = re.compile(r"[A-Za-z][\w'+#.-]*[\w+#]|[A-Za-z]|[^\w\s]")
_DETERMINERS = {"the": "the", "a": "a", "an": "an", "our": "your", "my": "your", "these": "these", "those": "those"}
_ENDS = STOP_WORDS | words_of(
    """
    went got made took ran wrote sent kept built broke fell felt gave held knew led left lost met paid put saw
    set told thought won came became began grew found needed wanted used handles uses gets makes goes needs runs
    takes works sends calls reads writes stores keeps gives shows looks helps allows lets means happens became
    becomes seems starts stops comes says keep run use take give get see call send read write want need help
    think know work allow start stop come always never often usually then still already even every without
    within across per via since although however therefore maybe because whenever unless whether first last next
    same different whole many several new old
    """
)
_PLAIN = words_of(
    """
    team company thing things way ways problem problems project projects time times people person day days week
    weeks month months year years lot part parts kind sort end beginning start case cases example examples
    question questions answer answers point points number numbers fact idea ideas reason reasons moment second
    minute bit couple few issue issues situation world work job stuff guy guys customer customers user users
    code data system systems app product service result results interview role position place side area group
    total amount goal other others rest two three four five six seven eight nine ten hundred thousand million
    """
)
_NOUNS_IN_ING = words_of(
    """
    limiting balancing caching sharding logging monitoring testing processing indexing batching queueing queuing
    scaling engineering training learning partitioning tracking pricing planning onboarding streaming routing
    polling alerting modeling modelling reporting hiring marketing forecasting tuning versioning profiling
    debugging clustering sampling scheduling locking deadlocking building meeting listing ranking rendering
    mapping
    """
)
_TIME_WORDS = words_of(
    """
    today yesterday tomorrow morning afternoon evening night monday tuesday wednesday thursday friday
    """
)
_MAX_WORDS = 3
_RUDE = re.compile(r"\b(?:fuck\w*|shit\w*|damn|ass|bitch\w*|crap|hell|bastard\w*|idiot\w*|stupid)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    text: str
    score: float


def own_words(answer: str, *, vocabulary: Sequence[str] = (), used: Collection[str] = ()) -> str | None:
    """Return a phrase of the answer to follow up on, as it is spoken back ("your deploy pipeline"), or None."""
    spent = " ".join(used).lower()
    candidates = [
        candidate
        for candidate in [*_phrases(answer), *_terms(answer, vocabulary)]
        if _core(candidate.text).lower() not in spent
        and not _RUDE.search(candidate.text)
        and not lint([f"You mentioned {candidate.text}."])
    ]
    best = max(candidates, key=lambda candidate: candidate.score, default=None)
    return best.text if best else None


def _core(phrase: str) -> str:
    first, _, rest = phrase.partition(" ")
    return rest if first in {"the", "a", "an", "your", "these", "those"} and rest else phrase


def _phrases(answer: str) -> list[_Candidate]:
    tokens = _TOKEN.findall(answer)
    found: list[_Candidate] = []
    for place, token in enumerate(tokens):
        determiner = _DETERMINERS.get(token.lower())
        if determiner is None:
            continue
        words = _noun_words(tokens[place + 1 : place + 2 + _MAX_WORDS])
        telling = [word for word in words if word.lower() not in _PLAIN]
        if not words or not telling:
            continue
        length = sum(len(word) for word in telling)
        score = len(words) + 0.08 * min(length, 20) + 0.5 * place / max(1, len(tokens)) + (determiner == "your") * 0.3
        found.append(_Candidate(text=f"{determiner} {' '.join(words)}", score=score))
    return found


def _noun_words(tokens: Sequence[str]) -> list[str]:
    """Take words while they can belong to a noun phrase; an empty list when its end is not sure."""
    words: list[str] = []
    for token in tokens:
        low = token.lower()
        if not token[0].isalpha() or low in _ENDS or low in _DETERMINERS or low in _TIME_WORDS or low.endswith("ly"):
            break
        if words and (low.endswith("ed") or (low.endswith("ing") and low not in _NOUNS_IN_ING)):
            break
        words.append(token)
    else:
        return []  # ran into the window's end: the phrase may go on
    while words and (words[-1].lower().endswith(("ed", "ive", "ous", "ful", "able", "ible")) or "'" in words[-1]):
        words.pop()
    return words if len(words) <= _MAX_WORDS else []


def _terms(answer: str, vocabulary: Sequence[str]) -> list[_Candidate]:
    found: list[_Candidate] = []
    for term in vocabulary:
        heard = re.search(rf"\b{re.escape(term)}\b", answer, re.IGNORECASE)
        if heard is not None and len(term) > 1:
            found.append(_Candidate(text=term, score=2.2 + 0.5 * heard.start() / max(1, len(answer))))
    return found
