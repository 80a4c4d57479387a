"""What a realtime session is told when it opens: our own state, cut to a window where the vendor bills all of it each turn."""

from vivavoce.domain.capability import CapabilityProfile
from vivavoce.domain.ports.realtime_model import RealtimeSetup
from vivavoce.domain.ports.voice_engine import Recollection

TURNS = 16
TURNS_WHERE_BILLED = 6
"""Three exchanges: what a voice needs to sound as if it had been there."""


def setup_from(recollection: Recollection, profile: CapabilityProfile, *, pace: float) -> RealtimeSetup:
    """Return the set-up for a session of this profile; the same state gives the same set-up.

    What lies before the window is in the summary. Where history cannot be given, the adapter puts it into the instructions.
    """
    kept = TURNS_WHERE_BILLED if profile.bills_whole_context else TURNS
    turns = tuple(turn for turn in recollection.turns if turn.text)[-kept:]
    instructions = f"{recollection.instructions}\n\n{recollection.summary}".strip()
    return RealtimeSetup(instructions=instructions, history=turns, pace=pace)
