"""The contracts of data keys and of the index of recordings."""

import asyncio

import pytest

from tests.contract.stores.conftest import Stores
from vivavoce.domain.errors import NotFoundError
from vivavoce.domain.ports.recordings import StoredTrack, Track, TrackInfo

pytestmark = pytest.mark.anyio


def a_track(number: int, track: Track = Track.CANDIDATE) -> StoredTrack:
    info = TrackInfo(
        id=f"trk_{number}", track=track, media_type="audio/ogg; codecs=opus", size_bytes=12_345, duration_s=61.5
    )
    return StoredTrack(info=info, chunk_bytes=65_536)


async def test_of_two_keys_made_at_once_the_same_one_stands_for_both(stores: Stores) -> None:
    stood = await asyncio.gather(*(stores.keys.put("ses_1", bytes([number]) * 8) for number in range(4)))

    assert len(set(stood)) == 1
    assert await stores.keys.get(["ses_1", "ses_2"]) == {"ses_1": stood[0]}


async def test_a_destroyed_key_is_gone_and_never_made_again(stores: Stores) -> None:
    await stores.keys.put("ses_1", b"wrapped")

    await stores.keys.destroy("ses_1")
    await stores.keys.destroy("ses_1")

    assert await stores.keys.get(["ses_1"]) == {}
    with pytest.raises(NotFoundError):
        await stores.keys.put("ses_1", b"another")


async def test_a_key_that_never_was_can_be_destroyed(stores: Stores) -> None:
    await stores.keys.destroy("ses_1")

    with pytest.raises(NotFoundError):
        await stores.keys.put("ses_1", b"late")


async def test_segments_are_numbered_by_track(stores: Stores) -> None:
    for track, starts_at_s in ((Track.MIX, 0.0), (Track.CANDIDATE, 0.0), (Track.CANDIDATE, 31.5)):
        await stores.recordings.add_segment("ses_1", track=track, starts_at_s=starts_at_s)

    segments = await stores.recordings.segments("ses_1")

    assert [(segment.track, segment.number, segment.starts_at_s) for segment in segments] == [
        (Track.CANDIDATE, 1, 0.0),
        (Track.CANDIDATE, 2, 31.5),
        (Track.MIX, 1, 0.0),
    ]


async def test_a_joined_segment_is_forgotten_and_its_number_never_used_again(stores: Stores) -> None:
    first = await stores.recordings.add_segment("ses_1", track=Track.CANDIDATE, starts_at_s=0.0)
    await stores.recordings.complete("ses_1", a_track(1), joined=[first])
    second = await stores.recordings.add_segment("ses_1", track=Track.CANDIDATE, starts_at_s=70.0)

    waiting = await stores.recordings.segments("ses_1")

    assert second.number == 2
    assert waiting == [second]
    assert await stores.recordings.tracks("ses_1") == [a_track(1)]


async def test_a_newer_track_replaces_the_one_before(stores: Stores) -> None:
    await stores.recordings.add_segment("ses_1", track=Track.CANDIDATE, starts_at_s=0.0)
    await stores.recordings.complete("ses_1", a_track(1), joined=[])
    await stores.recordings.complete("ses_1", a_track(2), joined=[])

    assert await stores.recordings.tracks("ses_1") == [a_track(2)]


async def test_erasing_forgets_one_session_only(stores: Stores) -> None:
    for session_id in ("ses_1", "ses_2"):
        segment = await stores.recordings.add_segment(session_id, track=Track.MIX, starts_at_s=0.0)
        await stores.recordings.complete(session_id, a_track(1, Track.MIX), joined=[segment])

    await stores.recordings.erase("ses_1")

    assert await stores.recordings.tracks("ses_1") == []
    assert await stores.recordings.tracks("ses_2") == [a_track(1, Track.MIX)]
