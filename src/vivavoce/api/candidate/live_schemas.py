"""The messages of a live interview, both ways over the WebSocket."""

from typing import Annotated, Literal

from pydantic import Field, RootModel

from vivavoce.api.schemas import Answer, Request
from vivavoce.domain.role_pack import SectionKind
from vivavoce.domain.session import EndReason
from vivavoce.domain.transcript import Speaker
from vivavoce.interview.pace import Pace

LONGEST_TYPED_CHARS = 8_000

LiveState = Literal["connecting", "listening", "thinking", "speaking", "paused"]


class LiveSection(Answer):
    kind: SectionKind
    title: str
    index: int
    """From 0."""
    count: int


class LiveCaption(Answer):
    id: str
    """The same id replaces."""
    speaker: Speaker
    text: str
    final: bool


class SnapshotMessage(Answer):
    """Always the first message of a connection that may watch."""

    type: Literal["snapshot"] = "snapshot"
    status: Literal["open", "in_progress", "completed"]
    state: LiveState
    section: LiveSection | None
    time_left_s: float
    muted: bool
    paused: bool
    typed: bool
    pace: Pace
    captions: tuple[LiveCaption, ...]


class StateMessage(Answer):
    type: Literal["state"] = "state"
    state: LiveState


class CaptionMessage(LiveCaption):
    type: Literal["caption"] = "caption"


class SectionMessage(Answer):
    type: Literal["section"] = "section"
    section: LiveSection
    time_left_s: float


class PausedMessage(Answer):
    type: Literal["paused"] = "paused"
    paused: bool


class MutedMessage(Answer):
    type: Literal["muted"] = "muted"
    muted: bool


class PaceMessage(Answer):
    """How long the interviewer waits before it speaks, from here on."""

    type: Literal["pace"] = "pace"
    pace: Pace


class NoticeMessage(Answer):
    """Something the candidate should know: an error's code, or what happened to this connection."""

    type: Literal["notice"] = "notice"
    code: str
    text: str


class MomentMessage(Answer):
    """Practice: what was said about a moment of the candidate's own speech, which can be heard again."""

    type: Literal["moment"] = "moment"
    text: str
    words: str
    """What the candidate said there; empty when the remark has no moment."""
    start_s: float
    end_s: float
    unvalidated: bool
    """A guess from words, not a measurement."""
    play: bool
    """The candidate asked to hear it now."""


class EndedMessage(Answer):
    type: Literal["ended"] = "ended"
    reason: EndReason


class LiveMessage(
    RootModel[
        Annotated[
            SnapshotMessage
            | StateMessage
            | CaptionMessage
            | SectionMessage
            | PausedMessage
            | MutedMessage
            | PaceMessage
            | NoticeMessage
            | MomentMessage
            | EndedMessage,
            Field(discriminator="type"),
        ]
    ]
):
    """Server → candidate."""


class PlainCommand(Request):
    command: Literal["mute", "unmute", "moment", "repeat", "pause", "resume", "skip", "leave", "typing"]


class HumanCommand(Request):
    command: Literal["human"]
    text: Annotated[str, Field(max_length=4_000)] = ""


class TypedCommand(Request):
    command: Literal["typed"]
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TYPED_CHARS)]


class PaceCommand(Request):
    """Wait longer or shorter before you speak, from here on."""

    command: Literal["pace"]
    pace: Pace


class LiveCommand(
    RootModel[Annotated[PlainCommand | HumanCommand | TypedCommand | PaceCommand, Field(discriminator="command")]]
):
    """Candidate → server."""
