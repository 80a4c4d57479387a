"""How long the interviewer waits, as people ask for it: a factor on every section's patience, changeable while it runs."""

from collections.abc import Mapping
from enum import StrEnum

from vivavoce.domain.session import Accommodations


class Pace(StrEnum):
    UNHURRIED = "unhurried"
    NORMAL = "normal"
    BRISK = "brisk"


FACTORS: Mapping[Pace, float] = {Pace.UNHURRIED: 1.6, Pace.NORMAL: 1.0, Pace.BRISK: 0.75}
"""An unhurried technical section waits 5 s where 3 would do; a brisk one still outlasts a breath."""

TYPING_FACTOR = 3.0
"""Writing an answer takes about three times as long as saying it: 40 words a minute instead of 120 to 150."""


def pace_of(patience_factor: float) -> Pace:
    """Return the pace a session's factor stands for."""
    return min(Pace, key=lambda pace: abs(FACTORS[pace] - patience_factor))


def hurries(pace: Pace, accommodations: Accommodations) -> bool:
    """Say whether this pace would take back what a candidate asked for beforehand: nobody else may choose it for them."""
    return FACTORS[pace] < 1.0 < accommodations.patience_factor
