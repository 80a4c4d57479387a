"""Begins recordings for the live sessions: three tracks, or none where the candidate has not allowed it."""

from collections.abc import Callable

import structlog

from vivavoce.domain.errors import ConsentMissingError
from vivavoce.domain.ports.line import RecordingTap
from vivavoce.domain.ports.recordings import Recordings, Track
from vivavoce.voice.recorder import OpusRecorder

_log = structlog.get_logger(__name__)


class RecorderFactory:
    """Makes the tap of one attachment. A store that fails later ends the recording, never the interview."""

    def __init__(self, recordings: Recordings) -> None:
        self._recordings = recordings

    async def __call__(self, session_id: str, starts_at_s: float, broke_off: Callable[[], None]) -> RecordingTap | None:
        """Return a tap that records, or None without consent. Raises `StorageError` when no recording can begin."""
        try:
            writers = {
                track: await self._recordings.writer(session_id, track=track, starts_at_s=starts_at_s)
                for track in Track
            }
        except ConsentMissingError:
            return None

        def failed(code: str) -> None:
            _log.error("recording failed; the interview goes on without it", session_id=session_id, code=code)
            broke_off()

        return OpusRecorder(writers, on_failure=failed)
