"""Answers with word times, as speech-to-text gives them."""

from collections.abc import Sequence
from itertools import cycle, islice

from vivavoce.domain.transcript import Mark, Speaker, Turn, Word

PLAIN = ("we", "moved", "the", "table", "to", "another", "server", "and", "measured", "every", "query")


def said(
    text: str | Sequence[str],
    *,
    wpm: float = 150.0,
    start_s: float = 10.0,
    pauses_s: dict[int, float] | None = None,
    turn_id: str = "trn_1",
    question_id: str = "",
    section: str = "",
    marks: tuple[Mark, ...] = (),
) -> Turn:
    """Return a turn of these words at a steady pace; `pauses_s` gives silence before the n-th word."""
    texts = text.split() if isinstance(text, str) else list(text)
    step_s, at_s, words = 60.0 / wpm, start_s, []
    for number, one in enumerate(texts):
        at_s += (pauses_s or {}).get(number, 0.0)
        words.append(Word(text=one, start_s=at_s, end_s=at_s + step_s))
        at_s += step_s
    return Turn(
        id=turn_id,
        speaker=Speaker.CANDIDATE,
        text=" ".join(texts),
        start_s=start_s,
        end_s=at_s,
        words=tuple(words),
        marks=marks,
        question_id=question_id,
        section=section,
    )


def plain_words(count: int) -> list[str]:
    """Return so many words without a filler among them."""
    return list(islice(cycle(PLAIN), count))
