"""How the platform does."""

from typing import Literal

from vivavoce.api.schemas import Answer


class Health(Answer):
    status: Literal["ok"] = "ok"
    version: str


class SlotView(Answer):
    state: Literal["loading", "ready", "failed"]
    model: str
    fix: str


class Ready(Answer):
    """Whether an interview could begin now."""

    ready: bool
    slots: dict[str, SlotView]
    fix: str
