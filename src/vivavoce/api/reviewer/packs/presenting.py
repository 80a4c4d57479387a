"""A role pack in the shapes reviewers see."""

from vivavoce.api.reviewer.packs.schemas import CriterionView, PackDetail, PackSection, PackSummary
from vivavoce.domain.role_pack import RolePack


def pack_summary(pack: RolePack) -> PackSummary:
    return PackSummary(
        id=pack.id,
        title=pack.title,
        summary=pack.summary,
        minutes=pack.minutes,
        questions=sum(len(section.questions) for section in pack.sections),
    )


def pack_detail(pack: RolePack, *, yaml: str) -> PackDetail:
    return PackDetail(
        **pack_summary(pack).model_dump(),
        version=pack.version,
        language=pack.language,
        sections=sections_of(pack),
        rubric=rubric_of(pack),
        yaml=yaml,
    )


def sections_of(pack: RolePack) -> tuple[PackSection, ...]:
    return tuple(
        PackSection(kind=section.kind, title=section.title, minutes=section.minutes, questions=len(section.questions))
        for section in pack.sections
    )


def rubric_of(pack: RolePack) -> tuple[CriterionView, ...]:
    return tuple(CriterionView.model_validate(criterion) for criterion in pack.rubric)
