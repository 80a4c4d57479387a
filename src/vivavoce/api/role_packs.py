"""Role packs read from their text: off the event loop (a live voice waits for nobody), and once for each text."""

import asyncio
from functools import lru_cache

from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import Role
from vivavoce.knowledge.packs import parse_pack


async def pack_from(text: str) -> RolePack:
    """Return the pack a text describes; raise `PackError` with every fault."""
    return await asyncio.to_thread(_parsed, text)


async def pack_of(role: Role) -> RolePack:
    """Return the pack a role was made with; it was linted then."""
    return await pack_from(role.pack_yaml)


@lru_cache(maxsize=64)
def _parsed(text: str) -> RolePack:
    return parse_pack(text, file="pack.yaml")
