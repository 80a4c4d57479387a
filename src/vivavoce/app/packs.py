"""Which role pack a session is led by: the one its role was made with, whatever is shipped today."""

from vivavoce.api.role_packs import pack_of
from vivavoce.domain.errors import NotFoundError
from vivavoce.domain.ports.records import Roles
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import Session


class PacksOfRoles:
    """Finds the pack of a session's role."""

    def __init__(self, roles: Roles) -> None:
        self._roles = roles

    async def __call__(self, session: Session) -> RolePack:
        """Return the pack. Raises `NotFoundError` when the role is gone, `ConfigurationError` when today's linter refuses it."""
        role = await self._roles.get(session.role_id)
        if role is None:
            raise NotFoundError("the role of this interview is gone")
        return await pack_of(role)
