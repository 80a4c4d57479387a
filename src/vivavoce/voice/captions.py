"""The candidate's words on the screen while they are being said, and the sign that somebody is speaking."""

import asyncio

from vivavoce.domain.ports.voice_engine import ConversationPartner
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.voice.candidate import CandidateSide
from vivavoce.voice.surroundings import Spawn
from vivavoce.voice.tuning import TurnTuning
from vivavoce.voice.utterance import Utterance

_STILL_SPEAKING_S = 0.3
"""Gaps between words shorter than this do not make the sign flicker."""


class CandidateCaptions:
    """Shows drafts a few times a second; the exact words replace them under the same id when they are known."""

    def __init__(
        self, partner: ConversationPartner, candidate: CandidateSide, *, tuning: TurnTuning, spawn: Spawn
    ) -> None:
        self._partner = partner
        self._candidate = candidate
        self._tuning = tuning
        self._spawn = spawn
        self._looked_s = 0.0
        self._looking: asyncio.Task[None] | None = None
        self._drafts: dict[str, tuple[Utterance, str]] = {}
        """Shown, and neither settled nor taken back yet."""
        self._speaking = False

    def tick(self, *, now_s: float, settled: bool) -> None:
        """Look for new words; `settled`: it is clear that the candidate has the floor."""
        gate = self._candidate.gate
        speaking = gate.speaking or (self._speaking and now_s - gate.last_voice_s < _STILL_SPEAKING_S)
        if speaking is not self._speaking:
            self._speaking = speaking
            self._partner.candidate_speaking(speaking=speaking)
        for utterance, _ in tuple(self._drafts.values()):
            if utterance.is_closed:  # dropped: the draft came to nothing
                del self._drafts[utterance.id]
                self._partner.caption(speaker=Speaker.CANDIDATE, text="", final=True, id=utterance.id)
        current = self._candidate.current
        idle = self._looking is None or self._looking.done()
        if current is not None and settled and idle and now_s - self._looked_s >= self._tuning.caption_every_s:
            self._looked_s = now_s
            self._looking = self._spawn(self._look(current))

    async def _look(self, utterance: Utterance) -> None:
        if self._candidate.gate.speaking:
            await utterance.look()
        text = utterance.best.text
        if text and self._candidate.current is utterance and (utterance, text) != self._drafts.get(utterance.id):
            self._drafts[utterance.id] = (utterance, text)
            self._partner.caption(speaker=Speaker.CANDIDATE, text=text, final=False, id=utterance.id)

    def settle(self, utterance: Turn) -> None:
        """Show the exact words."""
        self._drafts.pop(utterance.id, None)
        self._partner.caption(speaker=Speaker.CANDIDATE, text=utterance.text, final=True, id=utterance.id)
