"""The interviewer's own voice, come back through the candidate's microphone: told by its words and by when they came.

People repeat a question too ("How do I handle slow queries? Well …"), but not while it is still being asked.
"""

from collections.abc import Sequence
from dataclasses import replace

from vivavoce.domain.transcript import Mark, Turn
from vivavoce.voice.echo import echoed_words

_COMES_BACK_WITHIN_S = 1.2
"""Loudspeaker, microphone, both ways of the call, and speech-to-text's own imprecision."""


def without_echo(turn: Turn, said: Sequence[Turn]) -> Turn:
    """Return the turn without what it begins with of the interviewer's words that were being played; often all of it."""
    if Mark.TYPED in turn.marks or not turn.text:
        return turn
    for ours in reversed(said):
        echoed = _echoed_words(turn, ours)
        if echoed:
            return _behind(turn, echoed)
    return turn


def _echoed_words(turn: Turn, ours: Turn) -> int:
    """Return how many words at the turn's beginning are an echo of this."""
    heard = turn.text.split()
    if turn.words:
        last_s = ours.end_s + _COMES_BACK_WITHIN_S
        could_be = sum(ours.start_s <= word.start_s <= last_s for word in turn.words)
    else:
        could_be = len(heard) if ours.start_s <= turn.start_s < ours.end_s else 0
    return echoed_words(" ".join(heard[:could_be]), ours.text)


def _behind(turn: Turn, count: int) -> Turn:
    words = turn.words[count:]
    return replace(
        turn,
        text=" ".join(turn.text.split()[count:]),
        words=words,
        start_s=words[0].start_s if words else turn.end_s if len(turn.text.split()) <= count else turn.start_s,
    )
