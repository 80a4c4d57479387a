"""What is kept goes when its time is up, class by class, and only then."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from tests.support.keys import fresh_vault
from tests.support.records import NOW, a_session, an_invitation
from vivavoce.compliance.erasure import Erasure, RetentionSweep
from vivavoce.compliance.retention import Due, RetentionClass, RetentionPolicy, due_for_erasure
from vivavoce.compliance.vault import TinkVault
from vivavoce.domain.clock import SetClock
from vivavoce.domain.errors import NotFoundError
from vivavoce.domain.ports.vault import record_of
from vivavoce.stores.memory import MemoryAuditLog, MemoryDataKeys, MemorySessions

POLICY = RetentionPolicy(media_days=30, transcript_days=183, decision_days=1461)
ENDED = replace(a_session(), ended_at=NOW)


def due_after(days: float) -> set[RetentionClass]:
    due = due_for_erasure([ENDED], now=NOW + timedelta(days=days), policy=POLICY)
    assert {one.session_id for one in due} <= {"ses_1"}
    return {one.kind for one in due}


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        (29.99, set()),
        (30, {RetentionClass.MEDIA}),
        (183, {RetentionClass.MEDIA, RetentionClass.TRANSCRIPT}),
        (1461, set(RetentionClass)),
    ],
)
def test_each_class_has_its_own_clock(days: float, kinds: set[RetentionClass]) -> None:
    assert due_after(days) == kinds


def test_an_interview_that_never_ended_counts_from_its_making() -> None:
    never = a_session()

    due = due_for_erasure([never], now=never.created_at + timedelta(days=30), policy=POLICY)

    assert list(due) == [Due(session_id="ses_1", kind=RetentionClass.MEDIA)]


def test_candidates_are_told_the_times_that_are_kept() -> None:
    told = dict(RetentionPolicy(media_days=14, transcript_days=183, decision_days=1461).texts())

    assert list(told.values()) == ["14 days", "6 months", "4 years", "for good"]


@dataclass(slots=True)
class Media:
    """Sound that is there or not."""

    held: set[str] = field(default_factory=lambda: {"ses_1"})

    async def holds(self, session_id: str) -> bool:
        return session_id in self.held

    async def erase(self, session_id: str) -> None:
        self.held.discard(session_id)


@dataclass(slots=True)
class Archive:
    """One session of which there is everything."""

    vault: TinkVault
    erasure: Erasure
    sweep: RetentionSweep
    audit: MemoryAuditLog
    clock: SetClock
    media: Media
    words: bytes
    name: bytes

    async def readable(self) -> set[str]:
        found = {"sound"} if await self.media.holds("ses_1") else set()
        for what, key, sealed in (("words", "ses_1", self.words), ("name", record_of("ses_1"), self.name)):
            try:
                await self.vault.open(key, sealed, context="x")
                found.add(what)
            except NotFoundError:
                pass
        return found


@pytest.fixture
async def archive() -> Archive:
    keys, audit, clock, media, sessions = MemoryDataKeys(), MemoryAuditLog(), SetClock(NOW), Media(), MemorySessions()
    vault = fresh_vault(keys)
    await sessions.add(ENDED, an_invitation())
    erasure = Erasure(vault, keys, media, audit, clock)
    return Archive(
        vault=vault,
        erasure=erasure,
        sweep=RetentionSweep(sessions, erasure, clock, policy=POLICY),
        audit=audit,
        clock=clock,
        media=media,
        words=await vault.seal("ses_1", b"I would shard by tenant", context="x"),
        name=await vault.seal(record_of("ses_1"), b"Ada Candidate", context="x"),
    )


@pytest.mark.anyio
async def test_the_sweep_follows_the_clocks_and_notes_each_erasure_once(archive: Archive) -> None:
    left = []
    for at in (NOW, *(NOW + timedelta(days=days) for days in (31, 32, 184, 1462, 1463))):
        archive.clock.instant = at
        await archive.sweep.run()
        left.append(await archive.readable())

    assert left == [{"sound", "words", "name"}, {"words", "name"}, {"words", "name"}, {"name"}, set(), set()]
    assert [entry.detail for entry in archive.audit.entries()] == [
        '{"class":"media"}',
        '{"class":"transcript"}',
        '{"class":"decision"}',
    ]


@pytest.mark.anyio
async def test_erasing_on_request_takes_everything_at_once_and_can_be_repeated(archive: Archive) -> None:
    found = await archive.erasure.erase("ses_1", actor="usr_1")
    again = await archive.erasure.erase("ses_1", actor="usr_1")

    assert (list(found), list(again)) == (list(RetentionClass), [])
    assert await archive.readable() == set()
    assert {(entry.actor, entry.action, entry.subject) for entry in archive.audit.entries()} == {
        ("usr_1", "erased", "ses_1")
    }
    assert await archive.audit.verify() == 3


@pytest.mark.anyio
async def test_a_session_erased_before_it_had_data_never_gets_any(archive: Archive) -> None:
    await archive.erasure.erase("ses_2", actor="usr_1")

    for key in ("ses_2", record_of("ses_2")):
        with pytest.raises(NotFoundError):
            await archive.vault.seal(key, b"late", context="x")


def test_the_default_policy_keeps_what_duties_demand_and_no_sound_beyond_a_month() -> None:
    policy = RetentionPolicy()

    assert policy.media_days <= 30
    assert policy.transcript_days >= 182
    assert policy.decision_days >= 4 * 365
