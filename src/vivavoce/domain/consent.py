"""Consent per purpose: versioned texts, and the append-only record of each decision."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    """What a candidate may allow or refuse, each by itself."""

    AI_INTERVIEW = "ai_interview"
    """Talking with an AI at all. Refused: a human is asked to take over."""
    VOICE_PROCESSING = "voice_processing"
    """The microphone, turned into text on the way. Refused: typed mode."""
    RECORDING = "recording"
    """Keeping the audio. Refused: no recording; the report quotes text only."""
    AUTOMATED_EVALUATION = "automated_evaluation"
    """Scoring by software as a draft for a human. Refused: a human reads the transcript unaided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    """What the candidate reads. A change of words is a new version and asks again."""

    purpose: Purpose
    version: str
    title: str
    text: str
    if_refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecord:
    """One decision; a later one for the same purpose replaces it in effect, never in the log."""

    id: str
    session_id: str
    purpose: Purpose
    version: str
    granted: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentStanding:
    """One purpose, as it stands for a session."""

    text: ConsentText
    granted: bool | None
    """None: not decided, or decided about other words."""
