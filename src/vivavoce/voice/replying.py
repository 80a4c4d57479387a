"""The interviewer's turn: from the decision to answer until the reply was heard, taken back, or talked down."""

import asyncio
from dataclasses import dataclass
from functools import partial

from vivavoce.domain.ports.voice_engine import Reply, VoiceState
from vivavoce.voice import metrics, text_cues
from vivavoce.voice.drafting import Pause
from vivavoce.voice.echo import reconsidered
from vivavoce.voice.ledger import TurnStamps
from vivavoce.voice.overlap import OverlapWatch
from vivavoce.voice.speaking import Speech
from vivavoce.voice.surroundings import Surroundings
from vivavoce.voice.tuning import TurnTuning
from vivavoce.voice.turn_taking import Verdict


@dataclass(slots=True, kw_only=True)
class _Standing:
    """An answered turn whose reply is not established yet."""

    pause: Pause
    reply: Reply


class ReplySide:
    """Speaks replies and gives way.

    Until a reply to a turn is established, words of the candidate take it back without a trace; later they interrupt it.
    Possible speech only pauses it, until it is clear whether those are words.
    """

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._speaker = around.speaker
        self._candidate = around.candidate
        self._tuning = around.tuning
        self._standing: _Standing | None = None
        self._overlap: OverlapWatch | None = None
        self._echoes = 0
        self.taken_back: Reply | None = None
        """An unasked reply that gave way before it was audible, to be said later."""
        self.held: Pause | None = None
        """A silence whose exact reply turned out to leave the floor with the candidate."""
        self.quiet_since_s = around.now_s()
        """When the interviewer fell silent last."""
        self.is_over = False
        """A reply that ends the conversation has been played."""

    @property
    def has_floor(self) -> bool:
        """Something is being said, or it is open whether the candidate bids for the floor."""
        return self._speaker.speech is not None or self._overlap is not None

    def answer(self, pause: Pause, reply: Reply) -> None:
        """Reply to the turn that this silence seems to have ended."""
        loop_now = asyncio.get_running_loop().time()
        decided_at = loop_now if pause.decided_at is None else pause.decided_at
        on_draft = pause.reply is None or pause.exact_at is None
        stamps = TurnStamps(
            silent_at=loop_now - (self._around.now_s() - self._candidate.last_voice_s),
            decided_at=decided_at,
            exact_at=decided_at if on_draft or pause.exact_at is None else pause.exact_at,
            replied_at=loop_now if pause.replied_at is None else pause.replied_at,
        )
        self.begin(reply, stamps=stamps)
        self._standing = _Standing(pause=pause, reply=reply)

    def begin(self, reply: Reply, *, stamps: TurnStamps | None = None) -> None:
        """Speak this unasked, or to a turn that has ended already."""
        self._around.show(VoiceState.THINKING)
        self._speaker.begin(reply, stamps=stamps)

    def tick(self) -> None:
        """Look at what was said and heard since the last frame."""
        self._speaker.tick()
        self._judge_overlap()
        speech = self._speaker.speech
        if speech is None:
            return
        if speech.is_audible:
            self._around.show(VoiceState.SPEAKING)
        if self._standing is not None:
            self._follow_standing(self._standing, speech)
        elif speech.playback.is_done:
            self._ended(cut_short=False)

    def candidate_began(self) -> None:
        """Somebody seems to speak while the interviewer has the floor: fall silent, and find out."""
        speech = self._speaker.speech
        if speech is None:
            return
        if not speech.is_audible:
            self.take_back()
            return
        if self._overlap is not None:
            self._overlap.began_again()
        elif self._candidate.current is not None:
            heard_it = speech.heard_s >= self._tuning.reaction_s  # nobody nods to what they have not heard
            self._overlap = OverlapWatch(self._candidate.current, self._around, may_nod=heard_it)
        self._fall_silent_or_go_on()

    def _fall_silent_or_go_on(self) -> None:
        """Be silent while somebody seems to bid for the floor, and only then."""
        speech = self._speaker.speech
        if self._overlap is None or speech is None:
            return
        echoing = self._echoes >= self._tuning.echoes_known  # pausing for each echo would chop its speech to pieces
        if not self._overlap.needs_silence:
            speech.playback.resume()
        elif _gives_way(speech, self._standing, self._tuning) and not echoing:
            speech.playback.pause()

    def _judge_overlap(self) -> None:
        watch, speech = self._overlap, self._speaker.speech
        if watch is None:
            return
        verdict = self._verdict(watch, speech)
        if verdict is Verdict.UNDECIDED:
            self._fall_silent_or_go_on()
            return
        self._overlap = None
        if verdict is Verdict.NOTHING:
            metrics.OVERLAPS.labels("nod").inc()
            if self._candidate.current is watch.utterance:
                self._around.spawn(self._candidate.drop_current())
            if speech is not None:
                speech.playback.resume()
        elif speech is not None and self._standing is not None and _goes_on(watch, speech, self._tuning):
            metrics.OVERLAPS.labels("took_back").inc()
            self.take_back()
        elif speech is not None and _gives_way(speech, self._standing, self._tuning):
            metrics.OVERLAPS.labels("barge_in").inc()
            self.stop()
            self._candidate.turn.interrupts = True

    def _verdict(self, watch: OverlapWatch, speech: Speech | None) -> Verdict:
        """Judge what is said over the interviewer; words that are its own, come back, are nothing."""
        verdict = watch.verdict(
            now_s=self._around.now_s(), stirring=self._candidate.gate.stirring, established=self._standing is None
        )
        if verdict is not Verdict.WORDS or speech is None:
            return verdict
        heard = watch.utterance
        verdict = reconsidered(heard.best.text, said=speech.text_heard(whole_clauses=True), settled=heard.is_exact)
        self._echoes += verdict is Verdict.NOTHING
        if verdict is Verdict.NOTHING and self._echoes == self._tuning.echoes_known:
            self._around.mailbox.post(self._around.partner.echoed)
        return verdict

    def _follow_standing(self, standing: _Standing, speech: Speech) -> None:
        exact = standing.pause.reply
        if exact is None:
            return  # it began on draft words; nothing stands before the exact ones are known
        if exact.id != standing.reply.id:  # the exact words ask for another reply than the draft did
            self.take_back()
            if exact.parts:
                self.answer(standing.pause, exact)
            else:
                self.held = standing.pause
            return
        standing.reply = exact
        if self._overlap is None and (speech.playback.is_done or speech.heard_s >= self._tuning.establish_s):
            self._establish()

    def _establish(self) -> None:
        standing, self._standing = self._standing, None
        if standing is not None:
            end_turn(self._around, standing.reply)

    def take_back(self) -> None:
        """The candidate goes on: what was begun has not happened; a reply nobody asked for is to be said later."""
        speech = self._speaker.speech
        if self._standing is not None:
            self._standing.pause.cancel()
            self._standing = None
        elif speech is not None:
            self.taken_back = speech.reply
        self._overlap = None
        self._speaker.take_back()
        self._around.show(VoiceState.LISTENING)

    def stop(self) -> None:
        """Fall silent for good; a turn that was being answered has ended, and what was heard is in the transcript."""
        speech = self._speaker.speech
        self._overlap = None
        if speech is None:
            return
        if not speech.is_audible:
            self.take_back()
            return
        self._establish()
        self._ended(cut_short=not speech.playback.is_done)

    def leave(self) -> None:
        """The line is gone: a reply that does not stand is forgotten, of others the words heard are kept."""
        if self._standing is not None:
            self.take_back()
        else:
            self.stop()

    def _ended(self, *, cut_short: bool) -> None:
        speech = self._speaker.speech
        heard = self._speaker.end(cut_short=cut_short)
        self.quiet_since_s = self._around.now_s()
        self._around.show(VoiceState.LISTENING)
        if speech is None:
            return
        if heard is not None:
            ledger = speech.stamps.ledger() if speech.stamps is not None else None
            if ledger is not None:
                metrics.count_turn(ledger)
            self._around.mailbox.post(partial(self._around.partner.spoke, heard, speech.reply, ledger=ledger))
        if speech.reply.ends and not cut_short:
            self.is_over = True


def _gives_way(speech: Speech, standing: _Standing | None, tuning: TurnTuning) -> bool:
    """A reply that does not stand yet can always be taken back; others when they allow it and are not ending anyway."""
    return standing is not None or (speech.reply.interruptible and speech.left_s > tuning.let_finish_s)


def _goes_on(watch: OverlapWatch, speech: Speech, tuning: TurnTuning) -> bool:
    """These words go on with the answer: the reply came too early. Others are about the reply, and interrupt it."""
    if speech.playback.is_done:
        return False
    return speech.heard_s < tuning.reaction_s or not text_cues.interrupts(watch.utterance.best.text)


def end_turn(around: Surroundings, reply: Reply) -> None:
    """The candidate has given up the floor: tell the partner, once the last words are exact."""
    turn, at_s = around.candidate.give_up_floor(around.partner.policy(), is_request=reply.to_request), around.now_s()

    async def tell() -> None:
        await turn.settle()
        await around.partner.turn_ended(turn.compose(None, at_s=at_s), reply)

    around.mailbox.post(tell)
