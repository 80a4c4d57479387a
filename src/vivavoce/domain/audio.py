"""Audio as data: mono 16-bit PCM with its rate. Audio time is samples received, so recordings replay exactly."""

from dataclasses import dataclass

HEARING_RATE_HZ = 16_000
"""What voice activity, end-of-turn and speech-to-text models hear."""
LINE_RATE_HZ = 48_000
"""What a candidate's line carries in both directions."""
FRAME_MS = 20
"""One frame on a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pcm:
    """A stretch of mono little-endian signed 16-bit samples."""

    samples: bytes
    sample_rate_hz: int

    @property
    def sample_count(self) -> int:
        return len(self.samples) // 2

    @property
    def duration_s(self) -> float:
        return self.sample_count / self.sample_rate_hz

    @classmethod
    def silence(cls, duration_s: float, *, sample_rate_hz: int) -> "Pcm":
        return cls(samples=bytes(2 * round(duration_s * sample_rate_hz)), sample_rate_hz=sample_rate_hz)
