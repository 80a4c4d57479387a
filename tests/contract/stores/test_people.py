"""The contracts of users, logins and roles."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.stores.conftest import Stores
from tests.support.records import NOW, a_role, a_user
from vivavoce.domain.errors import ConflictError

pytestmark = pytest.mark.anyio


async def test_a_user_is_found_by_id_and_by_address_in_any_case(stores: Stores) -> None:
    user = a_user(email="Rosa@Example.org")

    await stores.users.add(user)

    assert await stores.users.by_id(user.id) == user
    assert await stores.users.by_email("rosa@example.ORG") == user
    assert await stores.users.count() == 1


async def test_nobody_is_found_where_nobody_is(stores: Stores) -> None:
    assert await stores.users.by_id("usr_none") is None
    assert await stores.users.by_email("none@example.org") is None
    assert await stores.users.count() == 0


async def test_an_address_belongs_to_one_user_whatever_its_case(stores: Stores) -> None:
    await stores.users.add(a_user(1, email="rosa@example.org"))

    with pytest.raises(ConflictError):
        await stores.users.add(a_user(2, email="ROSA@example.org"))

    assert await stores.users.count() == 1


async def test_a_password_hash_is_renewed_and_nobody_else_notices(stores: Stores) -> None:
    await stores.users.add(a_user(1))
    await stores.users.add(a_user(2))

    await stores.users.set_password_hash("usr_1", "$argon2id$newer")
    await stores.users.set_password_hash("usr_gone", "$argon2id$newer")

    assert await stores.users.by_id("usr_1") == replace(a_user(1), password_hash="$argon2id$newer")
    assert await stores.users.by_id("usr_2") == a_user(2)


async def test_a_login_counts_until_it_expires_or_is_closed(stores: Stores) -> None:
    await stores.users.add(a_user())
    await stores.logins.open("token", user_id="usr_1", expires_at=NOW + timedelta(hours=1))
    await stores.logins.open("other", user_id="usr_1", expires_at=NOW + timedelta(hours=1))

    before = await stores.logins.user_id("token", at=NOW)
    at_the_end = await stores.logins.user_id("token", at=NOW + timedelta(hours=1))
    await stores.logins.close("other")

    assert before == "usr_1"
    assert at_the_end is None
    assert await stores.logins.user_id("other", at=NOW) is None
    assert await stores.logins.user_id("never opened", at=NOW) is None


async def test_the_setup_token_works_once_and_a_new_one_replaces_it(stores: Stores) -> None:
    await stores.logins.set_setup_token("first")
    await stores.logins.set_setup_token("second")

    used = [await stores.logins.use_setup_token(token) for token in ("first", "wrong", "second", "second")]

    assert used == [False, False, True, False]


async def test_without_a_setup_token_an_empty_one_is_refused(stores: Stores) -> None:
    assert not await stores.logins.use_setup_token("")


async def test_roles_are_listed_in_the_order_they_were_made(stores: Stores) -> None:
    for number in (2, 1):
        await stores.roles.add(a_role(number))

    listed = await stores.roles.list()

    assert listed == [a_role(1), a_role(2)]
    assert await stores.roles.get("rol_2") == a_role(2)
    assert await stores.roles.get("rol_3") is None


async def test_a_role_is_added_once(stores: Stores) -> None:
    await stores.roles.add(a_role())

    with pytest.raises(ConflictError):
        await stores.roles.add(replace(a_role(), title="Another"))
