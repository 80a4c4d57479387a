"""Shipped packs, and linting one's own."""

import asyncio

from fastapi import APIRouter, Depends

from vivavoce.api.auth.browser import signed_in
from vivavoce.api.reviewer.packs.presenting import pack_detail, pack_summary
from vivavoce.api.reviewer.packs.schemas import LintResult, PackDetail, PackFaultView, PackSummary, PackToLint
from vivavoce.api.schemas import PROBLEMS
from vivavoce.api.services import Given
from vivavoce.domain.errors import NotFoundError
from vivavoce.knowledge.packs import lint_pack

router = APIRouter(prefix="/api/packs", tags=["packs"], responses=PROBLEMS, dependencies=[Depends(signed_in)])


@router.get("")
async def list_packs(services: Given) -> list[PackSummary]:
    return [pack_summary(pack) for pack in services.packs.values()]


@router.get("/{pack_id}")
async def get_pack(pack_id: str, services: Given) -> PackDetail:
    pack = services.packs.get(pack_id)
    if pack is None:
        raise NotFoundError("There is no such pack.", fix="Choose one of the list at /api/packs.")
    return pack_detail(pack, yaml=services.pack_text(pack_id))


@router.post("/lint")
async def lint(body: PackToLint) -> LintResult:
    """Return every fault with its line; an empty list is a pack that can be used."""
    faults = await asyncio.to_thread(lint_pack, body.yaml, file="pack.yaml")
    return LintResult(faults=tuple(PackFaultView.model_validate(fault) for fault in faults))
