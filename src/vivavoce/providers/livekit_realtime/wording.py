"""How a model that speaks by itself is told what to say now."""

from vivavoce.domain.ports.realtime_model import Direction

_FENCE = "---"


def directed(direction: Direction) -> str:
    """Return the instructions for one reply; the words stand between two lines of dashes, so that nothing else is read out."""
    if direction.verbatim:
        order = "Say the words between the lines of dashes exactly as they stand, all of them, and nothing before or after them."
    else:
        order = (
            "Say what stands between the lines of dashes in your own spoken words: the same meaning, no further question, "
            "nothing added."
        )
    return f"{order} Then stop and listen.\n{_FENCE}\n{direction.text}\n{_FENCE}"
