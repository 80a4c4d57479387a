"""The live voice engine and the partner it converses for.

The engine owns hearing, turn-taking and playout; the partner (an interview) owns what is said and what it means. The engine
asks `prepare` early and often, throws drafts away freely, and calls `turn_ended` exactly once for a turn, when the reply is
established: until then, a candidate who goes on takes the floor back and nothing has happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from vivavoce.domain.failover import Failover
from vivavoce.domain.latency import LatencyLedger
from vivavoce.domain.ports.line import Line, LineTap
from vivavoce.domain.role_pack import TurnPatience
from vivavoce.domain.transcript import Speaker, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPolicy:
    """How the engine takes turns right now; read again at every pause, so a change acts at once."""

    patience: TurnPatience
    """Already multiplied by the candidate's accommodation."""
    open_question: bool
    """An open question is not answered in a second or two: early ends are doubted."""
    holding: bool = False
    """The candidate asked for a moment: the floor is theirs until they speak."""
    vocabulary: tuple[str, ...] = ()
    pace: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the interviewer would say to a turn.

    A reply without parts leaves the floor with the candidate: nothing is said, `turn_ended` is not called, and what they
    say next joins the same turn ("Give me a moment." … "I would start with …" is one turn).
    """

    id: str
    """Equal ids mean the same move: the engine keeps one that is already speaking."""
    parts: tuple[str, ...]
    """Spoken in order, without a gap; parts named by `upcoming` are pre-rendered."""
    needs_exact: bool = False
    """The wording depends on the candidate's exact words: wait for them."""
    to_request: bool = False
    """The turn asks something of the interviewer ("repeat that, please"): it is whole, however short."""
    interruptible: bool = True
    ends: bool = False
    """The conversation is over when this has been played."""
    section: str = ""
    question_id: str = ""

    @property
    def text(self) -> str:
        return " ".join(self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recollection:
    """Where the conversation stands, for a voice that takes it up in the middle: from the partner's own state only."""

    instructions: str
    """Who speaks and by which rules: the same throughout."""
    summary: str
    """What lies behind and where the conversation stands; equal states give equal words."""
    turns: tuple[Turn, ...] = ()
    """The last turns as they were really heard, oldest first."""


class VoiceState(StrEnum):
    """What the interviewer is doing, for the candidate's screen."""

    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"


class ConversationPartner(Protocol):
    """Whom the engine speaks for. Times are on the session clock."""

    def policy(self) -> TurnPolicy: ...

    def upcoming(self) -> Sequence[str]:
        """Return parts likely to be said next, likeliest first, for synthesis ahead of time (a handful)."""
        ...

    async def prepare(self, turn: Turn, *, exact: bool) -> Reply:
        """Return the reply this turn would get. Pure: changes nothing, may be called many times a turn, may be cancelled."""
        ...

    async def turn_ended(self, turn: Turn, reply: Reply) -> None:
        """The candidate gave up the floor with this turn (exact text) and `reply` is being heard. Called once a turn."""
        ...

    async def utterance_heard(self, utterance: Turn) -> None:
        """One stretch of candidate speech has its exact text (marked inaudible when there was speech but no words)."""
        ...

    async def spoke(self, turn: Turn, reply: Reply, *, ledger: LatencyLedger | None) -> None:
        """The interviewer's words as really heard; `turn.marks` says whether they were cut short."""
        ...

    async def silence(self, silent_s: float) -> Reply | None:
        """Nobody has spoken for the policy's `offer_after_s` (then again each time it passes); None = go on waiting."""
        ...

    def state_changed(self, state: VoiceState) -> None: ...

    def caption(self, *, speaker: Speaker, text: str, final: bool, id: str) -> None:  # noqa: A002 - the caption's own id
        """Words for the screen: the same id replaces, `final` settles."""
        ...

    def candidate_speaking(self, *, speaking: bool) -> None: ...

    def recollect(self) -> Recollection:
        """Return where the conversation stands; asked when a realtime session is opened or renewed."""
        ...

    async def echoed(self) -> None:
        """The interviewer's own voice comes back through the candidate's microphone; told once, when it is sure."""
        ...

    async def failed_over(self, failover: Failover) -> None:
        """A provider gave way to another. There is nothing to do about it; it belongs into the record."""
        ...


class Conversation(Protocol):
    """One line being conversed on."""

    async def run(self) -> None:
        """Converse until the line is gone, a reply that `ends` was played, or `close`. Raises only programming errors."""
        ...

    def say(self, reply: Reply, *, interrupt: bool = False) -> None:
        """Speak unasked (opening, a repeat the candidate clicked for). Waits for the floor unless `interrupt`."""
        ...

    async def typed(self, text: str) -> None:
        """Take a typed message as a whole candidate turn, marked typed."""
        ...

    def hush(self) -> None:
        """Stop speaking within a frame and listen."""
        ...

    def set_muted(self, *, muted: bool) -> None:
        """A muted candidate is neither heard nor recorded, and silence offers stop."""
        ...

    @property
    def now_s(self) -> float:
        """The session clock."""
        ...

    def close(self) -> None: ...


class VoiceEngine(Protocol):
    """Makes conversations out of lines, with the models it was given."""

    @property
    def models(self) -> dict[str, str]:
        """Names of the models in use, by slot: pinned into every session."""
        ...

    async def ready(self) -> None:
        """Return when all models are loaded; raise `ModelFileError` or `ProviderError` when they cannot be."""
        ...

    def converse(
        self, line: Line, partner: ConversationPartner, *, starts_at_s: float, tap: LineTap | None, hears: bool
    ) -> Conversation:
        """Begin on a line at this point of the session clock. `hears=False`: typed mode, the microphone is ignored."""
        ...
