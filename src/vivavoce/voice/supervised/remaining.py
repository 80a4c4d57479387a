"""What of a text is still to be said when a voice broke off: a few words twice rather than one lost."""

import re

CHARACTERS_PER_S = 15.0
"""Unhurried English; every voice's own rate is learned from what it finished."""
_AGAIN_WORDS = 5
"""A clause that began no more than so many words ago is said from its beginning."""
_CAUTION = 0.92
"""The share of the estimate believed: the rate of one stretch varies by about so much."""
_WORD = re.compile(r"\S+")
_CLAUSE_END = re.compile(r"[,;:.!?…][\"')]*$")


def rest_after(text: str, spoken_s: float, *, characters_per_s: float = CHARACTERS_PER_S) -> str:
    """Return the text from the first word that may not have been said, or from the beginning of its clause if that is near."""
    said = spoken_s * characters_per_s * (_CAUTION if spoken_s else 0.0)
    words = list(_WORD.finditer(text))
    first = next((number for number, word in enumerate(words) if word.end() > said), len(words))
    if first == len(words):
        first = max(0, len(words) - 1)  # nobody said that it was complete: the last word again
    begins = first
    for number in range(first, max(0, first - _AGAIN_WORDS) - 1, -1):
        if number == 0 or _CLAUSE_END.search(words[number - 1].group()):
            begins = number
            break
    return text[words[begins].start() :] if words else ""


class SpeakingRate:
    """How fast each voice speaks, learned from what it said to the end."""

    _SLOWEST, _FASTEST, _NEW_SHARE = 9.0, 22.0, 0.3
    _SHORTEST = 20  # characters: less is mostly edges

    def __init__(self) -> None:
        self._rates: dict[str, float] = {}

    def learn(self, provider: str, text: str, spoken_s: float, *, pace: float) -> None:
        """Take in a finished text."""
        if spoken_s <= 0 or len(text) < self._SHORTEST:
            return
        rate = min(self._FASTEST, max(self._SLOWEST, len(text) / spoken_s / pace))
        known = self._rates.get(provider, rate)
        self._rates[provider] = known + self._NEW_SHARE * (rate - known)

    def of(self, provider: str, *, pace: float) -> float:
        return pace * self._rates.get(provider, CHARACTERS_PER_S)
