"""Listens to how a sound over the interviewer begins: a nod should not stop it."""

from vivavoce.domain.errors import ProviderError
from vivavoce.domain.ports.hearing import BACKCHANNEL_PRE_ROLL_S, Backchannel
from vivavoce.voice.surroundings import Surroundings


class NodWatch:
    """One sound, judged again as it gets longer. While the model has not told, or when it fails, it is no nod."""

    def __init__(self, model: Backchannel, around: Surroundings) -> None:
        self._model = model
        self._candidate = around.candidate
        self._tuning = around.tuning
        self._spawn = around.spawn
        self._onset_s = around.candidate.gate.onset_s
        self._faint_onset_s = around.candidate.gate.faint_onset_s
        self._due = list(around.tuning.nod_asked_at_s)
        self._asking = False
        self._believed = False

    @property
    def is_too_young(self) -> bool:
        """It has only just begun: the later the silence, the sooner it is known what it was."""
        return round(self._candidate.heard_s - self._faint_onset_s, 3) < self._tuning.give_way_after_s

    @property
    def is_nod(self) -> bool:
        """It sounds like a nod, and has not gone on for longer than nods do."""
        return self._believed and self._candidate.last_voice_s - self._onset_s < self._tuning.nod_lasts_s

    @property
    def _age_s(self) -> float:
        """How long ago it began, in whole milliseconds: sums of windows would fall short of the moments waited for."""
        return round(self._candidate.heard_s - self._onset_s, 3)

    def tick(self) -> None:
        """Ask the model when its next moment has come."""
        if self._asking or not self._due or self._age_s < self._due[0]:
            return
        self._due = [at_s for at_s in self._due if at_s > self._age_s]
        self._asking = True
        self._spawn(self._ask(self._candidate.audio(self._age_s + BACKCHANNEL_PRE_ROLL_S)))

    async def _ask(self, audio: bytes) -> None:
        try:
            probability = await self._model.probability(audio)
        except ProviderError:
            self._due.clear()
            return
        finally:
            self._asking = False
        if not self._believed:
            self._believed = probability >= self._tuning.sure_nod
        elif probability < self._tuning.still_a_nod:  # nobody should hear it stop and go on more than once
            self._believed = False
            self._due.clear()
