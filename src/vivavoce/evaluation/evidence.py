"""Verifies quotes: a score may rest only on words that stand in exactly one candidate turn, and can be played (law 4)."""

import re
from collections.abc import Sequence

from vivavoce.domain.report import Evidence
from vivavoce.domain.transcript import Mark, Speaker, Transcript, Turn

type Span = tuple[int, int]


def verify(
    quote: str, transcript: Transcript, *, supports: str, turn_id: str = "", question_id: str = ""
) -> Evidence | None:
    """Return the quote as evidence with its times, or None when it is not verbatim in exactly one candidate turn.

    Only white space is normalised. `turn_id` says where the quote was taken from; without it a quote that stands in two turns
    is refused, because nobody could say which one to play.
    """
    if not quote.strip():
        return None
    found = [
        (turn, span)
        for turn in transcript.turns
        if turn.speaker is Speaker.CANDIDATE
        and Mark.INAUDIBLE not in turn.marks
        and turn_id in {"", turn.id}
        and (span := find(quote, turn.text)) is not None
    ]
    if len(found) != 1:
        return None
    turn, span = found[0]
    start_s, end_s = times(turn, span)
    return Evidence(
        quote=turn.text[span[0] : span[1]],
        turn_id=turn.id,
        start_s=start_s,
        end_s=end_s,
        supports=supports,
        question_id=question_id or turn.question_id,
    )


def find(quote: str, text: str) -> Span | None:
    """Return where the quote stands in the text as whole words, any white space equal to any other; None when it does not."""
    pattern = r"\s+".join(re.escape(part) for part in quote.split())
    match = re.search(rf"(?<!\w){pattern}(?!\w)", text)
    return match.span() if match else None


def times(turn: Turn, span: Span) -> tuple[float, float]:
    """Return when the words of this span were said, on the session clock.

    From the words' own times where the turn has them; otherwise by the share of the text, which is exact enough to start playing.
    """
    spans = _word_spans(turn)
    inside = [word for word, (start, end) in zip(turn.words, spans, strict=True) if start < span[1] and end > span[0]]
    if inside:
        return inside[0].start_s, inside[-1].end_s
    length = max(1, len(turn.text))
    duration_s = turn.end_s - turn.start_s
    return turn.start_s + duration_s * span[0] / length, turn.start_s + duration_s * span[1] / length


def _word_spans(turn: Turn) -> Sequence[Span]:
    """Return where each timed word stands in the turn's text; one that is not found there has an empty span."""
    spans: list[Span] = []
    at = 0
    for word in turn.words:
        text = word.text.strip()
        start = turn.text.find(text, at) if text else -1
        if start < 0:
            spans.append((-1, -1))
            continue
        at = start + len(text)
        spans.append((start, at))
    return spans
