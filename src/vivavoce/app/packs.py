"""Which role pack a session is led by: the one its role was made with, whatever is shipped today."""

from collections import OrderedDict

from vivavoce.domain.errors import NotFoundError
from vivavoce.domain.ports.records import Roles
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import Session
from vivavoce.knowledge.packs import parse_pack

PACKS_IN_MEMORY = 64


class PacksOfRoles:
    """Finds and parses the pack of a session's role; the last few stay parsed."""

    def __init__(self, roles: Roles) -> None:
        self._roles = roles
        self._parsed: OrderedDict[str, RolePack] = OrderedDict()

    async def __call__(self, session: Session) -> RolePack:
        """Return the pack. Raises `NotFoundError` when the role is gone, `PackError` when a newer linter refuses it."""
        role = await self._roles.get(session.role_id)
        if role is None:
            raise NotFoundError("the role of this interview is gone")
        if role.pack_sha256 not in self._parsed:
            self._parsed[role.pack_sha256] = parse_pack(role.pack_yaml, file=f"{role.pack_id}.yaml")
            while len(self._parsed) > PACKS_IN_MEMORY:
                self._parsed.popitem(last=False)
        return self._parsed[role.pack_sha256]
