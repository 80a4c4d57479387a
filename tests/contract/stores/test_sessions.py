"""The contract of sessions and invitations."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.stores.conftest import Stores
from tests.support.records import NOW, a_role, a_session, an_invitation
from vivavoce.domain.errors import ConflictError, NotFoundError
from vivavoce.domain.session import Accommodations, EndReason, SessionStatus

pytestmark = pytest.mark.anyio


async def test_a_session_and_its_invitation_come_back_as_they_were(stores: Stores) -> None:
    await stores.roles.add(a_role())

    await stores.sessions.add(a_session(), an_invitation())

    assert await stores.sessions.get("ses_1") == a_session()
    assert await stores.sessions.invitation("ses_1") == an_invitation()
    assert await stores.sessions.invitation_by_token(an_invitation().token_sha256) == an_invitation()


async def test_an_unknown_session_or_link_is_none(stores: Stores) -> None:
    assert await stores.sessions.get("ses_9") is None
    assert await stores.sessions.invitation("ses_9") is None
    assert await stores.sessions.invitation_by_token("0" * 64) is None


async def test_saving_replaces_the_record(stores: Stores) -> None:
    await stores.roles.add(a_role())
    await stores.sessions.add(a_session(), an_invitation())
    ended = replace(
        a_session(),
        status=SessionStatus.EVALUATING,
        started_at=NOW,
        ended_at=NOW + timedelta(minutes=40),
        end_reason=EndReason.COMPLETED,
        accommodations=Accommodations(typed=True, slower_speech=True),
    )

    await stores.sessions.save(ended)

    assert await stores.sessions.get("ses_1") == ended


async def test_saving_what_was_never_added_is_an_error(stores: Stores) -> None:
    with pytest.raises(NotFoundError):
        await stores.sessions.save(a_session())


async def test_sessions_are_listed_newest_first(stores: Stores) -> None:
    await stores.roles.add(a_role())
    for number in (1, 3, 2):
        await stores.sessions.add(a_session(number), an_invitation(number))

    listed = await stores.sessions.list()

    assert [session.id for session in listed] == ["ses_3", "ses_2", "ses_1"]


async def test_a_link_belongs_to_one_session(stores: Stores) -> None:
    await stores.roles.add(a_role())
    await stores.sessions.add(a_session(1), an_invitation(1))
    same_link = replace(an_invitation(2), token_sha256=an_invitation(1).token_sha256)

    with pytest.raises(ConflictError):
        await stores.sessions.add(a_session(2), same_link)

    assert await stores.sessions.get("ses_2") is None
