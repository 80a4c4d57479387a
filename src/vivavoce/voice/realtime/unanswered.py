"""What the candidate says, without the silences around it, and for how long nobody has answered it."""

from collections import deque
from collections.abc import Sequence

from vivavoce.domain.audio import FRAME_MS, LINE_RATE_HZ, Pcm

LONGEST_S = 120.0
"""The last of an answer; its beginning is in the history as text."""
_LEAD_FRAMES = 300 // FRAME_MS
"""Before the first voiced frame: a soft first consonant is found late."""
_TAIL_FRAMES = 1000 // FRAME_MS
"""Pauses up to this long belong to what is said; longer ones are billed by vendors and say nothing."""


class SpeechOnly:
    """Lets speech through, frame by frame, with a little silence around it."""

    def __init__(self) -> None:
        self._lead: deque[Pcm] = deque(maxlen=_LEAD_FRAMES)
        self._tail = 0

    def push(self, frame: Pcm, *, voiced: bool) -> Sequence[Pcm]:
        """Return what to pass on now."""
        if voiced:
            passed = [*self._lead, frame]
            self._lead.clear()
            self._tail = _TAIL_FRAMES
            return passed
        if self._tail:
            self._tail -= 1
            return (frame,)
        self._lead.append(frame)
        return ()


class UnansweredAudio:
    """Speech since the last reply that stood, bounded; positions count samples since the beginning.

    A session that takes over hears it, so that no answer is lost on it.
    """

    def __init__(self, *, longest_s: float = LONGEST_S) -> None:
        self._frames: deque[Pcm] = deque()
        self._longest_samples = round(longest_s * LINE_RATE_HZ)
        self._begins_at = 0
        self._ends_at = 0

    def add(self, frame: Pcm) -> None:
        self._frames.append(frame)
        self._ends_at += frame.sample_count
        while self._ends_at - self._begins_at > self._longest_samples:
            self._drop_first()

    def _drop_first(self) -> None:
        self._begins_at += self._frames.popleft().sample_count

    @property
    def position(self) -> int:
        """Where the next frame will begin."""
        return self._ends_at

    def answered(self, *, until: int) -> None:
        """What was said before this position has its answer."""
        while self._frames and self._begins_at < until:
            self._drop_first()

    def frames(self) -> Sequence[Pcm]:
        return tuple(self._frames)
