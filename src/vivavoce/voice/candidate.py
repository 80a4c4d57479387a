"""The candidate's side of a conversation: what is being said, and the open turn it belongs to."""

import asyncio
from collections.abc import Callable

from vivavoce.domain.audio import HEARING_RATE_HZ, Pcm
from vivavoce.domain.ids import new_id
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.voice_engine import TurnPolicy
from vivavoce.domain.transcript import Mark, Speaker, Turn
from vivavoce.voice import metrics
from vivavoce.voice.hearing import WINDOW_S, Ear, Window
from vivavoce.voice.tuning import TurnTuning
from vivavoce.voice.turn_taking import Evidence, SpeechGate, is_thin
from vivavoce.voice.utterance import Utterance, joined

Report = Callable[[Turn], None]


class OpenTurn:
    """All the candidate has said since the floor was last given up. Its utterances are reported as they get exact."""

    def __init__(self, report: Report) -> None:
        self.id = new_id("turn")
        self.interrupts = False
        """It began as an interruption, not as an answer."""
        self.paused_s = 0.0
        """The longest silence after which the candidate went on."""
        self._report = report
        self._heard: list[Turn] = []
        self._sentence_end: float | None = None
        self._settling: list[Utterance] = []
        self._order = asyncio.Lock()
        self._spoken_s = 0.0

    def close(self, utterance: Utterance) -> None:
        """Take in an utterance that is over; it is reported when its words are exact."""
        self._settling.append(utterance)
        self._spoken_s += utterance.voiced_s

    def type(self, text: str, *, at_s: float) -> None:
        typed = Turn(
            id=new_id("utt"), speaker=Speaker.CANDIDATE, text=text, start_s=at_s, end_s=at_s, marks=(Mark.TYPED,)
        )
        self._sentence_end = None
        self._keep(typed)

    async def settle(self) -> None:
        """Wait until all closed utterances have their exact words; noises without any are dropped."""
        async with self._order:
            while self._settling:
                utterance = self._settling[0]
                await utterance.settle()
                self._settling.remove(utterance)
                if utterance.has_words or utterance.is_clear_speech:
                    self._sentence_end = utterance.best.sentence_end
                    self._keep(utterance.as_turn())
                else:
                    self._spoken_s -= utterance.voiced_s
                await utterance.aclose()

    def _keep(self, utterance: Turn) -> None:
        if Mark.INAUDIBLE in utterance.marks:
            metrics.INAUDIBLE.inc()
        self._heard.append(utterance)
        self._report(utterance)

    def compose(self, current: Utterance | None, *, at_s: float) -> Turn:
        """Return the turn as known now, with what is being said if that has words or is clearly speech."""
        utterances = self._heard + [utterance.as_turn() for utterance in self._settling if utterance.has_words]
        if current is not None and (current.has_words or (current.is_exact and current.is_clear_speech)):
            utterances.append(current.as_turn())
        return joined(self.id, utterances, at_s=at_s)

    def text(self, current: Utterance | None) -> str:
        """Return the words so far, exact or draft."""
        parts = [turn.text for turn in self._heard] + [utterance.best.text for utterance in self._settling]
        return " ".join(part for part in (*parts, current.best.text if current is not None else "") if part)

    def sentence_end(self, current: Utterance | None) -> float | None:
        """Return P that a sentence ends with the last words; None where nobody tells."""
        latest = current or (self._settling[-1] if self._settling else None)
        return latest.best.sentence_end if latest is not None else self._sentence_end

    @property
    def is_empty(self) -> bool:
        return not self._heard and not self._settling

    def spoken_s(self, current: Utterance | None) -> float:
        return self._spoken_s + (current.voiced_s if current is not None else 0.0)


