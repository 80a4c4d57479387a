"""The contract of the append-only session log."""

import asyncio

import pytest

from tests.contract.stores.conftest import Stores
from tests.support.records import NOW
from vivavoce.domain.errors import ConflictError
from vivavoce.domain.events import CandidateTurnEnded, LoggedEvent, Paused, Resumed, SectionEntered
from vivavoce.domain.transcript import Mark, Speaker, Turn, Word

pytestmark = pytest.mark.anyio

ENTERED = SectionEntered(at=NOW, at_s=0.0, section="intro")
PAUSED = Paused(at=NOW, at_s=1.5, by="candidate")
RESUMED = Resumed(at=NOW, at_s=1.5)
SPOKE = CandidateTurnEnded(
    at=NOW,
    at_s=9.25,
    turn=Turn(
        id="trn_1",
        speaker=Speaker.CANDIDATE,
        text="Ich würde nach Mandant teilen 🙂 \\ \" ' \n",
        start_s=2.0,
        end_s=9.25,
        words=(Word(text="Ich", start_s=2.0, end_s=2.25),),
        marks=(Mark.TYPED,),
    ),
    act="answer",
    covered=("shard-key",),
)


async def test_events_come_back_in_order_numbered_without_gaps(stores: Stores) -> None:
    first = await stores.events.append("ses_1", [ENTERED, SPOKE], after_seq=0)
    second = await stores.events.append("ses_1", [PAUSED], after_seq=first)

    log = await stores.events.read("ses_1")

    assert (first, second) == (2, 3)
    assert log == [
        LoggedEvent(seq=1, event=ENTERED),
        LoggedEvent(seq=2, event=SPOKE),
        LoggedEvent(seq=3, event=PAUSED),
    ]


async def test_reading_can_begin_behind_a_number(stores: Stores) -> None:
    await stores.events.append("ses_1", [ENTERED, PAUSED, RESUMED], after_seq=0)

    assert [entry.seq for entry in await stores.events.read("ses_1", after_seq=2)] == [3]
    assert await stores.events.read("ses_1", after_seq=3) == []


async def test_logs_of_two_sessions_do_not_mix(stores: Stores) -> None:
    await stores.events.append("ses_1", [ENTERED], after_seq=0)
    await stores.events.append("ses_2", [PAUSED], after_seq=0)

    assert [entry.event for entry in await stores.events.read("ses_2")] == [PAUSED]
    assert await stores.events.read("ses_3") == []


@pytest.mark.parametrize("after_seq", [0, 2])
async def test_writing_behind_another_number_than_the_last_writes_nothing(stores: Stores, after_seq: int) -> None:
    await stores.events.append("ses_1", [ENTERED], after_seq=0)

    with pytest.raises(ConflictError):
        await stores.events.append("ses_1", [PAUSED, RESUMED], after_seq=after_seq)

    assert [entry.event for entry in await stores.events.read("ses_1")] == [ENTERED]


async def test_of_two_who_write_at_once_one_wins_and_the_other_is_told(stores: Stores) -> None:
    await stores.events.append("ses_1", [ENTERED], after_seq=0)

    results = await asyncio.gather(
        *(stores.events.append("ses_1", [PAUSED, RESUMED], after_seq=1) for _ in range(5)), return_exceptions=True
    )

    assert sorted(type(result).__name__ for result in results) == [*["ConflictError"] * 4, "int"]
    assert len(await stores.events.read("ses_1")) == 3


async def test_writing_nothing_leaves_the_log_as_it_was(stores: Stores) -> None:
    assert await stores.events.append("ses_1", [], after_seq=0) == 0
    assert await stores.events.read("ses_1") == []
