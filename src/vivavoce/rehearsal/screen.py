"""What a candidate sees during the call: captions, the interviewer's state, the end. Fed by the live events."""

from collections.abc import Mapping

from vivavoce.rehearsal.onlooker import NobodyLooksOn, Onlooker

_SPEAKING = "speaking"


class Screen:
    """The candidate's screen as the last events left it."""

    def __init__(self, onlooker: Onlooker | None = None) -> None:
        self._onlooker = onlooker or NobodyLooksOn()
        self._captions: dict[str, str] = {}
        self._read = 0
        self.state = "connecting"
        self.ended_because: str | None = None

    def show(self, event: Mapping[str, object]) -> None:
        """Take one live event; kinds that a candidate would not act on are ignored."""
        match event:
            case {"type": "snapshot", "state": str(state), "captions": list(captions)}:
                self._show_state(state)
                for caption in captions:
                    self.show({"type": "caption", **caption})
            case {"type": "state", "state": str(state)}:
                self._show_state(state)
            case {"type": "caption", "speaker": "interviewer", "id": str(caption_id), "text": str(text)}:
                self._captions[caption_id] = text
            case {"type": "ended", "reason": str(reason)}:
                self.ended_because = reason

    @property
    def unread(self) -> str:
        """What the interviewer has said since `mark_read`."""
        return " ".join(list(self._captions.values())[self._read :])

    def mark_read(self) -> None:
        self._read = len(self._captions)

    def _show_state(self, state: str) -> None:
        if self.state == _SPEAKING and state != _SPEAKING:
            self._onlooker.reply_ended()
        self.state = state
