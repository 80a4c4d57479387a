"""Recorded tracks by byte range, for signed-in people, each access audited."""

import json

import pytest

from tests.integration.api.stage import Stage
from vivavoce.domain.errors import StorageError
from vivavoce.domain.ports.recordings import Track

pytestmark = pytest.mark.anyio

DATA = bytes(range(256)) * 3_000
SIZE = len(DATA)


@pytest.fixture
async def path(stage: Stage) -> str:
    _, session_id = await stage.invite()
    stage.recordings.hold(session_id, Track.CANDIDATE, DATA)
    return f"/api/interviews/{session_id}/audio/candidate"


async def test_the_whole_track_is_streamed_and_never_cached(stage: Stage, path: str) -> None:
    answer = await stage.client.get(path)

    assert answer.status_code == 200
    assert answer.content == DATA
    assert answer.headers["content-type"] == "audio/ogg; codecs=opus"
    assert answer.headers["content-length"] == str(SIZE)
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=100-199", 100, 199),
        (f"bytes=262000-{262144 + 500}", 262000, 262144 + 500),
        ("bytes=500-", 500, SIZE - 1),
        ("bytes=-100", SIZE - 100, SIZE - 1),
        (f"bytes=-{SIZE + 5}", 0, SIZE - 1),
        (f"bytes=10-{SIZE + 500}", 10, SIZE - 1),
    ],
)
async def test_a_range_is_served_as_asked(stage: Stage, path: str, asked: str, first: int, last: int) -> None:
    answer = await stage.client.get(path, headers={"Range": asked})

    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer.headers["content-length"] == str(last - first + 1)
    assert answer.content == DATA[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=", "bytes=-", "items=0-1", "bytes=5-2", "bytes=a-b", "bytes=0-1,4-5", "x"])
async def test_a_range_that_cannot_be_read_gets_the_whole(stage: Stage, path: str, asked: str) -> None:
    answer = await stage.client.get(path, headers={"Range": asked})

    assert answer.status_code == 200
    assert len(answer.content) == SIZE


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE + 9}-{SIZE + 10}", "bytes=-0"])
async def test_a_range_behind_the_end_says_where_the_end_is(stage: Stage, path: str, asked: str) -> None:
    answer = await stage.client.get(path, headers={"Range": asked})

    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{SIZE}"


async def test_a_range_of_another_version_gets_the_whole_present_one(stage: Stage, path: str) -> None:
    etag = (await stage.client.head(path)).headers["etag"]

    same = await stage.client.get(path, headers={"Range": "bytes=0-9", "If-Range": etag})
    other = await stage.client.get(path, headers={"Range": "bytes=0-9", "If-Range": '"other"'})

    assert same.status_code == 206
    assert other.status_code == 200
    assert len(other.content) == SIZE


async def test_head_tells_the_size_and_sends_nothing(stage: Stage, path: str) -> None:
    answer = await stage.client.head(path)

    assert answer.status_code == 200
    assert answer.headers["content-length"] == str(SIZE)
    assert answer.content == b""


async def test_every_playing_is_audited_with_who_and_what(stage: Stage, path: str) -> None:
    user_id = (await stage.client.get("/api/auth/me")).json()["id"]

    await stage.client.get(path, headers={"Range": "bytes=100-199"})

    entry = stage.audit.entries()[-1]
    assert entry.action == "recording.played"
    assert entry.actor == user_id
    assert entry.subject in path
    assert json.loads(entry.detail) == {"track": "candidate", "start": "100", "length": "100"}


async def test_a_track_that_was_not_recorded_is_not_found(stage: Stage, path: str) -> None:
    answer = await stage.client.get(path.replace("candidate", "mix"))

    assert answer.status_code == 404


async def test_a_track_that_cannot_be_such_is_refused(stage: Stage, path: str) -> None:
    answer = await stage.client.get(path.replace("candidate", "../secrets"))

    assert answer.status_code in {404, 422}


async def test_a_recording_that_cannot_be_read_is_an_answer_not_a_broken_stream(stage: Stage, path: str) -> None:
    stage.recordings.refusal = StorageError("s3: connection to 10.0.0.7 refused")

    answer = await stage.client.get(path)

    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "10.0.0.7" not in answer.text


async def test_a_stranger_with_the_address_gets_nothing(stage: Stage, path: str) -> None:
    stage.client.cookies.clear()

    answer = await stage.client.get(path)

    assert answer.status_code == 401
