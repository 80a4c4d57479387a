"""Ways out of talking with an AI: no longer being heard, and a person instead, wherever the interview stands."""

import contextlib
from dataclasses import replace

from vivavoce.api.services import CandidateServices
from vivavoce.api.session_state import is_over
from vivavoce.domain.consent import Purpose
from vivavoce.domain.errors import ConflictError
from vivavoce.domain.session import EndReason, Session, SessionStatus
from vivavoce.interview.commands import AskHuman, Mute

NEEDED_TO_HEAR = frozenset({Purpose.AI_INTERVIEW, Purpose.VOICE_PROCESSING})


async def stop_hearing(services: CandidateServices, session_id: str) -> None:
    """Stop capture before anything is stored: a slow or absent database must not keep a microphone open (law 1)."""
    with contextlib.suppress(ConflictError):  # nobody is connected
        await services.host.command(session_id, Mute())


async def hand_to_human(services: CandidateServices, session: Session, *, message: str) -> None:
    """Let the interviewer hand over when it is there; otherwise note the wish for the people who invited.

    Before the interview the link stays usable: who asked for a person may still change their mind.
    """
    if not is_over(session):
        try:
            await services.host.command(session.id, AskHuman(message=message))
        except ConflictError:  # nobody is connected
            if session.started_at is None:
                await services.sessions.save(replace(session, status=SessionStatus.NEEDS_HUMAN))
            else:
                await services.host.end(session.id, EndReason.HUMAN_REQUESTED)
        else:
            return
    await services.host.note_human_request(session.id, message)
