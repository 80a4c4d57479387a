"""What is spoken instead of words the speech linter holds back: the rest of them, or the plan's own wording of the same move."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from vivavoce.interview.conductor import Scene, step_of
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.speech_linter import Rule, Violation
from vivavoce.interview.speech_text import sentences
from vivavoce.interview.wording import LINES

type Lint = Callable[[Sequence[str]], Sequence[Violation]]

_DROPPED_ALONE = frozenset({Rule.PRAISE, Rule.SCORING, Rule.PROMISE})
"""A sentence that only comments may go by itself; after a hint, the question behind it hints too."""


def mended(choice: Choice, scene: Scene, lint: Lint) -> Choice:
    """Return the choice in words that may be spoken.

    A comment is cut out of its part, any other part with a violation goes; where that was the question itself, the plan's
    wording takes its place. What a pack's author wrote is the last resort, and spoken as it is.
    """
    parts = [_without_comments(part, lint) for part in choice.parts]
    wrong = {violation.part for violation in lint(parts)} | {number for number, part in enumerate(parts) if not part}
    last = len(parts) - 1
    kept = [part for number, part in enumerate(parts) if number not in wrong]
    if last in wrong:
        asks = any("?" in part for part in kept)
        kept += [] if asks else [_plan_wording(choice, scene)]
    elif choice.move is Move.ANSWER and 0 in wrong:
        kept.insert(0, LINES.not_known)
    return replace(choice, parts=tuple(kept))


def _without_comments(part: str, lint: Lint) -> str:
    """Return the part without the sentences that praise, score or promise, as long as they ask nothing."""
    bad = {one.sentence for one in lint([part]) if one.rule in _DROPPED_ALONE and "?" not in one.sentence}
    return " ".join(one.text for one in sentences(part) if one.text not in bad) if bad else part


def _plan_wording(choice: Choice, scene: Scene) -> str:
    question = scene.question
    step = step_of(choice, scene)
    if step is not None:
        return step.question.text if step.question else scene.pack.closing
    if choice.move is Move.ANSWER:
        return LINES.not_known
    if choice.move is Move.PROBE or question is None:
        return LINES.more[0]
    return question.rephrased if choice.move in (Move.REPHRASE, Move.REDIRECT) else question.text
