"""Watches speech over the interviewer until it is clear what it is."""

import asyncio

from vivavoce.voice.nods import NodWatch
from vivavoce.voice.surroundings import Surroundings
from vivavoce.voice.turn_taking import Overlap, Verdict, judge_overlap
from vivavoce.voice.utterance import Utterance


class OverlapWatch:
    """One utterance that began while the interviewer was speaking."""

    def __init__(self, utterance: Utterance, around: Surroundings, *, may_nod: bool) -> None:
        self.utterance = utterance
        self._around = around
        self._nods = _nod_watch(around) if may_nod else None
        self._silent_s = 0.0
        self._tuning = around.tuning
        self._spawn = around.spawn
        self._asking: asyncio.Task[None] | None = None
        self._asked_voiced_s = 0.0

    @property
    def needs_silence(self) -> bool:
        """Somebody seems to bid for the floor."""
        return self._nods is None or not (self._nods.is_nod or self._nods.is_too_young)

    def began_again(self) -> None:
        """Speech goes on after a silence; behind a longer one it is another sound, and judged anew."""
        if self._nods is not None and self._silent_s >= self._tuning.overlap_quiet_s:
            self._nods = _nod_watch(self._around)

    def verdict(self, *, now_s: float, stirring: bool, established: bool) -> Verdict:
        """Judge by what is known now; ask speech-to-text for words when that may settle it."""
        utterance = self.utterance
        self._silent_s = silent_s = 0.0 if stirring else now_s - utterance.last_voice_s
        if self._nods is not None:
            self._nods.tick()
        self._ask_for_words(silent_s)
        best = utterance.best
        known = bool(best.text.strip()) or (utterance.is_exact and not utterance.failed)
        return judge_overlap(
            Overlap(
                voiced_s=utterance.voiced_s,
                silent_s=silent_s,
                text=best.text if known and not (utterance.failed and not best.text) else None,
                confidence=best.confidence,
                settled=utterance.is_exact,
                sounds_like_nod=self._nods is not None and self._nods.is_nod,
                goes_on_with_answer=not established,
            ),
            self._tuning,
        )

    def _ask_for_words(self, silent_s: float) -> None:
        utterance = self.utterance
        if utterance.is_exact or (self._asking is not None and not self._asking.done()):
            return
        over = silent_s >= self._tuning.settle_after_s
        if over or utterance.voiced_s >= self._asked_voiced_s + self._tuning.overlap_ask_s:
            self._asked_voiced_s = utterance.voiced_s
            self._asking = self._spawn(utterance.settle())


def _nod_watch(around: Surroundings) -> NodWatch | None:
    return None if around.backchannel is None else NodWatch(around.backchannel, around)
