"""`vivavoce simulate` as a user runs it."""

import asyncio
import os
import signal

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from vivavoce.app.cli.simulate import serve_until_stopped, simulate
from vivavoce.domain.errors import InvalidInputError, UnavailableError

pytestmark = pytest.mark.integration


def test_a_simulator_says_where_it_is_fails_as_told_and_stops_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    async def scenario() -> int:
        async with asyncio.timeout(10.0):
            serving = asyncio.create_task(serve_until_stopped("openai", port=0, faults=["503"], spelled=True))
            printed = ""
            while "Ctrl+C" not in printed:
                await asyncio.sleep(0)
                printed += capsys.readouterr().out
            assert "export OPENAI_BASE_URL=http://127.0.0.1:" in printed
            url = printed.split("Simulated openai on ")[1].split()[0]
            with pytest.raises(InvalidStatus) as raised:
                await connect(url.replace("http", "ws", 1) + "/realtime?model=gpt-realtime-2.1")
            os.kill(os.getpid(), signal.SIGINT)
            await serving
            return raised.value.response.status_code

    assert asyncio.run(scenario()) == 503


def test_a_port_in_use_is_refused_by_its_number() -> None:
    async def scenario() -> None:
        taken = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
        async with taken:
            port = taken.sockets[0].getsockname()[1]
            with pytest.raises(UnavailableError, match=f"port {port} cannot be used"):
                await serve_until_stopped("grok", port=port, faults=[], spelled=True)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("vendor", "fault", "message"),
    [
        ("openia", "cut", "there is no simulated 'openia'"),
        ("openai", "explode", "there is no fault 'explode'"),
        ("grok", "go_away", "never announces"),
        ("openai-live", "go_away", "never announces"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(vendor: str, fault: str, message: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        simulate(vendor, fault=[fault], spelled=True)

    assert message in raised.value.message
    assert raised.value.fix
