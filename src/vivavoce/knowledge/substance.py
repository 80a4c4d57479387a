"""Tells the clauses of an answer that say something from those that do not: echo, "I don't know", commands, word salad, padding.

What is set aside here never becomes evidence, for follow-ups and for scores alike (law 11: candidate speech is data).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vivavoce.knowledge.phrases import DOES_NOT_KNOW, GENERIC_STEMS, INJECTION
from vivavoce.knowledge.text import Clause, clauses, content_stems, words
from vivavoce.knowledge.word_order import BREAK, function_share, is_plausible, tokens


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
_WORDS_BEFORE_NOT_KNOWING = 3
_ECHO_SHARE = 0.75
_RUN_WORDS, _RUN_SHARE = 3, 0.5
_ORDER_WINDOW_WORDS = 40
_SALAD_SHARE = 0.5
_STRETCH_MIN = 3
_DOUBT = 0.05
_PART = re.compile(r"[^\s,;.!?][^,;.!?]*")
_TERMS_MIN, _TERM_WORDS, _MEAN_TERM_WORDS, _TERMS_FUNCTION_SHARE = 5, 5, 2.7, 0.4


def substance(answer: str, *, spoken: Sequence[str]) -> Substance:
    """Sort the clauses of an answer; `spoken` is what the interviewer said (question, rephrasing, probes)."""
    asked = [frozenset(content_stems(text)) for text in spoken]
    seen: set[tuple[str, ...]] = set()
    sorted_clauses: list[tuple[Clause, ClauseKind]] = []
    for clause in clauses(answer):
        kind = _kind(clause.text, asked, spoken)
        said = content_stems(clause.text)
        if kind is ClauseKind.CONTENT and said in seen:
            kind = ClauseKind.REPEATED
        seen.add(said)
        sorted_clauses.append((clause, kind))
    everything = [clause for clause, _ in sorted_clauses]
    salad = _salad(everything) | _listed(everything, answer)
    return Substance(
        clauses=tuple(
            (clause, ClauseKind.WORD_SALAD if kind is ClauseKind.CONTENT and clause in salad else kind)
            for clause, kind in sorted_clauses
        )
    )


def is_injection(text: str) -> bool:
    """Say whether a text gives commands to whoever scores it."""
    return INJECTION.search(text) is not None


def _kind(text: str, asked: Sequence[frozenset[str]], spoken: Sequence[str]) -> ClauseKind:
    if is_injection(text):
        return ClauseKind.INJECTION
    meaningful = [found for found in content_stems(text) if found not in GENERIC_STEMS]
    echoed = max((sum(found in one for found in meaningful) for one in asked), default=0)
    if _begins_not_knowing(text) and len(meaningful) - echoed <= _KNOWN_WITHOUT_KNOWING:
        return ClauseKind.DOES_NOT_KNOW
    if not meaningful:
        return ClauseKind.PADDING
    if echoed == len(meaningful) or (echoed >= _ECHO_SHARE * len(meaningful) and _is_run_of(text, spoken)):
        return ClauseKind.ECHO
    return ClauseKind.CONTENT


def _is_run_of(text: str, spoken: Sequence[str]) -> bool:
    """Say whether most of a text's words stand in it as they were spoken: the question's phrases, not just its vocabulary."""
    said = words(text)
    runs = {
        tuple(heard[at : at + _RUN_WORDS]) for heard in map(words, spoken) for at in range(len(heard) - _RUN_WORDS + 1)
    }
    echoed = {
        at + step for at in range(len(said)) if tuple(said[at : at + _RUN_WORDS]) in runs for step in range(_RUN_WORDS)
    }
    return len(echoed) >= _RUN_SHARE * len(said)


def _begins_not_knowing(text: str) -> bool:
    match = DOES_NOT_KNOW.search(text)
    return match is not None and len(text[: match.start()].split()) <= _WORDS_BEFORE_NOT_KNOWING


def _salad(found: Sequence[Clause]) -> set[Clause]:
    """Return the clauses that stand in words no person says in this order.

    A clause is judged with its neighbours, so that a shuffled stretch does not hide in an honest answer; and the answer as a
    whole, because some stretches of any shuffle look well by chance.
    """
    spoken = [[*tokens(clause.text), BREAK] for clause in found]
    everything = [word for part in spoken for word in part]
    salad: set[Clause] = set()
    start = 0
    for clause, part in zip(found, spoken, strict=True):
        margin = max(0, _ORDER_WINDOW_WORDS - len(part)) // 2
        window = everything[max(0, start - margin) : start + len(part) + margin]
        if not is_plausible(window, doubt=_DOUBT):
            salad.add(clause)
        start += len(part)
    if not is_plausible(everything) or len(salad) > _SALAD_SHARE * len(found):
        return set(found)
    places = [at for at, clause in enumerate(found) if clause in salad]
    if len(places) < _STRETCH_MIN:  # one odd turn of phrase is a person's
        return set()
    # What lies between shuffled clauses is shuffled too.
    return set(found[max(0, places[0] - 1) : places[-1] + 2])


def _listed(found: Sequence[Clause], answer: str) -> set[Clause]:
    """Return the clauses that stand in a list of terms about which nothing is said."""
    lists = list(_lists_of_terms(answer))
    return {clause for clause in found if any(start <= clause.start and clause.end <= end + 1 for start, end in lists)}


def _lists_of_terms(answer: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of five and more terms of two or three words on average between commas or full stops."""
    run: list[re.Match[str]] = []
    for part in [*_PART.finditer(answer), None]:
        if part is not None and len(part.group().split()) <= _TERM_WORDS:
            run.append(part)
            continue
        text = " ".join(one.group() for one in run)
        short = len(text.split()) <= _MEAN_TERM_WORDS * len(run)
        if len(run) >= _TERMS_MIN and short and function_share(words(text)) < _TERMS_FUNCTION_SHARE:
            yield run[0].start(), run[-1].end()
        run = []
