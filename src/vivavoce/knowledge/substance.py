"""Tells the clauses of an answer that say something from those that do not: echo, "I don't know", commands, word salad, padding.

What is set aside here never becomes evidence, for follow-ups and for scores alike (law 11: candidate speech is data).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from vivavoce.knowledge.phrases import (
    AFTER_NO_ARTICLE,
    AFTER_NO_PREPOSITION,
    ARTICLES,
    DOES_NOT_KNOW,
    GENERIC_STEMS,
    INJECTION,
    PREPOSITIONS,
)
from vivavoce.knowledge.text import STOP_WORDS, Clause, clauses, content_stems, words


class ClauseKind(StrEnum):
    CONTENT = "content"
    DOES_NOT_KNOW = "does_not_know"
    INJECTION = "injection"
    """Addressed to the scoring machine instead of the interviewer."""
    ECHO = "echo"
    """The question's own words, given back."""
    WORD_SALAD = "word_salad"
    """Terms without sentences, or words in no order a person speaks in."""
    PADDING = "padding"
    """Phrases that fit any question."""
    REPEATED = "repeated"
    """Said before in the same answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """An answer's clauses, each with what it is."""

    clauses: tuple[tuple[Clause, ClauseKind], ...]

    @property
    def content(self) -> tuple[Clause, ...]:
        return tuple(clause for clause, kind in self.clauses if kind is ClauseKind.CONTENT)

    @property
    def has_injection(self) -> bool:
        return any(kind is ClauseKind.INJECTION for _, kind in self.clauses)

    @property
    def non_answer(self) -> ClauseKind | None:
        """What an answer without content mostly is; None for an answer with content. An empty answer is padding."""
        if self.content:
            return None
        kinds = Counter(kind for _, kind in self.clauses if kind is not ClauseKind.REPEATED)
        return kinds.most_common(1)[0][0] if kinds else ClauseKind.PADDING


_KNOWN_WITHOUT_KNOWING = 3
"""Content words "I do not know" may carry along ("… how the query planner works") before they count as an answer."""
_ECHO_MIN, _ECHO_SHARE = 2, 0.75
_SCRAMBLED_MIN = 2
_SCRAMBLED_SHARE = 0.25
_FILLERS = frozenset({"um", "uh", "er", "erm", "hmm"})
_SALAD_MIN_WORDS = 6
_SALAD_FUNCTION_SHARE = 0.15
"""In spoken English about half the words are function words; telegraphic notes keep a fifth; strung keywords keep none."""


def substance(answer: str, *, spoken: Sequence[str]) -> Substance:
    """Sort the clauses of an answer; `spoken` is what the interviewer said (question, rephrasing, probes)."""
    asked = [frozenset(content_stems(text)) for text in spoken]
    seen: set[tuple[str, ...]] = set()
    sorted_clauses: list[tuple[Clause, ClauseKind]] = []
    for clause in clauses(answer):
        kind = _kind(clause.text, asked)
        said = tuple(content_stems(clause.text))
        if kind is ClauseKind.CONTENT and said in seen:
            kind = ClauseKind.REPEATED
        seen.add(said)
        sorted_clauses.append((clause, kind))
    if _is_scrambled(answer):
        sorted_clauses = [(clause, _if_content(kind, ClauseKind.WORD_SALAD)) for clause, kind in sorted_clauses]
    return Substance(clauses=tuple(sorted_clauses))


def is_injection(text: str) -> bool:
    """Say whether a text gives commands to whoever scores it."""
    return INJECTION.search(text) is not None


def _if_content(kind: ClauseKind, other: ClauseKind) -> ClauseKind:
    return other if kind is ClauseKind.CONTENT else kind


def _kind(text: str, asked: Sequence[frozenset[str]]) -> ClauseKind:
    if is_injection(text):
        return ClauseKind.INJECTION
    meaningful = [found for found in content_stems(text) if found not in GENERIC_STEMS]
    echoed = max((sum(found in one for found in meaningful) for one in asked), default=0)
    if DOES_NOT_KNOW.search(text) and len(meaningful) - echoed <= _KNOWN_WITHOUT_KNOWING:
        return ClauseKind.DOES_NOT_KNOW
    if not meaningful:
        return ClauseKind.PADDING
    if len(meaningful) >= _ECHO_MIN and echoed >= _ECHO_SHARE * len(meaningful):
        return ClauseKind.ECHO
    if _is_strung(text):
        return ClauseKind.WORD_SALAD
    return ClauseKind.CONTENT


def _is_strung(text: str) -> bool:
    """Many terms, hardly a word that holds a sentence together."""
    spoken = words(text)
    function_words = sum(word in STOP_WORDS for word in spoken)
    return len(spoken) >= _SALAD_MIN_WORDS and function_words < _SALAD_FUNCTION_SHARE * len(spoken)


def _is_scrambled(answer: str) -> bool:
    """Articles and prepositions that lead nowhere: the words of a text in random order.

    Spoken sentences break off now and then ("the, um, the"), so a few such places are expected. Of 6,000 written answers
    none of three in four shuffled ones passes and one in a thousand honest ones is held; short texts cannot be told.
    """
    spoken = [word for word in words(answer) if word not in _FILLERS]
    wrong = sum(_leads_nowhere(first, second) for first, second in pairwise([*spoken, "of"]))
    places = sum(word in ARTICLES or word in PREPOSITIONS for word in spoken)
    return wrong >= _SCRAMBLED_MIN and wrong > _SCRAMBLED_SHARE * places


def _leads_nowhere(first: str, second: str) -> bool:
    if first in ARTICLES:
        return second in AFTER_NO_ARTICLE or (second in ARTICLES and second != first)
    return first in PREPOSITIONS and second in AFTER_NO_PREPOSITION
