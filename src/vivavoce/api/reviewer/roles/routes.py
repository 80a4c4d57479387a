"""Making and reading roles."""

from fastapi import APIRouter, Depends

from vivavoce.api.auth.browser import Reviewer, signed_in
from vivavoce.api.reviewer.packs.presenting import rubric_of, sections_of
from vivavoce.api.reviewer.people import names_of
from vivavoce.api.reviewer.roles.schemas import NewRole, RoleDetail, RoleSummary
from vivavoce.api.role_packs import pack_from, pack_of
from vivavoce.api.schemas import PROBLEMS
from vivavoce.api.services import Given, Services
from vivavoce.domain.errors import NotFoundError
from vivavoce.domain.ids import new_id
from vivavoce.domain.session import Role

router = APIRouter(prefix="/api/roles", tags=["roles"], responses=PROBLEMS, dependencies=[Depends(signed_in)])


@router.get("")
async def list_roles(services: Given) -> list[RoleSummary]:
    """Newest first."""
    roles = sorted(await services.roles.list(), key=lambda role: role.created_at, reverse=True)
    names = await names_of(services, (role.created_by for role in roles))
    return [_summary(role, names) for role in roles]


@router.post("", status_code=201)
async def make_role(body: NewRole, reviewer: Reviewer, services: Given) -> RoleDetail:
    """Make a role from a shipped pack or from one's own; refused with every fault when the pack cannot be used."""
    text = services.pack_text(body.pack_id) if body.pack_id is not None else body.pack_yaml or ""
    pack = await pack_from(text)
    role = Role(
        id=new_id("rol"),
        title=body.title,
        pack_id=pack.id,
        pack_yaml=text,
        pack_sha256=pack.sha256,
        created_at=services.clock.now(),
        created_by=reviewer.user.id,
    )
    await services.roles.add(role)
    await services.audit.add(
        actor=reviewer.user.id,
        action="role.made",
        subject=role.id,
        at=role.created_at,
        detail={"pack_sha256": role.pack_sha256},
    )
    return await _detail(services, role)


@router.get("/{role_id}")
async def get_role(role_id: str, services: Given) -> RoleDetail:
    role = await services.roles.get(role_id)
    if role is None:
        raise NotFoundError("There is no such role.", fix="Choose one of the list at /api/roles.")
    return await _detail(services, role)


async def _detail(services: Services, role: Role) -> RoleDetail:
    pack = await pack_of(role)
    return RoleDetail(
        **_summary(role, await names_of(services, [role.created_by])).model_dump(),
        minutes=pack.minutes,
        sections=sections_of(pack),
        rubric=rubric_of(pack),
        pack_yaml=role.pack_yaml,
    )


def _summary(role: Role, names: dict[str, str]) -> RoleSummary:
    return RoleSummary(
        id=role.id,
        title=role.title,
        pack_id=role.pack_id,
        pack_sha256=role.pack_sha256,
        created_at=role.created_at,
        created_by=names[role.created_by],
    )
