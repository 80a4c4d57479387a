"""Tells a microphone that died from a candidate who is silent: a room is never perfectly still, a dead line is."""

from vivavoce.domain.audio import Pcm

DEAD_AFTER_S = 1.0
"""Longer than a gap in the network that anybody would wait out; shorter than the patience with an unfinished sentence."""
_NEVER_ALIVE_AFTER_S = 8.0
"""A line that has carried nothing yet may still be connecting."""
_STILL_LEVEL = 2
"""Of 32768: what a decoder leaves of nothing."""
_EVERY_SAMPLE = 16
"""Every so many samples tell noise from stillness as well as all of them, at a sixteenth of the cost."""
_KNOWN_AFTER_S = 10.0
_STILL_SHARE_MOST = 0.02
"""Some devices and codecs send perfect stillness between words: of those nothing is claimed."""


class Microphone:
    """Follows one connection's incoming audio, frame by frame."""

    def __init__(self) -> None:
        self._alive_s = 0.0
        self._still_s = 0.0
        """Stillness between living frames."""
        self._still_now_s = 0.0

    def hear(self, frame: Pcm) -> None:
        if _is_still(frame):
            self._still_now_s += frame.duration_s
            return
        self._still_s += min(self._still_now_s, DEAD_AFTER_S)  # one long outage says nothing about the device
        self._still_now_s = 0.0
        self._alive_s += frame.duration_s

    def rest(self) -> None:
        """Nothing is to be heard now: muted, paused, or typed mode."""
        self._still_now_s = 0.0

    @property
    def was_alive(self) -> bool:
        return self._alive_s >= _KNOWN_AFTER_S

    @property
    def is_dead(self) -> bool:
        """Nothing at all arrives, on a line where something used to arrive all the time, or never did."""
        if self._alive_s == 0.0:
            return self._still_now_s >= _NEVER_ALIVE_AFTER_S
        known = self.was_alive and self._still_s <= _STILL_SHARE_MOST * (self._alive_s + self._still_s)
        return known and self._still_now_s >= DEAD_AFTER_S


def _is_still(frame: Pcm) -> bool:
    if not frame.samples.strip(b"\0"):
        return True
    levels = memoryview(frame.samples).cast("h")[::_EVERY_SAMPLE]
    return max(levels) <= _STILL_LEVEL and min(levels) >= -_STILL_LEVEL
