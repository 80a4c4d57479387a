"""Whether audio came at the rate that was agreed: raw samples do not say."""

FASTEST_CHARACTERS_PER_S = 29.0
"""Hurried English has about 22: what takes less time than this came at another rate than was agreed, and squeaks."""
_TELLING_CHARACTERS = 40
"""Shorter texts say too little about how fast they were spoken."""


def implausibly_fast(*, characters: int, spoken_s: float) -> bool:
    """Say whether nobody can have said so much in so little audio."""
    return characters >= _TELLING_CHARACTERS and characters > spoken_s * FASTEST_CHARACTERS_PER_S
