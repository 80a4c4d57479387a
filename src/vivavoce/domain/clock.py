"""Where instants come from: always injected, always aware UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the wall-clock instant. Durations use the event loop's clock, audio time counts samples."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(slots=True)
class SetClock:
    """A clock that moves only when told to: for tests and replays."""

    instant: datetime = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def advance(self, *, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)
