"""What the interviewer does about words it could not understand: whichever brain runs, never a guess.

Once it asks to say it again, then it offers another way, then it goes on; and when two questions in a row were lost like
this, it ends kindly and tells the team.
"""

from vivavoce.domain.session import EndReason
from vivavoce.interview.acts import Act
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.going_on import going_on
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.time_boxes import RESERVED
from vivavoce.interview.wording import LINES

_SAID = {
    Act.INAUDIBLE: (LINES.not_caught, LINES.type_instead),
    Act.OTHER_LANGUAGE: (LINES.in_english, LINES.english_or_person),
}
_LOST_QUESTIONS = 2


def reaction(reading: Reading, scene: Scene) -> Choice | None:
    """Return what to do about a turn of which nothing was understood; None when something was."""
    said = _SAID.get(reading.act)
    if said is None or scene.state.paused or Move.ASK_AGAIN not in scene.legal:
        return None
    times = scene.state.not_understood  # this turn is counted
    if times <= len(said) and not scene.overstayed:
        return Choice(move=Move.ASK_AGAIN, parts=(said[max(0, times - 1)],))
    reason = reading.act.value
    if scene.section.kind not in RESERVED and scene.state.silent_questions + 1 >= _LOST_QUESTIONS:
        return Choice(
            move=Move.CLOSE,
            parts=(LINES.not_understood_close,),
            close_reason=reason,
            ends=EndReason.HUMAN_REQUESTED,
            interruptible=False,
        )
    return going_on(scene, reason, LINES.silence_go_on)
