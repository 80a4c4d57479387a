"""`vivavoce simulate` as a user runs it."""

import asyncio
import os
import signal
import subprocess
import sys

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

pytestmark = pytest.mark.integration

COMMAND = [sys.executable, "-m", "vivavoce.app", "simulate"]


def test_a_simulator_says_where_it_is_fails_as_told_and_stops_in_order() -> None:
    async def status(url: str) -> int:
        with pytest.raises(InvalidStatus) as raised:
            await connect(url.replace("http", "ws", 1) + "/realtime?model=gpt-realtime-2.1")
        return raised.value.response.status_code

    with subprocess.Popen(
        [*COMMAND, "openai", "--spelled", "--fault", "503"], stdout=subprocess.PIPE, text=True, env={**os.environ}
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        refused_with = asyncio.run(status(first.split()[-1]))
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()

    assert first.startswith("Simulated openai on http://127.0.0.1:")
    assert refused_with == 503
    assert "export OPENAI_BASE_URL=http://127.0.0.1:" in rest
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["openia"], "there is no simulated 'openia'"),
        (["openai", "--fault", "explode"], "there is no fault 'explode'"),
        (["grok", "--spelled", "--fault", "go_away"], "never announces"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(arguments: list[str], message: str) -> None:
    finished = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=False)

    assert finished.returncode == 1
    assert message in " ".join(finished.stderr.split())
    assert "Traceback" not in finished.stderr
