"""Cuts what is to be said into pieces that sound whole, the first one short so that speech begins soon."""

import re
from dataclasses import dataclass

_ABBREVIATIONS = frozenset(
    ["mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "vs", "e.g", "i.e", "cf", "approx", "dept", "est", "fig"]
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+\S)")
_CLAUSE_END = re.compile(r"(?:[,;:]|\s[-–—])[\"'”’)\]]*(?=\s)|(?<=\w)—(?=\w)")
_FIRST_MIN_CHARACTERS, _REST_MIN_CHARACTERS = 18, 16
_MAX_CHARACTERS = 170
_PAUSES_S = {",": 0.14, ";": 0.24, ":": 0.24, ".": 0.38, "!": 0.38, "?": 0.42, "…": 0.5}
_DASH_PAUSE_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    text: str
    pause_s: float
    """Silence behind it at a normal pace; none behind the last."""


def clauses(text: str) -> list[Clause]:
    """Return the pieces of a text in order: its sentences, the first and any very long one cut further at its clauses."""
    pieces: list[str] = []
    for sentence in _sentences(" ".join(text.split())):
        pieces += _cut(sentence, first=not pieces)
    return [
        Clause(text=piece, pause_s=_pause_s(piece) if number < len(pieces) - 1 else 0.0)
        for number, piece in enumerate(pieces)
    ]


def _sentences(text: str) -> list[str]:
    sentences, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        if not _is_abbreviation(text[start : end.start()], text[end.end() :].lstrip()):
            sentences.append(text[start : end.end()].strip())
            start = end.end()
    sentences.append(text[start:].strip())
    return [sentence for sentence in sentences if re.search(r"\w", sentence)]


def _is_abbreviation(before: str, after: str) -> bool:
    word = before.rsplit(maxsplit=1)[-1].lower().strip("\"'“‘([") if before.strip() else ""
    is_initial = len(word) == 1 and word.isalpha() and word != "i"
    return is_initial or word in _ABBREVIATIONS or after[:1].islower()


def _cut(sentence: str, *, first: bool) -> list[str]:
    """Cut a sentence where a speaker could breathe; a later one only when it is very long."""
    if not first and len(sentence) <= _MAX_CHARACTERS:
        return [sentence]
    shortest = _FIRST_MIN_CHARACTERS if first else _MAX_CHARACTERS // 2
    for end in _CLAUSE_END.finditer(sentence):
        head, rest = sentence[: end.end()].strip(), sentence[end.end() :].strip()
        if len(head) >= shortest and len(rest) >= _REST_MIN_CHARACTERS:
            return [head, *_cut(rest, first=False)]
    return [sentence]


def _pause_s(piece: str) -> float:
    last = piece.rstrip("\"'”’)]")[-1:]
    return _PAUSES_S.get(last, _DASH_PAUSE_S)
