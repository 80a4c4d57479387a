"""What the app room hands in for practice: stores of its own, none of which the routes about interviews ever see."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol

from fastapi import Depends
from starlette.requests import HTTPConnection

from vivavoce.api.services import CandidateServices
from vivavoce.domain.ports.event_log import EventLog
from vivavoce.domain.ports.practice import PracticeSpaces
from vivavoce.domain.ports.recordings import Track
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import Session


class OwnRecordings(Protocol):
    """The candidate's own sound."""

    async def holds(self, session_id: str) -> bool: ...

    async def so_far(self, session_id: str, track: Track) -> bytes:
        """Return all there is of a track, finished or not; empty when there is nothing."""
        ...


class Erases(Protocol):
    async def erase(self, session_id: str, *, actor: str) -> Sequence[object]:
        """Make everything kept of a session unreadable; safe to repeat."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeServices(CandidateServices):
    """The ports and rooms behind practice."""

    spaces: PracticeSpaces
    events: EventLog
    recordings: OwnRecordings
    erasure: Erases
    pack_of: Callable[[Session], Awaitable[RolePack]]
    """The pack a practice session is led by."""
    clip: Callable[[bytes, float, float], bytes]
    """Cut a stretch out of a track; blocks; raises `ValueError` when nothing of it is there."""
    packs: Mapping[str, RolePack]
    pack_text: Callable[[str], str]
    open_to_all: bool
    """Anybody who reaches the site may open a space; otherwise the operator hands links out."""


def practice_services_of(connection: HTTPConnection) -> PracticeServices:
    """Return the practice services of the application that serves this request."""
    services = connection.app.state.practice_services
    assert isinstance(services, PracticeServices)
    return services


GivenToPractice = Annotated[PracticeServices, Depends(practice_services_of)]
