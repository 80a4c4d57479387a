"""The gate between a line and its recording: shut at once when consent goes, silent while the candidate pauses."""

from collections.abc import Callable

from vivavoce.domain.audio import Pcm
from vivavoce.domain.ports.line import RecordingTap


class CaptureGate:
    """A line tap that passes frames on only while it may."""

    def __init__(
        self, tap: RecordingTap | None, *, silenced: Callable[[], bool], hears: Callable[[Pcm], None] = lambda _: None
    ) -> None:
        self._tap = tap
        self._silenced = silenced
        self._hears = hears
        """Listens to the candidate's frames whether or not they are recorded; keeps none."""

    def frame(self, *, candidate: Pcm, interviewer: Pcm) -> None:
        self._hears(candidate)
        if self._tap is None:
            return
        if self._silenced():
            candidate = Pcm(samples=bytes(len(candidate.samples)), sample_rate_hz=candidate.sample_rate_hz)
        self._tap.frame(candidate=candidate, interviewer=interviewer)

    @property
    def is_open(self) -> bool:
        return self._tap is not None

    def shut(self) -> RecordingTap | None:
        """Pass nothing on from this moment; return the recording to be closed."""
        tap, self._tap = self._tap, None
        return tap

    def open(self, tap: RecordingTap | None) -> None:
        self._tap = tap
