"""Working out what the interviewer asked from the words on the screen, as somebody who knows the role pack."""

import re
from dataclasses import dataclass

from vivavoce.domain.role_pack import Question, RolePack, SectionKind

_ENOUGH_SHARED = 0.7
"""Of a wording's words, how many must appear when it is not spoken verbatim (a name was put in, a clause left out)."""
_AGAIN = re.compile(r"say (it|that) again|repeat (it|that|your)|make (it|that) out|catch that|hear you", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an interviewer's turn was about."""

    question: Question
    section: SectionKind
    point_id: str = ""
    """The expected point a follow-up is after; empty for the question itself and for general follow-ups."""
    follow_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wording:
    words: str
    asked: Asked


class AskedFinder:
    """Knows every planned wording of a pack."""

    def __init__(self, pack: RolePack) -> None:
        self._wordings: list[_Wording] = []
        for section in pack.sections:
            for question in section.questions:
                itself = Asked(question=question, section=section.kind)
                self._wordings += [_Wording(words=_words(text), asked=itself) for text in _texts(question)]
                for probe in question.probes:
                    probed = Asked(question=question, section=section.kind, point_id=probe.for_point, follow_up=True)
                    self._wordings.append(_Wording(words=_words(probe.text), asked=probed))

    def find(self, said: str, *, current: Asked | None) -> Asked | None:
        """Return what was asked last in `said`; with no known wording in it, a general follow-up on `current`.

        Asked to say it again, a candidate answers the question itself once more.

        None when nothing is known to have been asked: small talk before the first question.
        """
        found = self._verbatim(said, current) or self._similar(said, current)
        if found is not None or current is None:
            return found
        again = _AGAIN.search(said) is not None
        return Asked(question=current.question, section=current.section, follow_up=not again)

    def _verbatim(self, said: str, current: Asked | None) -> Asked | None:
        words = f" {_words(said)} "
        places = [(words.rfind(f" {wording.words} ") + len(wording.words), wording) for wording in self._wordings]
        hits = [
            (place, _same_question(wording, current), wording)
            for place, wording in places
            if place >= len(wording.words)
        ]
        return max(hits, key=lambda hit: hit[:2])[2].asked if hits else None

    def _similar(self, said: str, current: Asked | None) -> Asked | None:
        heard = set(_words(said).split())
        best_share, best = _ENOUGH_SHARED, None
        for wording in sorted(self._wordings, key=lambda wording: not _same_question(wording, current)):
            wanted = set(wording.words.split())
            share = len(wanted & heard) / max(len(wanted), 1)
            if len(wanted) >= 4 and share > best_share:
                best_share, best = share, wording.asked
        return best


def _same_question(wording: _Wording, current: Asked | None) -> bool:
    """Packs may word general probes of several questions alike: the one under discussion is meant."""
    return current is not None and wording.asked.question.id == current.question.id


def _texts(question: Question) -> list[str]:
    return [text for text in (question.text, question.rephrased) if text]


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", "")))
