"""Obeys the candidate's buttons."""

from vivavoce.domain.errors import InvalidInputError
from vivavoce.domain.events import PaceChanged
from vivavoce.domain.ports.voice_engine import Conversation
from vivavoce.interview.acts import Act
from vivavoce.interview.commands import (
    AskHuman,
    ChangePace,
    Command,
    Leave,
    Moment,
    Mute,
    Pause,
    Repeat,
    Resume,
    Skip,
    Typed,
    Typing,
    Unmute,
)
from vivavoce.interview.live_session import LiveSession
from vivavoce.interview.live_view import MutedChanged, Notice
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.pace import FACTORS, hurries
from vivavoce.interview.wording import LINES

TYPED_MOST_CHARACTERS = 8000
_PRESSES = {Repeat: Act.REPEAT, Skip: Act.SKIP, Pause: Act.PAUSE, Resume: Act.RESUME}


async def obey(command: Command, live: LiveSession, conversation: Conversation) -> None:
    """Do what a button asks. Raises `InvalidInputError` for a message that is too long."""
    match command:
        case Typing():
            live.wrote_at_s = live.course.now_s()
            return
        case Mute() | Unmute():
            mute(live, conversation, muted=isinstance(command, Mute))
        case Moment():
            conversation.hush()
            live.view.screen.show(Notice(code="holding", text=LINES.hold))
            live.say(await live.course.make(Choice(move=Move.HOLD, parts=(LINES.hold,))))
        case AskHuman():
            handing = Choice(move=Move.HAND_TO_HUMAN, parts=(LINES.human,), message=command.message)
            live.say(await live.course.make(handing), interrupt=True)
            live.view.screen.show(Notice(code="human_requested", text=LINES.human))
        case Leave():
            live.say(await live.course.press(Act.LEAVE, awaiting=Move.CONFIRM_LEAVE), interrupt=True)
        case ChangePace():
            await _change_pace(command, live)
        case Typed():
            await _typed(command.text, live, conversation)
        case _:
            live.say(await live.course.press(_PRESSES[type(command)]), interrupt=True)
    live.view.refresh(always=True)


def mute(live: LiveSession, conversation: Conversation, *, muted: bool) -> None:
    """A muted candidate is neither heard nor recorded."""
    conversation.set_muted(muted=muted)
    live.view.muted = muted
    live.view.screen.show(MutedChanged(muted=muted))


async def _change_pace(command: ChangePace, live: LiveSession) -> None:
    """Write it: the engine reads the policy anew at its next pause."""
    course = live.course
    if command.by != "candidate" and hurries(command.pace, course.state.accommodations):
        raise InvalidInputError("this candidate asked for more time", fix="Choose normal or unhurried.")
    factor = FACTORS[command.pace]
    changed = PaceChanged(at=course.clock.now(), at_s=course.now_s(), patience_factor=factor, by=command.by)
    await course.record([changed])


async def _typed(text: str, live: LiveSession, conversation: Conversation) -> None:
    if len(text) > TYPED_MOST_CHARACTERS:
        raise InvalidInputError(
            f"a typed answer has at most {TYPED_MOST_CHARACTERS} characters", fix="Send it in several messages."
        )
    if text.strip() and not live.course.state.ended:
        await conversation.typed(text.strip())
