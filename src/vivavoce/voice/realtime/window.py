"""What a realtime session is told when it opens: our own state, cut to a window where the vendor bills all of it each turn."""

from collections.abc import Sequence

from vivavoce.domain.capability import CapabilityProfile
from vivavoce.domain.ports.realtime_model import RealtimeSetup
from vivavoce.domain.ports.voice_engine import Recollection
from vivavoce.domain.transcript import Speaker, Turn

TURNS = 16
TURNS_WHERE_BILLED = 6
"""Three exchanges: what a voice needs to sound as if it had been there."""
LONGEST_TURN = 600
"""Characters kept of each turn in the instructions; the beginning of an answer says what it is about."""
_NAMES = {Speaker.CANDIDATE: "Candidate", Speaker.INTERVIEWER: "You"}


def setup_from(recollection: Recollection, profile: CapabilityProfile, *, pace: float) -> RealtimeSetup:
    """Return the set-up for a session of this profile; the same state gives the same set-up."""
    kept = TURNS_WHERE_BILLED if profile.bills_whole_context else TURNS
    turns = tuple(turn for turn in recollection.turns if turn.text)[-kept:]
    instructions = f"{recollection.instructions}\n\n{recollection.summary}".strip()
    if not profile.history_at_setup:
        return RealtimeSetup(instructions=f"{instructions}\n\n{_spelled_out(turns)}".strip(), pace=pace)
    return RealtimeSetup(instructions=instructions, history=turns, pace=pace)


def _spelled_out(turns: Sequence[Turn]) -> str:
    if not turns:
        return ""
    lines = [f"{_NAMES[turn.speaker]}: {turn.text[:LONGEST_TURN]}" for turn in turns]
    return "\n".join(["What was said last:", *lines])
