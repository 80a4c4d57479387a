"""A reviewer lets the interviewer of a running interview wait longer or shorter."""

import pytest

from tests.integration.api.stage import Stage
from vivavoce.interview.commands import ChangePace
from vivavoce.interview.pace import Pace

pytestmark = pytest.mark.anyio


async def test_a_reviewer_changes_the_pace_of_a_running_interview(stage: Stage) -> None:
    _, session_id = await stage.invite()

    changed = await stage.post(f"/api/interviews/{session_id}/pace", {"pace": "unhurried"})

    assert changed.status_code == 204
    assert stage.host.commands == [(session_id, ChangePace(pace=Pace.UNHURRIED, by="reviewer"))]


@pytest.mark.parametrize("pace", ["hectic", ""])
async def test_a_pace_that_is_none_changes_nothing(stage: Stage, pace: str) -> None:
    _, session_id = await stage.invite()

    refused = await stage.post(f"/api/interviews/{session_id}/pace", {"pace": pace})

    assert refused.status_code == 422
    assert stage.host.commands == []


async def test_nobody_changes_a_pace_without_signing_in(stage: Stage) -> None:
    _, session_id = await stage.invite()
    stage.client.cookies.clear()

    refused = await stage.client.post(f"/api/interviews/{session_id}/pace", json={"pace": "brisk"})

    assert refused.status_code in (401, 403)
    assert stage.host.commands == []
