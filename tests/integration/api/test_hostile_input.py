"""Whatever is sent: ranges stay inside the track, commands are understood or not, nothing breaks."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.api.stage import staged
from vivavoce.api.candidate.live import command_of
from vivavoce.api.reviewer.interviews.ranges import UnsatisfiableRangeError, wanted_range

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3),
    max_leaves=6,
)
HEADERS = st.text(alphabet="bytes=-, 0123456789", max_size=24) | st.builds(
    "bytes={}-{}".format, st.integers(0, 10**12), st.integers(0, 10**12)
)


@given(header=HEADERS, size_bytes=st.integers(0, 10**7))
def test_a_range_never_leaves_the_track(header: str, size_bytes: int) -> None:
    try:
        wanted = wanted_range(header, size_bytes=size_bytes)
    except UnsatisfiableRangeError:
        return

    if wanted is not None:
        assert wanted.start >= 0
        assert wanted.length >= 1
        assert wanted.start + wanted.length <= size_bytes


@given(text=st.text() | JSON.map(json.dumps))
def test_a_message_is_a_command_or_it_is_not(text: str) -> None:
    command = command_of(text)

    assert command is None or "command" in text


BODIES = JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(("token", "name", "email", "password", "sdp"), JSON))
PATHS = st.sampled_from(
    [
        "/api/setup",
        "/api/auth/login",
        "/api/candidate/x/offer",
        "/api/candidate/x/human",
        "/api/roles",
        "/api/invitations",
        "/api/packs/lint",
        "/api/interviews/x/decisions",
    ]
)


@pytest.mark.anyio
async def test_no_body_makes_a_route_fail() -> None:
    cases: list[tuple[str, object]] = []

    @settings(max_examples=150, database=None, deadline=None)
    @given(path=PATHS, body=BODIES)
    def collect(path: str, body: object) -> None:
        cases.append((path, body))

    collect()
    async with staged() as stage:
        await stage.sign_in()
        stage.clock.advance(seconds=1)
        for path, body in cases:
            answer = await stage.client.post(path, content=json.dumps(body), headers=stage.csrf | JSON_TYPE)

            assert 400 <= answer.status_code < 500, (path, body, answer.text)
            assert answer.json()["error"]["code"]


JSON_TYPE = {"Content-Type": "application/json"}
