"""What the parts of one conversation share."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass

from vivavoce.domain.ports.hearing import Backchannel, EndOfTurn
from vivavoce.domain.ports.voice_engine import ConversationPartner, VoiceState
from vivavoce.voice.candidate import CandidateSide
from vivavoce.voice.mailbox import Mailbox
from vivavoce.voice.rendering import Renderer
from vivavoce.voice.speaking import SpeakerSide
from vivavoce.voice.tuning import TurnTuning

Spawn = Callable[[Coroutine[None, None, None]], asyncio.Task[None]]
"""Starts a task that the conversation owns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the rules of one conversation work with."""

    candidate: CandidateSide
    speaker: SpeakerSide
    partner: ConversationPartner
    renderer: Renderer
    end_of_turn: EndOfTurn
    backchannel: Backchannel | None
    """None: every sound over the interviewer makes it pause."""
    mailbox: Mailbox
    tuning: TurnTuning
    spawn: Spawn
    now_s: Callable[[], float]
    show: Callable[[VoiceState], None]
