"""Decides when a silence ends the candidate's turn."""

import asyncio

from vivavoce.domain.ports.voice_engine import Reply, VoiceState
from vivavoce.voice.drafting import Pause
from vivavoce.voice.surroundings import Surroundings
from vivavoce.voice.turn_taking import silence_needed_s


class Endpoint:
    """Follows one silence after the other. Looked at once a frame while nobody speaks and the candidate has the floor."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._candidate = around.candidate
        self._tuning = around.tuning
        self._pause: Pause | None = None

    @property
    def is_drafting(self) -> bool:
        """A reply is being worked out."""
        return self._pause is not None and not self._pause.is_held

    @property
    def is_held(self) -> bool:
        """The candidate asked for a moment: the floor stays with them."""
        return self._pause is not None and self._pause.is_held

    def drop(self) -> None:
        """The candidate goes on, or nothing was said at all."""
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None

    def hold(self, pause: Pause) -> None:
        self._pause = pause
        pause.is_held = True

    def hand_over(self) -> Pause:
        """Return the silence that ended the turn; raise `RuntimeError` when there is none."""
        pause, self._pause = self._pause, None
        if pause is None:
            raise RuntimeError("no silence is being followed")
        return pause

    def begin_if_due(self, now_s: float) -> bool:
        """Begin to work out a reply once the silence is long enough; return whether it began."""
        if self._pause is not None or now_s - self._candidate.last_voice_s < self._tuning.settle_after_s:
            return False
        self._pause = Pause(self._around)
        self._pause.begin()
        return True

    def decide(self, *, quiet_s: float, now_s: float, muted: bool) -> Reply | None:
        """Return the reply to begin with now, None while there is reason to wait."""
        pause = self._pause
        if pause is None or pause.is_empty:
            self.drop()
            return None
        pause.listen_for_the_end(now_s - self._candidate.last_voice_s)
        self._close_long_silence(now_s)
        if pause.is_held:
            return None
        needed_s = self._needed_s(pause, muted=muted)
        if quiet_s < needed_s:
            pause.decided_at = None
            self._around.show(VoiceState.LISTENING)
            return None
        if pause.decided_at is None:
            pause.decided_at = asyncio.get_running_loop().time()
        self._around.show(VoiceState.THINKING)
        reply = pause.ready_reply(silent_s=quiet_s, needed_s=needed_s)
        if reply is not None and not reply.parts:
            self.hold(pause)
            self._around.show(VoiceState.LISTENING)
            return None
        return reply

    def _needed_s(self, pause: Pause, *, muted: bool) -> float:
        evidence = self._candidate.evidence(end_of_turn=pause.end_of_turn, is_request=pause.is_request, muted=muted)
        return silence_needed_s(evidence, self._around.partner.policy(), self._tuning)

    def _close_long_silence(self, now_s: float) -> None:
        """End the utterance at a long silence, so that its words are kept whatever happens next."""
        current = self._candidate.current
        if current is None or not current.is_exact or now_s - current.last_voice_s < self._tuning.utterance_gap_s:
            return
        self._candidate.close_current()
        self._around.spawn(self._candidate.turn.settle())
