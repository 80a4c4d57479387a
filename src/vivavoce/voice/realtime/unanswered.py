"""What the candidate has said and nobody has answered yet: a session that takes over hears it too."""

from collections import deque

from vivavoce.domain.audio import LINE_RATE_HZ, Pcm

LONGEST_S = 120.0
"""The last of an answer; its beginning is in the history as text."""


class UnansweredAudio:
    """Line frames since the last reply that stood, bounded; positions count samples since the beginning."""

    def __init__(self, *, longest_s: float = LONGEST_S) -> None:
        self._frames: deque[tuple[Pcm, bool]] = deque()
        self._longest_samples = round(longest_s * LINE_RATE_HZ)
        self._begins_at = 0
        self._ends_at = 0

    def add(self, frame: Pcm, *, voiced: bool) -> None:
        self._frames.append((frame, voiced))
        self._ends_at += frame.sample_count
        while self._ends_at - self._begins_at > self._longest_samples:
            self._drop_first()

    def _drop_first(self) -> None:
        frame, _ = self._frames.popleft()
        self._begins_at += frame.sample_count

    @property
    def position(self) -> int:
        """Where the next frame will begin."""
        return self._ends_at

    def answered(self, *, until: int) -> None:
        """What was said before this position has its answer."""
        while self._frames and self._begins_at < until:
            self._drop_first()

    def frames(self) -> list[tuple[Pcm, bool]]:
        """Return it from the first voiced frame on; nothing when nobody spoke."""
        frames = list(self._frames)
        first = next((number for number, (_, voiced) in enumerate(frames) if voiced), len(frames))
        return frames[max(0, first - _LEAD_FRAMES) :] if first < len(frames) else []


_LEAD_FRAMES = 15
"""Frames before the first voiced one: a soft first consonant is found late."""
