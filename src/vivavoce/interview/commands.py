"""What a candidate can ask for with a button or a key instead of words."""

from dataclasses import dataclass
from typing import Literal

from vivavoce.interview.pace import Pace


@dataclass(frozen=True, slots=True)
class Mute:
    """Neither hear nor record me."""


@dataclass(frozen=True, slots=True)
class Unmute:
    pass


@dataclass(frozen=True, slots=True)
class Moment:
    """Give me a moment: the floor is mine until I speak."""


@dataclass(frozen=True, slots=True)
class Repeat:
    pass


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop the clock."""


@dataclass(frozen=True, slots=True)
class Resume:
    pass


@dataclass(frozen=True, slots=True)
class Skip:
    pass


@dataclass(frozen=True, slots=True)
class AskHuman:
    message: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    pass


@dataclass(frozen=True, slots=True)
class Typing:
    """An answer is being written: this is no silence."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A whole turn, written."""

    text: str


@dataclass(frozen=True, slots=True)
class ChangePace:
    """Wait longer or shorter before you speak, from here on."""

    pace: Pace
    by: Literal["candidate", "reviewer"] = "candidate"


Command = Mute | Unmute | Moment | Repeat | Pause | Resume | Skip | AskHuman | Leave | Typing | Typed | ChangePace
