"""Role packs as reviewers see them."""

from typing import Annotated

from pydantic import Field

from vivavoce.api.schemas import Answer, Request
from vivavoce.domain.role_pack import SectionKind

MAX_PACK_CHARACTERS = 500_000

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
