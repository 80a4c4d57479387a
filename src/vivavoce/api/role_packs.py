"""Role packs read from their text: off the event loop (a live voice waits for nobody), and once for each text."""

import asyncio
from functools import lru_cache

from vivavoce.domain.errors import ConfigurationError, PackError
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import Role
from vivavoce.knowledge.packs import parse_pack


async def pack_from(text: str) -> RolePack:
    """Return the pack a text describes; raise `PackError` with every fault."""
    return await asyncio.to_thread(_parsed, text)


async def pack_of(role: Role) -> RolePack:
    """Return the pack a role was made with; raise `ConfigurationError` when today's linter refuses what it once took."""
    try:
        return await pack_from(role.pack_yaml)
    except PackError as error:
        raise ConfigurationError(
            f"the pack of role {role.id} is refused by this version's linter: {error.message}",
            fix="Correct the pack and make a new role with it.",
        ) from error


@lru_cache(maxsize=64)
def _parsed(text: str) -> RolePack:
    return parse_pack(text, file="pack.yaml")
