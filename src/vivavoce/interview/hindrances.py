"""What gets in the way of an answer on its way to us, and what the candidate is shown and told about it.

Their own interviewer in their microphone, a microphone that died, an answer that outgrows its section. All of it is noted for
the reviewer, none of it counts against the candidate.
"""

from collections import deque

from vivavoce.domain.audio import Pcm
from vivavoce.domain.events import Flagged
from vivavoce.domain.transcript import Mark, Turn
from vivavoce.interview.course import Course
from vivavoce.interview.echo import without_echo
from vivavoce.interview.live_view import Notice
from vivavoce.interview.microphone import Microphone
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.session_view import SessionView
from vivavoce.interview.wording import LINES

_LONG_ANSWER_S = 300.0
_REMEMBERED_TURNS = 2
_ECHO = Notice(
    code="echo",
    text="Your microphone picks up the interviewer's voice. Headphones help; what came back is not taken for your answer.",
)
_DEAD = Notice(
    code="microphone_silent",
    text="Nothing arrives from your microphone. See whether it is connected and not muted, or type your answer.",
)
_ALIVE = Notice(code="microphone_back", text="Your microphone works again.")
_HARD_TO_HEAR = Notice(
    code="hard_to_hear",
    text="Your words do not come through clearly. It helps to be closer to the microphone, somewhere quiet, with only"
    " you speaking. You can also type your answer.",
)
_LONG = Notice(
    code="long_answer",
    text="All you say is kept. Finish your thought; the next question comes when you stop.",
)
_CUT_OFF = "The microphone went silent during this answer; it may be incomplete."
_ECHOED = "The interviewer's voice came back through the candidate's microphone; those words were left out."


class Hindrances:
    """Watches one session's candidate side over any number of connections."""

    def __init__(self, course: Course, view: SessionView) -> None:
        self._course = course
        self._view = view
        self._microphone = Microphone()
        self._told_dead = False
        self._said: deque[Turn] = deque(maxlen=_REMEMBERED_TURNS)
        self._echo_told = False
        self._long_told = ""

    def connected(self) -> None:
        """Begin with a new line."""
        self._microphone = Microphone()
        self._told_dead = False

    def hear(self, frame: Pcm) -> None:
        """Take the candidate's next frame as it came; never waits."""
        if self._view.muted or self._view.typed or self._course.state.paused:
            self._microphone.rest()
        else:
            self._microphone.hear(frame)
        # Of one that never carried anything nothing is said while nobody is expected to speak: some gates shut out a quiet room.
        if self._microphone.was_alive or self._told_dead:
            self._tell(dead=self._microphone.is_dead)

    def interviewer_spoke(self, turn: Turn) -> None:
        self._said.append(turn)

    def cleaned(self, turn: Turn) -> Turn:
        """Return what of these words is the candidate's."""
        return without_echo(turn, self._said)

    def instead(self, turn: Turn) -> Choice | None:
        """Return what to say instead of going on, when the end of this turn was only the microphone's."""
        if not self._microphone.is_dead or Mark.TYPED in turn.marks:
            return None
        return Choice(move=Move.ASK_AGAIN, parts=(LINES.not_hearing,))

    def offered(self, choice: Choice) -> Choice:
        """Return the offer in a silence, or what fits a silence that is the microphone's; it then pauses, and never skips."""
        if not self._microphone.is_dead:
            return choice
        self._tell(dead=True)
        if choice.move is Move.OFFER:
            return Choice(move=Move.OFFER, parts=(LINES.not_hearing,))
        return Choice(move=Move.PAUSE, parts=(LINES.paused,)) if self._microphone.was_alive else choice

    async def utterance_heard(self, raw: Turn, cleaned: Turn) -> None:
        """Tell the candidate what is wrong with what was just heard; shown, not said: nothing is interrupted."""
        if raw.text != cleaned.text:
            self._view.screen.caption(id=raw.id, speaker=raw.speaker.value, text=cleaned.text, final=True)
            await self.echoed()
        if Mark.INAUDIBLE in raw.marks:
            self._view.screen.show(_HARD_TO_HEAR)
        pending, question_id = self._course.state.pending, self._course.state.question_id
        if pending and raw.end_s - pending[0].start_s >= _LONG_ANSWER_S and self._long_told != question_id:
            self._long_told = question_id
            self._view.screen.show(_LONG)

    async def echoed(self) -> None:
        """Say once what helps, whoever noticed: the voice engine, or the words that reached us."""
        if not self._echo_told:
            self._echo_told = True
            self._view.screen.show(_ECHO)
            await self._flag("echo", _ECHOED, "")

    async def turn_ended(self, turn: Turn) -> None:
        if self._microphone.is_dead and Mark.TYPED not in turn.marks:
            await self._flag("microphone_silent", _CUT_OFF, turn.id)

    def _tell(self, *, dead: bool) -> None:
        if dead is not self._told_dead:
            self._told_dead = dead
            self._view.screen.show(_DEAD if dead else _ALIVE)

    async def _flag(self, flag: str, message: str, turn_id: str) -> None:
        course = self._course
        await course.record(
            [Flagged(at=course.clock.now(), at_s=course.now_s(), flag=flag, message=message, turn_id=turn_id)]
        )
