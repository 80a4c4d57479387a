"""What each tool takes: strict, so that a call with a word too many is no call."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_NOTE_CHARACTERS = 200

_Short = Annotated[str, Field(min_length=3, max_length=MOST_NOTE_CHARACTERS)]


class _Arguments(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, str_strip_whitespace=True)


class NextSection(_Arguments):
    """Nothing: there is only one next section, and the conductor knows it."""


class FlagMoment(_Arguments):
    reason: Literal["contradiction", "unclear", "technical_problem", "wish", "worth_reading"]
    note: _Short = Field(description="What was said, in one plain sentence. Never how good it was or how they sounded.")


class QueryKnowledge(_Arguments):
    question: _Short = Field(description="What the candidate wants to know about the role, the team or the company.")


class AnswerCandidate(_Arguments):
    fact: Annotated[str, Field(max_length=100)] = Field(description='Key of one of "facts", or "unknown".')
    words: Annotated[str, Field(max_length=1000)] = Field(
        default="", description="What the fact says, in one or two sentences; empty for unknown."
    )


class RequestHuman(_Arguments):
    reason: _Short = Field(description="Why a person should take over, in one plain sentence.")


class ChangePace(_Arguments):
    pace: Literal["unhurried", "normal", "brisk"]
