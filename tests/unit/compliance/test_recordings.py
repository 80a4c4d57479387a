"""Recordings are kept only with consent, only sealed, and through crashes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from tests.support.keys import fresh_vault
from tests.support.virtual_time import run_virtual
from vivavoce.compliance.recordings import CHUNK_BYTES, CHUNK_S, KEPT_BACK_BYTES, SealedRecordings
from vivavoce.compliance.vault import TinkVault
from vivavoce.domain.audio import LINE_RATE_HZ, Pcm
from vivavoce.domain.errors import ConsentMissingError, NotFoundError, StorageError, StorageFullError
from vivavoce.domain.ports.recordings import Track
from vivavoce.stores.memory import MemoryDataKeys, MemoryObjects, MemoryRecordingIndex
from vivavoce.voice.joining import join_segments
from vivavoce.voice.opus import OpusEncoder, duration_s

BYTES_PER_S = 4000


def join_on_the_clock(segments: Sequence[tuple[float, bytes]]) -> bytes:
    """Put each segment where its start says, at 4000 bytes a second."""
    joined = b""
    for starts_at_s, data in sorted(segments):
        joined = joined.ljust(round(starts_at_s * BYTES_PER_S), b"\0") + data
    return joined


def measure_bytes(data: bytes) -> float:
    return len(data) / BYTES_PER_S


class FailingObjects(MemoryObjects):
    """Refuses to take anything while told so."""

    def __init__(self) -> None:
        super().__init__()
        self.fails_with: StorageError | None = None

    async def put(self, key: str, data: bytes) -> None:
        if self.fails_with:
            raise self.fails_with
        await super().put(key, data)


@dataclass(slots=True)
class Studio:
    """Recordings with everything around them in reach."""

    objects: FailingObjects = field(default_factory=FailingObjects)
    index: MemoryRecordingIndex = field(default_factory=MemoryRecordingIndex)
    vault: TinkVault = field(default_factory=lambda: fresh_vault(MemoryDataKeys()))
    consented: bool = True

    async def may_record(self, session_id: str) -> bool:
        return self.consented

    @property
    def recordings(self) -> SealedRecordings:
        """Return the service as a process that has just started sees it."""
        return SealedRecordings(
            self.objects,
            self.vault,
            self.index,
            may_record=self.may_record,
            join=join_on_the_clock,
            measure=measure_bytes,
        )

    async def record(self, data: bytes, *, starts_at_s: float = 0.0, track: Track = Track.CANDIDATE) -> None:
        writer = await self.recordings.writer("ses_1", track=track, starts_at_s=starts_at_s)
        await writer.write(data)
        await writer.aclose()

    async def stored_bytes(self) -> bytes:
        return b"".join([await self.objects.get(key) for key in await self.objects.list("recordings")])


def noise(size: int, *, seed: int = 1) -> bytes:
    return bytes((number * 31 + seed * 17 + number // 251) % 256 for number in range(size))


@pytest.mark.anyio
async def test_without_consent_nothing_is_recorded() -> None:
    studio = Studio(consented=False)

    with pytest.raises(ConsentMissingError):
        await studio.recordings.writer("ses_1", track=Track.CANDIDATE, starts_at_s=0.0)

    assert await studio.index.segments("ses_1") == []


@pytest.mark.anyio
async def test_a_withdrawn_consent_stops_the_writing_and_drops_what_waits() -> None:
    studio = Studio()
    writer = await studio.recordings.writer("ses_1", track=Track.CANDIDATE, starts_at_s=0.0)
    await writer.write(noise(CHUNK_BYTES))
    kept = await studio.objects.list("recordings")

    studio.consented = False
    await writer.write(noise(CHUNK_BYTES))
    studio.consented = True
    await writer.write(noise(CHUNK_BYTES))
    await writer.aclose()

    assert len(kept) == 1
    assert await studio.objects.list("recordings") == kept


def test_a_chunk_is_stored_every_two_seconds_however_small() -> None:
    async def record() -> list[int]:
        studio = Studio()
        writer = await studio.recordings.writer("ses_1", track=Track.CANDIDATE, starts_at_s=0.0)
        counts = []
        for _ in range(5):
            await asyncio.sleep(CHUNK_S / 2)
            await writer.write(b"x")
            counts.append(len(await studio.objects.list("recordings")))
        return counts

    counts, _ = run_virtual(record())

    assert counts == [0, 1, 1, 2, 2]


@pytest.mark.anyio
async def test_nothing_is_stored_in_the_clear() -> None:
    studio = Studio()

    await studio.record(b"I would shard by tenant " * 4000)
    stored_live = await studio.stored_bytes()
    await studio.recordings.finish("ses_1")

    assert b"shard" not in stored_live
    assert b"shard" not in await studio.stored_bytes()
    assert len(stored_live) > 90_000


@pytest.mark.anyio
async def test_segments_become_one_track_on_the_session_clock() -> None:
    studio = Studio()
    await studio.record(noise(8000), starts_at_s=0.0)
    await studio.record(noise(4000, seed=2), starts_at_s=5.0)

    (info,) = await studio.recordings.finish("ses_1")

    whole = await studio.recordings.read("ses_1", Track.CANDIDATE, start=0, length=10**9)
    assert whole == noise(8000) + bytes(12_000) + noise(4000, seed=2)
    assert (info.duration_s, info.size_bytes) == (6.0, 24_000)


@pytest.mark.anyio
async def test_finishing_twice_changes_nothing_and_leaves_no_segments_behind() -> None:
    studio = Studio()
    for track in (Track.MIX, Track.CANDIDATE):
        await studio.record(noise(CHUNK_BYTES + 5), track=track)

    first = await studio.recordings.finish("ses_1")
    again = await studio.recordings.finish("ses_1")

    assert [info.track for info in first] == [Track.CANDIDATE, Track.MIX]
    assert again == first
    assert len(await studio.objects.list("recordings")) == 4


@pytest.mark.anyio
async def test_a_candidate_who_comes_back_after_the_end_is_added_to_the_track() -> None:
    studio = Studio()
    await studio.record(noise(4000))
    await studio.recordings.finish("ses_1")

    await studio.record(noise(4000, seed=2), starts_at_s=2.0)
    (info,) = await studio.recordings.finish("ses_1")

    whole = await studio.recordings.read("ses_1", Track.CANDIDATE, start=0, length=info.size_bytes)
    assert whole == noise(4000) + bytes(4000) + noise(4000, seed=2)
    assert len(await studio.objects.list("recordings")) == 1


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("start", "length"),
    [(0, 1), (CHUNK_BYTES - 1, 2), (CHUNK_BYTES, CHUNK_BYTES), (100, 150_000), (199_990, 1000), (200_000, 5), (5, 0)],
)
async def test_any_byte_range_reads_the_same_bytes_a_file_would_give(start: int, length: int) -> None:
    studio = Studio()
    await studio.record(noise(200_000))
    await studio.recordings.finish("ses_1")

    read = await studio.recordings.read("ses_1", Track.CANDIDATE, start=start, length=length)

    assert read == noise(200_000)[start : start + length]


@pytest.mark.anyio
async def test_a_range_opens_only_the_chunks_it_touches() -> None:
    studio = Studio()
    await studio.record(noise(3 * CHUNK_BYTES))
    await studio.recordings.finish("ses_1")
    keys = await studio.objects.list("recordings")

    await studio.objects.delete([keys[0], keys[2]])
    read = await studio.recordings.read("ses_1", Track.CANDIDATE, start=CHUNK_BYTES + 10, length=20)

    assert read == noise(3 * CHUNK_BYTES)[CHUNK_BYTES + 10 : CHUNK_BYTES + 30]


@pytest.mark.anyio
async def test_a_chunk_moved_to_another_place_does_not_open() -> None:
    studio = Studio()
    await studio.record(noise(2 * CHUNK_BYTES))
    await studio.recordings.finish("ses_1")
    first, second = await studio.objects.list("recordings")

    await studio.objects.put(first, await studio.objects.get(second))

    with pytest.raises(StorageError, match="altered or moved"):
        await studio.recordings.read("ses_1", Track.CANDIDATE, start=0, length=10)


@pytest.mark.anyio
async def test_a_crash_in_the_middle_loses_only_the_chunk_being_filled() -> None:
    studio = Studio()
    writer = await studio.recordings.writer("ses_1", track=Track.CANDIDATE, starts_at_s=0.0)
    for _ in range(3):
        await writer.write(noise(CHUNK_BYTES))
    await writer.write(b"the last words before the power went")
    del writer

    (info,) = await studio.recordings.finish("ses_1")

    assert info.size_bytes == 3 * CHUNK_BYTES


@pytest.mark.anyio
async def test_a_crash_while_joining_is_made_good_by_finishing_again() -> None:
    studio = Studio()
    await studio.record(noise(4000))
    studio.objects.fails_with = StorageError("gone")
    with pytest.raises(StorageError):
        await studio.recordings.finish("ses_1")

    studio.objects.fails_with = None
    (info,) = await studio.recordings.finish("ses_1")

    assert await studio.recordings.read("ses_1", Track.CANDIDATE, start=0, length=info.size_bytes) == noise(4000)


@pytest.mark.anyio
async def test_a_full_disk_reaches_the_recorder_and_what_was_kept_still_plays() -> None:
    studio = Studio()
    writer = await studio.recordings.writer("ses_1", track=Track.CANDIDATE, starts_at_s=0.0)
    await writer.write(noise(CHUNK_BYTES))

    studio.objects.fails_with = StorageFullError("there is no room for recordings")
    with pytest.raises(StorageFullError):
        await writer.write(noise(CHUNK_BYTES))
    await writer.aclose()
    studio.objects.fails_with = None
    (info,) = await studio.recordings.finish("ses_1")

    assert info.size_bytes == CHUNK_BYTES


@pytest.mark.anyio
async def test_a_store_that_is_away_for_a_while_costs_nothing() -> None:
    studio = Studio()
    writer = await studio.recordings.writer("ses_1", track=Track.CANDIDATE, starts_at_s=0.0)
    studio.objects.fails_with = StorageError("away")
    await writer.write(noise(CHUNK_BYTES))
    await writer.write(noise(CHUNK_BYTES, seed=2))

    studio.objects.fails_with = None
    await writer.aclose()
    (info,) = await studio.recordings.finish("ses_1")

    whole = await studio.recordings.read("ses_1", Track.CANDIDATE, start=0, length=info.size_bytes)
    assert whole == noise(CHUNK_BYTES) + noise(CHUNK_BYTES, seed=2)


@pytest.mark.anyio
async def test_a_store_that_stays_away_is_reported_before_memory_fills() -> None:
    studio = Studio()
    writer = await studio.recordings.writer("ses_1", track=Track.CANDIDATE, starts_at_s=0.0)
    studio.objects.fails_with = StorageError("away")

    for _ in range(KEPT_BACK_BYTES // CHUNK_BYTES):
        await writer.write(noise(CHUNK_BYTES))
    with pytest.raises(StorageError):
        await writer.write(noise(CHUNK_BYTES))


@pytest.mark.anyio
async def test_a_session_where_nobody_was_recorded_has_no_tracks() -> None:
    studio = Studio()
    writer = await studio.recordings.writer("ses_1", track=Track.CANDIDATE, starts_at_s=0.0)
    await writer.aclose()

    assert await studio.recordings.finish("ses_1") == []
    with pytest.raises(NotFoundError):
        await studio.recordings.read("ses_1", Track.CANDIDATE, start=0, length=1)


@pytest.mark.anyio
async def test_a_track_of_which_nothing_plays_is_no_track() -> None:
    studio = Studio()
    recordings = SealedRecordings(
        studio.objects, studio.vault, studio.index, may_record=studio.may_record, join=join_segments, measure=duration_s
    )
    await studio.record(b"Ogg")

    assert await recordings.finish("ses_1") == []


@pytest.mark.anyio
async def test_erasing_removes_every_object_of_this_session_only() -> None:
    studio = Studio()
    await studio.record(noise(4000))
    await studio.recordings.finish("ses_1")
    await studio.record(noise(4000), starts_at_s=9.0)
    await studio.objects.put("recordings/ses_10/candidate/0001/000000", b"another's")

    await studio.recordings.erase("ses_1")

    assert await studio.objects.list("recordings") == ["recordings/ses_10/candidate/0001/000000"]
    assert await studio.recordings.tracks("ses_1") == []


@pytest.mark.anyio
async def test_an_erasure_while_recording_ends_the_recording_quietly() -> None:
    studio = Studio()
    writer = await studio.recordings.writer("ses_1", track=Track.CANDIDATE, starts_at_s=0.0)

    await studio.vault.erase("ses_1")
    await writer.write(noise(CHUNK_BYTES))
    await writer.aclose()

    assert await studio.objects.list("recordings") == []


@pytest.mark.anyio
async def test_real_opus_cut_off_by_a_crash_and_resumed_plays_for_the_whole_session() -> None:
    studio = Studio()
    recordings = SealedRecordings(
        studio.objects,
        studio.vault,
        studio.index,
        may_record=studio.may_record,
        join=join_segments,
        measure=duration_s,
    )
    for starts_at_s in (0.0, 4.0):
        writer = await recordings.writer("ses_1", track=Track.CANDIDATE, starts_at_s=starts_at_s)
        encoder = OpusEncoder()
        for _ in range(100):
            await writer.write(encoder.encode(Pcm.silence(0.02, sample_rate_hz=LINE_RATE_HZ)))
        await writer.write(encoder.finish())
        await writer.aclose()
    chunk = (await studio.objects.list("recordings/ses_1/candidate/0001"))[0]
    opened = await studio.vault.open("ses_1", await studio.objects.get(chunk), context=chunk)
    await studio.objects.put(chunk, await studio.vault.seal("ses_1", opened[: len(opened) // 2], context=chunk))

    (info,) = await recordings.finish("ses_1")

    assert info.duration_s == pytest.approx(6.0, abs=0.05)


@pytest.mark.anyio
async def test_what_there_is_so_far_can_be_heard_before_and_after_it_is_finished() -> None:
    studio = Studio()
    first, second = noise(2 * BYTES_PER_S), noise(BYTES_PER_S, seed=2)
    nothing = await studio.recordings.so_far("ses_1", Track.CANDIDATE)
    await studio.record(first)

    while_it_runs = await studio.recordings.so_far("ses_1", Track.CANDIDATE)
    await studio.recordings.finish("ses_1")
    finished = await studio.recordings.so_far("ses_1", Track.CANDIDATE)
    await studio.record(second, starts_at_s=3.0)
    after_coming_back = await studio.recordings.so_far("ses_1", Track.CANDIDATE)

    assert nothing == b""
    assert while_it_runs == finished == first
    assert after_coming_back == join_on_the_clock([(0.0, first), (3.0, second)])
