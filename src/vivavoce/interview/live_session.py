"""A live interview as the voice engine's conversation partner."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from vivavoce.domain.events import FailedOver, InterviewerSpoke, UtteranceHeard
from vivavoce.domain.failover import Failover
from vivavoce.domain.latency import LatencyLedger
from vivavoce.domain.ports.voice_engine import Conversation, Recollection, Reply, TurnPolicy, VoiceState
from vivavoce.domain.role_pack import SectionKind, TurnPatience
from vivavoce.domain.transcript import Mark, Speaker, Turn
from vivavoce.interview.acts import Act
from vivavoce.interview.conductor import Scene
from vivavoce.interview.course import Course
from vivavoce.interview.hindrances import Hindrances
from vivavoce.interview.live_view import Notice, ViewState
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.pace import TYPING_FACTOR
from vivavoce.interview.recollection import TURNS_KEPT, recollect
from vivavoce.interview.session_view import SessionView
from vivavoce.interview.speech_text import normalise
from vivavoce.interview.spending import Spending
from vivavoce.interview.state import InterviewState
from vivavoce.interview.understanding import understand
from vivavoce.interview.wording import LINES
from vivavoce.routing.account import Account

_HOLDING_FACTOR = 6.0
"""Who asked for a moment gets no offer before this many times the section's patience."""
_LOOKS_AHEAD_EVERY_S = 5.0
"""What comes next depends on the time left too: looked at again this often."""
_ASKS_US_TO_WAIT = re.compile(
    r"\b(?:moment|moments|minute|minutes|second|seconds|sec|hold on|hang on|wait|bear with me)\b"
)
_VIEW_STATES: dict[VoiceState, ViewState] = {
    VoiceState.LISTENING: "listening",
    VoiceState.THINKING: "thinking",
    VoiceState.SPEAKING: "speaking",
}


class LiveSession:
    """Implements `ConversationPartner` for one session over any number of connections."""

    def __init__(self, course: Course, account: Account) -> None:
        self.course = course
        self.spending = Spending(course, account)
        self.view = SessionView(course)
        self.hindrances = Hindrances(course, self.view)
        self.conversation: Conversation | None = None
        self._policy: TurnPolicy | None = None
        self._policy_of = (course.state, False)
        self._upcoming: Sequence[str] = ()
        self._upcoming_of = (course.state, -1)
        self._recent: deque[Turn] = deque(maxlen=TURNS_KEPT)
        self.wrote_at_s = 0.0
        """When the candidate was writing last: until they stop, nobody is silent."""

    def policy(self) -> TurnPolicy:
        # Asked for many times a second; it changes only with the state.
        key = (self.course.state, self.view.typed)
        if self._policy is None or self._policy_of[0] is not key[0] or self._policy_of[1] != key[1]:
            self._policy_of, self._policy = key, _policy_now(self.course, typed=self.view.typed)
        return self._policy

    def upcoming(self) -> Sequence[str]:
        slot = (self.course.state, int(self.course.now_s() / _LOOKS_AHEAD_EVERY_S))
        if self._upcoming_of[0] is not slot[0] or self._upcoming_of[1] != slot[1]:
            self._upcoming_of = slot
            self._upcoming = self.course.replies.brain.upcoming(self.course.scene())
        return self._upcoming

    async def prepare(self, turn: Turn, *, exact: bool) -> Reply:
        """Plan the reply; a brain whose choices are expensive makes them for exact words only."""
        own = self.hindrances.cleaned(turn)
        return await self.course.prepare(own, exact=exact, instead=self.hindrances.instead(own))

    async def turn_ended(self, turn: Turn, reply: Reply) -> None:
        own = self.hindrances.cleaned(turn)
        self._recent.append(own)
        await self.course.turn_ended(own, reply)
        await self.hindrances.turn_ended(own)
        await _after_change(self)

    async def utterance_heard(self, utterance: Turn) -> None:
        course, state = self.course, self.course.state
        if state.paused or state.ended:
            # What is said in a pause is not part of the interview, and not kept, not even on the screen.
            self.view.screen.caption(id=utterance.id, speaker=utterance.speaker.value, text="", final=True)
            return
        own = self.hindrances.cleaned(utterance)
        await self.hindrances.utterance_heard(utterance, own)
        if utterance.text and not own.text:
            return  # nothing of it was theirs
        placed = replace(own, section=state.section, question_id=state.question_id)
        await course.record([UtteranceHeard(at=course.clock.now(), at_s=course.now_s(), utterance=placed)])
        if _asks_to_wait(own.text) and Mark.TYPED not in utterance.marks:
            self.view.screen.show(Notice(code="holding", text=LINES.hold))
            self.say(await course.make(Choice(move=Move.HOLD, parts=(LINES.hold,))))

    async def spoke(self, turn: Turn, reply: Reply, *, ledger: LatencyLedger | None) -> None:
        # The reply's id ties what was heard to the move it was.
        heard = replace(turn, id=reply.id, section=reply.section, question_id=reply.question_id)
        self._recent.append(heard)
        self.hindrances.interviewer_spoke(heard)
        course = self.course
        await course.record([InterviewerSpoke(at=course.clock.now(), at_s=course.now_s(), turn=heard, ledger=ledger)])

    async def silence(self, silent_s: float) -> Reply | None:
        silent_s = min(silent_s, self.course.now_s() - self.wrote_at_s)
        patience_s = _patience(self.course, typed=self.view.typed).offer_after_s
        if is_holding(self.course.state):
            patience_s *= _HOLDING_FACTOR
        if silent_s < patience_s:
            return None
        brain = self.course.replies.brain
        choice = brain.silence(self.course.scene(), silent_s=silent_s, patience_s=patience_s)
        if choice.move is Move.LISTEN:
            return None
        reply = await self.course.make(self.hindrances.offered(choice))
        self.view.refresh(always=True)
        return reply

    def state_changed(self, state: VoiceState) -> None:
        self.view.show_state("paused" if self.course.state.paused else _VIEW_STATES[state])

    def caption(self, *, speaker: Speaker, text: str, final: bool, id: str) -> None:  # noqa: A002 - the caption's own id
        unkept = speaker is Speaker.CANDIDATE and self.course.state.paused and text
        if not unkept:
            self.view.screen.caption(id=id, speaker=speaker.value, text=text, final=final)

    def candidate_speaking(self, *, speaking: bool) -> None:
        """The screen draws speech from the microphone's own level."""

    def recollect(self) -> Recollection:
        return recollect(self.course.scene(), self.course.replies.persona, self._recent)

    async def echoed(self) -> None:
        await self.hindrances.echoed()

    async def failed_over(self, failover: Failover) -> None:
        course = self.course
        await course.record([FailedOver(at=course.clock.now(), at_s=course.now_s(), failover=failover)])

    def say(self, reply: Reply | None, *, interrupt: bool = False) -> None:
        if reply is not None and self.conversation is not None:
            self.conversation.say(reply, interrupt=interrupt)