class CandidateSide:
    """Hears one candidate: opens an utterance when speech begins, and feeds it until it is closed."""

    def __init__(self, ear: Ear, speech_to_text: SpeechToText, *, tuning: TurnTuning, report: Report) -> None:
        self._ear = ear
        self._speech_to_text = speech_to_text
        self._tuning = tuning
        self._report = report
        self.gate = SpeechGate(tuning)
        self.turn = OpenTurn(report)
        self.current: Utterance | None = None
        self._thin_turns = 0

    def hear(self, frame: Pcm) -> bool:
        """Take the next 20 ms; return whether speech began."""
        began = False
        for window in self._ear.hear(frame):
            fell_silent_s = self.gate.last_voice_s
            began_here = self.gate.push(window.probability, start_s=window.start_s, end_s=window.end_s)
            began = began or began_here
            if began_here and self.has_floor:
                self.turn.paused_s = max(self.turn.paused_s, self.gate.onset_s - fell_silent_s)
            if self.current is not None:
                self._continue(self.current, window, began=began_here)
            elif began_here:
                self.current = self._open(window)
        return began

    def _open(self, window: Window) -> Utterance:
        begun_s = window.end_s - self.gate.onset_s
        audio = self._ear.last(self._tuning.pre_roll_s + begun_s)
        starts_s = window.end_s - len(audio) / 2 / HEARING_RATE_HZ
        utterance = Utterance(self._speech_to_text, new_id("utt"), starts_s=starts_s, tuning=self._tuning)
        utterance.onset_s = self.gate.onset_s
        utterance.voiced_s = begun_s
        utterance.hear(audio, voiced=True, end_s=window.end_s)
        return utterance

    def _continue(self, utterance: Utterance, window: Window, *, began: bool) -> None:
        voiced = self.gate.speaking
        if voiced:
            utterance.voiced_s += window.end_s - self.gate.onset_s if began else WINDOW_S
        utterance.hear(window.samples, voiced=voiced, end_s=window.end_s)

    def audio(self, seconds: float) -> bytes:
        """Return the last seconds heard, 16 kHz."""
        return self._ear.last(seconds)

    def close_current(self) -> None:
        """End the utterance; speech that follows is another one, of the same turn."""
        if self.current is not None:
            self.turn.close(self.current)
            self.current = None

    async def drop_current(self) -> None:
        """Forget the utterance: it was a nod or a noise."""
        utterance, self.current = self.current, None
        if utterance is not None:
            await utterance.aclose()

    def give_up_floor(self, policy: TurnPolicy, *, is_request: bool) -> OpenTurn:
        """Return the turn that ended and begin the next; speech going on belongs to the next."""
        if self.spoken_s > 0 and not is_request:
            thin = is_thin(self.evidence(), policy, self._tuning)
            self._thin_turns = self._thin_turns + 1 if thin else 0
        ended, self.turn = self.turn, OpenTurn(self._report)
        return ended

    def evidence(self, *, end_of_turn: float | None = None, is_request: bool = False, muted: bool = False) -> Evidence:
        """Return what is known about whether the turn has ended; `end_of_turn` is what the model gave for this pause."""
        return Evidence(
            text=self.text,
            end_of_turn=end_of_turn,
            spoken_s=self.spoken_s,
            sentence_end=self.turn.sentence_end(self.current),
            paused_s=self.turn.paused_s,
            interrupts=self.turn.interrupts,
            is_request=is_request,
            is_terse=self._thin_turns >= self._tuning.terse_turns,
            muted=muted,
        )

    @property
    def has_floor(self) -> bool:
        """Something was said in the open turn, or is being said."""
        return self.current is not None or not self.turn.is_empty

    @property
    def heard_s(self) -> float:
        """Up to where the line was listened to, on the session clock."""
        return self._ear.heard_s

    @property
    def last_voice_s(self) -> float:
        return self.gate.last_voice_s

    @property
    def spoken_s(self) -> float:
        return self.turn.spoken_s(self.current)

    @property
    def text(self) -> str:
        return self.turn.text(self.current)
