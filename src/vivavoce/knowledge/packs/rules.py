"""How the linter's word rules are written: alternatives, and the message for what is found."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordRule:
    """Finds words that may not stand in a text; `message` quotes them as ``{found}``."""

    pattern: re.Pattern[str]
    message: str

    def check(self, text: str) -> Iterator[str]:
        """Yield the message for the first thing found, if any."""
        match = self.pattern.search(text)
        if match:
            yield self.message.format(found=match.group().strip(" ,.!?"))


def whole_words(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern that finds any of the alternatives (regular expressions) as whole words, in any case."""
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


def check_all(rules: Iterable[WordRule], text: str) -> Iterator[str]:
    for rule in rules:
        yield from rule.check(text)
