"""What a brain did with its tools on one turn, as it goes into the log when the move it came with is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from vivavoce.domain.events import Flagged, PaceChanged, SessionEvent, ToolCalled

DONE = "done"
NOTED = "noted_by_interviewer"
"""The flag of a moment a brain marked for the people who read the interview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolUse:
    """One call. What it changes takes effect with the move it came with; a call that was not done changes nothing."""

    tool: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    outcome: str = DONE
    note: str = ""
    """A moment to flag: why, never how good."""
    patience_factor: float | None = None

    def events(self, *, at: datetime, at_s: float, turn_id: str) -> Sequence[SessionEvent]:
        """Return the audit entry and what the call changes."""
        called = ToolCalled(
            at=at, at_s=at_s, tool=self.tool, arguments=dict(self.arguments), outcome=self.outcome, turn_id=turn_id
        )
        events: list[SessionEvent] = [called]
        if self.note:
            events.append(Flagged(at=at, at_s=at_s, flag=NOTED, message=self.note, turn_id=turn_id))
        if self.patience_factor is not None:
            events.append(PaceChanged(at=at, at_s=at_s, patience_factor=self.patience_factor, by="interviewer"))
        return events
