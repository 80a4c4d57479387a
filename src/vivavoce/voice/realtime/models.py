"""Who may speak for the interviewer instead of text-to-speech, and what they may say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vivavoce.domain.ports.realtime_model import RealtimeModel
from vivavoce.domain.ports.voice_engine import ConversationPartner
from vivavoce.domain.usage import Usage
from vivavoce.voice.realtime.faithfulness import SpeechCheck
from vivavoce.voice.realtime.sessions import RealtimeSessions
from vivavoce.voice.realtime.window import setup_from
from vivavoce.voice.supervised.candidates import Ring
from vivavoce.voice.supervised.watching import Cleaning


@dataclass(frozen=True, slots=True, kw_only=True)
class RealtimeModels:
    """The realtime slot of an engine."""

    ring: Ring[RealtimeModel]
    may_be_said: SpeechCheck
    used: Callable[[Sequence[Usage]], None]
    """Takes what was used, every now and then and at the end."""

    def sessions(
        self, partner: ConversationPartner, *, is_quiet: Callable[[], bool], cleaning: Cleaning
    ) -> RealtimeSessions:
        """Return the sessions of one conversation, none opened yet."""
        return RealtimeSessions(
            self.ring,
            setup=lambda profile: setup_from(partner.recollect(), profile, pace=partner.policy().pace),
            is_quiet=is_quiet,
            cleaning=cleaning,
            used=self.used,
        )