async def _after_change(live: LiveSession) -> None:
    """Show it and what it cost; and when memory is full of unsaved events, pause until the store is back."""
    await live.spending.write()
    live.view.refresh(always=True)
    if live.course.journal.is_full and not live.course.state.paused:
        live.say(await live.course.press(Act.PAUSE), interrupt=True)
        live.view.refresh()


def _policy_now(course: Course, *, typed: bool) -> TurnPolicy:
    state, scene = course.state, course.scene()
    voice = course.replies.persona.voice
    slower = state.accommodations.slower_speech or state.asked_slower
    return TurnPolicy(
        patience=_patience(course, typed=typed),
        open_question=_is_open(scene),
        holding=state.paused or is_holding(state),
        vocabulary=scene.pack.vocabulary,
        pace=voice.slower_pace if slower else voice.pace,
    )


def _is_open(scene: Scene) -> bool:
    """Tell whether the question wants more than a sentence: not where the candidate asks, and not for a plain fact."""
    asks = scene.section.kind not in {SectionKind.CANDIDATE_QUESTIONS, SectionKind.WRAP_UP}
    return asks and scene.question is not None and not scene.question.closed


def _patience(course: Course, *, typed: bool) -> TurnPatience:
    factor = course.state.accommodations.patience_factor * course.state.patience_factor
    patience = course.scene().section.patience
    return TurnPatience(
        min_silence_s=patience.min_silence_s * factor,
        max_silence_s=patience.max_silence_s * factor,
        offer_after_s=patience.offer_after_s * factor * (TYPING_FACTOR if typed else 1.0),
    )


def is_holding(state: InterviewState) -> bool:
    """Return whether the candidate asked for a moment and has not spoken since."""
    if state.pending:
        return understand(state.pending[-1].text).act is Act.HOLD
    return state.last_move is not None and state.last_move.move == Move.HOLD


def _asks_to_wait(text: str) -> bool:
    return understand(text).act is Act.HOLD and _ASKS_US_TO_WAIT.search(normalise(text)) is not None
