"""Whoever wants to know how far a rehearsed interview is: an outage drill strikes by its clock and by its replies."""

from typing import Protocol


class Onlooker(Protocol):
    """Told as things happen; must return at once."""

    def connected(self) -> None:
        """A call is connected: the first one, or another after it broke."""
        ...

    def reply_ended(self) -> None:
        """The interviewer has stopped speaking, as the candidate's screen shows it."""
        ...


class NobodyLooksOn:
    """For a rehearsal that nobody follows."""

    def connected(self) -> None: ...

    def reply_ended(self) -> None: ...
