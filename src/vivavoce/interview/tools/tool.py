"""A tool: its name, what it is for, what it takes, how long it may take, and whether its call is the whole turn."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from vivavoce.interview.moves import Move


class ToolName(StrEnum):
    """As personas permit them and the log keeps them."""

    NEXT_SECTION = "next_section"
    FLAG_MOMENT = "flag_moment"
    QUERY_KNOWLEDGE = "query_knowledge"
    ANSWER_CANDIDATE = "answer_candidate"
    REQUEST_HUMAN = "request_human"
    CHANGE_PACE = "change_pace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """Data only: what a call does is decided where it is used."""

    name: ToolName
    purpose: str
    arguments: type[BaseModel]
    deadline_s: float
    """For its own work, within the turn's deadline."""
    move: Move | None = None
    """The move that a call is; None: it comes beside a move, or before it."""

    @property
    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its arguments, without titles: every word of a prompt costs time."""
        return _without_titles(self.arguments.model_json_schema())

    def as_function(self) -> dict[str, Any]:
        """Return the tool as vendors' function calling takes it."""
        return {"name": self.name.value, "description": self.purpose, "parameters": self.schema}


def _without_titles(schema: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in schema.items() if key not in {"title", "description"}}
    properties = kept.get("properties", {})
    kept["properties"] = {
        name: {key: value for key, value in field.items() if key != "title"} for name, field in properties.items()
    }
    return kept
