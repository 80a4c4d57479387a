"""What a candidate's screen shows of a live session, as it changes.

A watcher gets a snapshot and then changes. It never slows the session down: a watcher that falls behind loses its waiting
changes and gets a fresh snapshot instead.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Literal

from vivavoce.interview.pace import Pace

ViewState = Literal["connecting", "listening", "thinking", "speaking", "paused"]

_CAPTIONS_KEPT = 400
_CHANGES_WAITING = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    kind: str
    title: str
    index: int
    """From 0."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionView:
    id: str
    speaker: str
    """``candidate`` or ``interviewer``."""
    text: str
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything at once: enough to draw the page after a reload."""

    type: Literal["snapshot"] = "snapshot"
    status: str
    """A `SessionStatus`."""
    state: ViewState
    section: SectionView
    time_left_s: float
    muted: bool
    paused: bool
    typed: bool
    pace: Pace
    captions: tuple[CaptionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChanged:
    type: Literal["state"] = "state"
    state: ViewState


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionChanged:
    type: Literal["caption"] = "caption"
    id: str
    speaker: str
    text: str
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionChanged:
    type: Literal["section"] = "section"
    section: SectionView
    time_left_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedChanged:
    type: Literal["paused"] = "paused"
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MutedChanged:
    type: Literal["muted"] = "muted"
    muted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceShown:
    """How long the interviewer waits from here on, whoever asked for it."""

    type: Literal["pace"] = "pace"
    pace: Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the candidate should know: a stable code and a sentence."""

    type: Literal["notice"] = "notice"
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentShown:
    """Something said about a moment of the candidate's own speech, which can be heard again."""

    type: Literal["moment"] = "moment"
    text: str
    """What was said about it."""
    words: str
    """What the candidate said there; empty when the remark has no moment."""
    start_s: float
    end_s: float
    unvalidated: bool
    play: bool
    """The candidate asked to hear it now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    type: Literal["ended"] = "ended"
    reason: str


LiveView = (
    Snapshot
    | StateChanged
    | CaptionChanged
    | SectionChanged
    | PausedChanged
    | MutedChanged
    | PaceShown
    | Notice
    | MomentShown
    | Ended
)


@dataclass(slots=True, eq=False)
class _Watcher:
    waiting: deque[LiveView] = field(default_factory=deque)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    behind: bool = False


class Screen:
    """The current picture of one session and everyone who watches it."""

    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        self._snapshot = snapshot
        self._captions: OrderedDict[str, CaptionView] = OrderedDict()
        self._watchers: set[_Watcher] = set()
        self.lagged = 0
        """How often a watcher fell behind and got a fresh snapshot."""

    @property
    def captions(self) -> tuple[CaptionView, ...]:
        return tuple(self._captions.values())

    @property
    def watched(self) -> bool:
        return bool(self._watchers)

    def caption(self, *, id: str, speaker: str, text: str, final: bool) -> None:  # noqa: A002 - the caption's own id
        """Show or replace a caption; an empty final one takes it back."""
        if text:
            self._captions[id] = CaptionView(id=id, speaker=speaker, text=text, final=final)
        else:
            self._captions.pop(id, None)
        while len(self._captions) > _CAPTIONS_KEPT:
            self._captions.popitem(last=False)
        self.show(CaptionChanged(id=id, speaker=speaker, text=text, final=final))

    def show(self, change: LiveView) -> None:
        """Tell every watcher; never waits."""
        for watcher in self._watchers:
            if len(watcher.waiting) >= _CHANGES_WAITING:
                watcher.waiting.clear()
                watcher.behind = True
                self.lagged += 1
            watcher.waiting.append(change)
            watcher.woken.set()

    async def watch(self) -> AsyncGenerator[LiveView]:
        """Yield a snapshot, then changes; ends after `Ended`."""
        watcher = _Watcher()
        self._watchers.add(watcher)
        try:
            yield self._snapshot()
            while True:
                await watcher.woken.wait()
                watcher.woken.clear()
                if watcher.behind:
                    watcher.behind = False
                    yield self._snapshot()
                while watcher.waiting:
                    change = watcher.waiting.popleft()
                    yield change
                    if isinstance(change, Ended):
                        return
        finally:
            self._watchers.discard(watcher)
