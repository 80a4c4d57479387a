"""What every store of practice spaces keeps, and in which order it gives it back."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.support.records import NOW
from vivavoce.domain.errors import ConflictError
from vivavoce.domain.ids import secret_sha256
from vivavoce.domain.ports.practice import PracticeSpaces
from vivavoce.domain.practice import PracticeSession, open_space
from vivavoce.stores.memory import MemoryPracticeSpaces
from vivavoce.stores.sql.database import PRACTICE, Database
from vivavoce.stores.sql.practice import SqlPracticeSpaces

pytestmark = pytest.mark.anyio

SPACE = open_space(secret="a link", at=NOW)


def a_practice(number: int, *, space_id: str = SPACE.id) -> PracticeSession:
    at = NOW + timedelta(days=number)
    return PracticeSession(session_id=f"ses_{number}", space_id=space_id, pack_id="pack", part="", created_at=at)


@pytest.fixture
async def spaces(store_url: str) -> AsyncIterator[PracticeSpaces]:
    if not store_url:
        yield MemoryPracticeSpaces()
        return
    database = await Database.connect(store_url, area=PRACTICE)
    yield SqlPracticeSpaces(database)
    await database.aclose()


async def test_a_space_is_found_by_the_hash_of_its_link_alone(spaces: PracticeSpaces) -> None:
    await spaces.add(SPACE)

    assert await spaces.by_token(secret_sha256("a link")) == SPACE
    assert await spaces.by_token("a link") is None


async def test_sessions_are_given_oldest_first_until_they_are_removed(spaces: PracticeSpaces) -> None:
    await spaces.add(SPACE)
    for number in (2, 1, 3):
        await spaces.add_session(a_practice(number))

    await spaces.remove_session("ses_3")
    await spaces.remove_session("ses_3")

    assert list(await spaces.sessions(SPACE.id)) == [a_practice(1), a_practice(2)]
    assert await spaces.session("ses_2") == a_practice(2)
    assert await spaces.session("ses_3") is None
    assert list(await spaces.sessions("spc_other")) == []


async def test_a_session_belongs_to_one_space_that_exists(spaces: PracticeSpaces) -> None:
    await spaces.add(SPACE)
    await spaces.add_session(a_practice(1))

    with pytest.raises(ConflictError):
        await spaces.add_session(a_practice(1))
    with pytest.raises(ConflictError):
        await spaces.add_session(a_practice(2, space_id="spc_other"))
