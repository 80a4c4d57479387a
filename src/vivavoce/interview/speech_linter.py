"""Checks what the interviewer is about to say: one question at a time; no praise, hint, scoring, promise, illegal topic."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from vivavoce.interview.illegal_topics import is_illegal
from vivavoce.interview.speech_text import sentences


class Rule(StrEnum):
    ONE_QUESTION = "one_question"
    PRAISE = "praise"
    HINT = "hint"
    SCORING = "scoring"
    PROMISE = "promise"
    ILLEGAL_TOPIC = "illegal_topic"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A sentence that must not be spoken."""

    rule: Rule
    part: int
    sentence: str


_GOOD = (
    r"(?:great|good|excellent|awesome|fantastic|wonderful|brilliant|perfect|impressive|amazing|nice|terrific"
    r"|outstanding|superb|lovely"
    r"|spot on|interesting|insightful|thoughtful|solid|strong)"
)
_RULES: tuple[tuple[Rule, str], ...] = (
    (
        Rule.PRAISE,
        (
            rf"\b{_GOOD} (?:answer|point|question|job|thinking|insight|observation|explanation|choice|response)s?\b"
            r"|\b(?:that|this|it) (?:is|was|sounds) (?:a |an )?"
            rf"(?:really |very |so |quite |absolutely )*{_GOOD}(?! (?:if|to|when|way|for))\b"
            rf"|^(?:very |really |oh |wow )*{_GOOD}$"
            r"|\bwell (?:done|said|put|explained)\b"
            rf"|\b(?:what|how) (?:a |an )?{_GOOD}\b(?! (?:does|do|is|are|would|should))"
            r"|\bi (?:really )?(?:love|like) (?:that|your|how you|the way you)\b|\byou are (?:doing )?(?:great|well"
            r"|right|correct|absolutely right)\b"
            r"|^(?:yes |so )*that is (?:exactly )?(?:correct|right)\b|^(?:correct|exactly|absolutely"
            r"|congratulations"
            r"|bravo|right answer)$|\bi am impressed\b|\bkeep it up\b"
        ),
    ),
    (
        Rule.HINT,
        (
            r"\bhere is a (?:hint|clue|tip)\b|\b(?:my|a) hint\b|\bthe (?:right|correct|expected|best|model)"
            r" answer\b"
            r"|\byou (?:forgot|missed|did not mention|have not mentioned"
            r"|left out|should have (?:said|mentioned))\b|\bhave you considered\b|\byou might want to mention\b|\ba"
            r" good"
            r" answer would\b"
        ),
    ),
    (
        Rule.SCORING,
        (
            r"\byour (?:scores?|ratings?|grades?|marks?|evaluation|assessment result)\b|\b(?:the|our|my) (?:rubric"
            r"|scoring|score sheet|expected points?)\b"
            r"|\b(?:i|we) (?:will |would |am going to |are going to |have )?(?:score|scored|rate|rated|grade|graded"
            r"|mark"
            r"|marked) (?:you|your|this|that|it)\b"
            r"|\bout of (?:five|ten|5|10)\b|\byou (?:have )?(?:passed|failed|scored)\b|\bpoints? for (?:that|this"
            r"|your)\b|\blevel [1-5] answer\b"
        ),
    ),
    (
        Rule.PROMISE,
        (
            r"\bi (?:promise|guarantee)\b|\bwe (?:promise|guarantee)\b|\byou (?:will|are going to) (?:get|be given"
            r"|receive|have) (?:the job|an offer|hired|the position)\b"
            r"|\byou are hired\b|\byou (?:got|have) the (?:job|position)\b|\bwe will (?:hire|employ|offer) you\b"
            r"|\byou"
            r" will definitely\b|\bwelcome to the team\b"
        ),
    ),
)
_COMPILED = tuple((rule, re.compile(pattern)) for rule, pattern in _RULES)


def lint(
    parts: Sequence[str], *, longest_words: int = 60, never_says: frozenset[Rule] = frozenset(Rule)
) -> list[Violation]:
    """Return what is wrong with these words by these rules, sentence by sentence; an empty list may be spoken."""
    found: list[Violation] = []
    asked = 0
    for number, part in enumerate(parts):
        for sentence in sentences(part):
            asked += sentence.text.count("?")
            rules = [rule for rule, pattern in _COMPILED if pattern.search(sentence.normal)]
            if is_illegal(sentence.normal):
                rules.append(Rule.ILLEGAL_TOPIC)
            if len(sentence.normal.split()) > longest_words:
                rules.append(Rule.TOO_LONG)
            if asked > 1 and "?" in sentence.text:
                rules.append(Rule.ONE_QUESTION)
            found.extend(
                Violation(rule=rule, part=number, sentence=sentence.text) for rule in rules if rule in never_says
            )
    return found
