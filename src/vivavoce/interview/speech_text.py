"""Spoken words as plain text: sentences, normal forms, content words."""

import re
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"(?<=[.?!…])[\"'”’)]*\s+|\n+")
_NOT_A_WORD = re.compile(r"[^\w' ]+")
_SPACES = re.compile(r"\s+")

_SPELLED_OUT = (
    (r"\b(can not|cannot|can't|cant)\b", "can not"),
    (r"\bwon'?t\b", "will not"),
    (r"\b(do|does|did|is|are|was|were|would|could|should|have|has|had)(?:n't|nt)\b", r"\1 not"),
    (r"\b(i'm|im)\b", "i am"),
    (r"\b(i|you|we|they)'?ve\b", r"\1 have"),
    (r"\b(you|we|they)'re\b", r"\1 are"),
    (r"\b(youre|theyre)\b", lambda found: found[1][:-2] + " are"),
    (r"\b(i|you|we|they|it|that|he|she)'ll\b", r"\1 will"),
    (r"\b(i|you|we|they|he|she)'d\b", r"\1 would"),
    (r"\bid (?=like|rather|prefer|love|say|need|want)", "i would "),
    (r"\b(that|what|it|there|who|where|how|here|she|he|everything|nobody)'s\b", r"\1 is"),
    (r"\b(that|what|who|where|how)s\b", r"\1 is"),
    (r"\blet'?s\b", "let us"),
    (r"\bdunno\b", "do not know"),
    (r"\bgimme\b", "give me"),
    (r"\bwanna\b", "want to"),
    (r"\bgonna\b", "going to"),
    (r"\bgotta\b", "got to"),
    (r"\bu\b", "you"),
    (r"\bok\b", "okay"),
    (r"\bhm+\b|\bmhm+\b|\bmm+\b", "mhm"),
    (r"\b(?:u+h+|u+m+|e+r+m*|e+h+)\b", ""),
)
_CONTRACTIONS = tuple((re.compile(pattern), written) for pattern, written in _SPELLED_OUT)
_STUTTER = re.compile(r"\b(\w+(?: \w+)?)(?: \1\b)+")
_DOUBLED_ON_PURPOSE = frozenset({"hello", "no", "bye", "very", "testing", "had", "that"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence as heard and in its normal form."""

    text: str
    normal: str
    asked: bool
    """It ended in a question mark."""


def normalise(text: str) -> str:
    """Return lower-case words with contractions spelled out, hesitations and stutters gone, punctuation dropped."""
    words = text.lower().replace("’", "'").replace("-", " ")
    words = _SPACES.sub(" ", _NOT_A_WORD.sub(" ", words)).strip()
    for pattern, written in _CONTRACTIONS:
        words = pattern.sub(written, words)
    words = _SPACES.sub(" ", words.replace("'s", " s") if words.startswith("'") else words).strip()
    return _STUTTER.sub(lambda found: found[0] if found[1] in _DOUBLED_ON_PURPOSE else found[1], words)


def sentences(text: str) -> list[Sentence]:
    """Split into sentences; speech recognised without punctuation is one."""
    pieces = (piece.strip() for piece in _SENTENCE_END.split(text))
    return [
        Sentence(text=piece, normal=normal, asked=piece.rstrip("\"'”’)").endswith("?"))
        for piece in pieces
        if (normal := normalise(piece))
    ]


def words_of(text: str) -> frozenset[str]:
    """Return the words of a list written as text."""
    return frozenset(text.split())


STOP_WORDS = words_of(
    """
    a about above after again against all also am an and any are as at be because been before being below
    between both but by can could did do does doing down during each few for from further get got had has have
    having he her here hers herself him himself his how i if in into is it its itself just kind know let like
    lot make maybe me mean might more most much must my myself no nor not now of off okay on once one only or
    other our ours ourselves out over own really right said same say she should so some something sort stuff
    such than that the their theirs them themselves then there these they thing things think this those through
    to too um under until up us very was we well were what when where which while who whom why will with would
    yeah yes you your yours yourself yourselves actually basically
    """
)


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning, in order."""
    return [word for word in normalise(text).split() if word not in STOP_WORDS]
