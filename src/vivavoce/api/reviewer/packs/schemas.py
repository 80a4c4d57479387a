"""Role packs as reviewers see them."""

from typing import Annotated

from pydantic import Field

from vivavoce.api.schemas import Answer, Request
from vivavoce.domain.role_pack import SectionKind

MAX_PACK_CHARACTERS = 300_000
"""More than the linter takes, so that it is the linter who says that a pack is too large."""
LARGEST_PACK_BODY_BYTES = 1_000_000
"""The same as JSON: some characters become several bytes."""

PackText = Annotated[str, Field(min_length=1, max_length=MAX_PACK_CHARACTERS)]


class PackSummary(Answer):
    id: str
    title: str
    summary: str
    minutes: float
    questions: int


class PackSection(Answer):
    kind: SectionKind
    title: str
    minutes: float
    questions: int


class LevelView(Answer):
    level: int
    anchor: str


class CriterionView(Answer):
    id: str
    title: str
    description: str
    weight: float
    levels: tuple[LevelView, ...]


class PackDetail(PackSummary):
    version: str
    language: str
    sections: tuple[PackSection, ...]
    rubric: tuple[CriterionView, ...]
    yaml: str


class PackToLint(Request):
    yaml: PackText


class PackFaultView(Answer):
    line: int
    field: str
    message: str


class LintResult(Answer):
    faults: tuple[PackFaultView, ...]
    """Empty: the pack can be used."""
