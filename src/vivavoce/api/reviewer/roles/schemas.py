"""Roles as reviewers make and see them."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from vivavoce.api.reviewer.packs.schemas import CriterionView, PackSection, PackText
from vivavoce.api.schemas import Answer, Name, Request


class NewRole(Request):
    """From a shipped pack (`pack_id`) or from one's own (`pack_yaml`)."""

    title: Name
    pack_id: Annotated[str, Field(max_length=100)] | None = None
    pack_yaml: PackText | None = None

    @model_validator(mode="after")
    def _one_pack(self) -> Self:
        if (self.pack_id is None) == (self.pack_yaml is None):
            raise ValueError("send either pack_id or pack_yaml")
        return self


class RoleSummary(Answer):
    id: str
    title: str
    pack_id: str
    pack_sha256: str
    created_at: datetime
    created_by: str
    """The person's name."""


class RoleDetail(RoleSummary):
    minutes: float
    sections: tuple[PackSection, ...]
    rubric: tuple[CriterionView, ...]
    pack_yaml: str
