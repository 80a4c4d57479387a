"""When a line counts as gone: in virtual time, with a browser that reports now and then."""

import asyncio
from typing import cast

from aiortc import RTCPeerConnection
from pyee.asyncio import AsyncIOEventEmitter

from tests.support.virtual_time import run_virtual
from vivavoce.transports.webrtc.life import LineDeadlines, LineLife
from vivavoce.transports.webrtc.quality import LinkWatch

SLOWEST_REPORTS_S = 7.5
"""RFC 3550: half as long again as the interval of five seconds."""


class Connected(AsyncIOEventEmitter):
    connectionState = "connected"  # noqa: N815 - aiortc's name


class Reports(LinkWatch):
    """Something arrives every so many seconds, and nothing any more after some time."""

    def __init__(self, connection: RTCPeerConnection, *, every_s: float, until_s: float) -> None:
        super().__init__(connection)
        self._every_s = every_s
        self._until_s = until_s
        self._seen = 0

    async def read(self) -> bool:
        came = int(min(asyncio.get_running_loop().time(), self._until_s) / self._every_s)
        arrived, self._seen = came > self._seen, came
        return arrived


async def life_of(*, every_s: float, until_s: float, watched_for_s: float) -> list[tuple[str, float]]:
    """Return why the line ended, if it did within this time, and when that was."""
    ended: list[tuple[str, float]] = []
    emitter = Connected()
    connection = cast("RTCPeerConnection", emitter)
    loop = asyncio.get_running_loop()
    life = LineLife(
        connection,
        Reports(connection, every_s=every_s, until_s=until_s),
        deadlines=LineDeadlines(),
        beat=lambda: None,
        on_end=lambda reason: ended.append((reason, loop.time())),
    )
    life.begin(name="line")
    emitter.emit("connectionstatechange")
    await asyncio.sleep(watched_for_s)
    found = list(ended)
    life.end("over")
    return found


def test_a_muted_candidate_whose_browser_only_reports_stays_on_the_line() -> None:
    ended, _ = run_virtual(life_of(every_s=SLOWEST_REPORTS_S, until_s=300.0, watched_for_s=120.0))

    assert ended == []


def test_a_line_on_which_nothing_comes_is_given_up() -> None:
    ended, _ = run_virtual(life_of(every_s=1.0, until_s=30.0, watched_for_s=60.0))

    ((reason, at_s),) = ended
    assert reason == "nothing_received"
    assert 39.0 <= at_s <= 42.0
