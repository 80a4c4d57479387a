"""Names for the ids of users."""

from collections.abc import Iterable

from vivavoce.api.services import Services


async def names_of(services: Services, user_ids: Iterable[str]) -> dict[str, str]:
    """Return the name of each user; one who is gone keeps their id."""
    names = {}
    for user_id in set(user_ids):
        user = await services.users.by_id(user_id)
        names[user_id] = user.name if user else user_id
    return names
