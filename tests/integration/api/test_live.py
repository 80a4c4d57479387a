"""The live WebSocket as browsers meet it: a real server on a real port."""

import asyncio
import contextlib
import json
import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.integration.api.stage import Stage, staged
from vivavoce.api.candidate import live
from vivavoce.domain.errors import ConflictError, StorageError
from vivavoce.domain.session import EndReason, SessionStatus
from vivavoce.interview.commands import (
    AskHuman,
    Command,
    Leave,
    Moment,
    Mute,
    Pause,
    Repeat,
    Resume,
    Skip,
    Typed,
    Typing,
    Unmute,
)
from vivavoce.interview.live_view import CaptionChanged, Ended, PausedChanged, SectionChanged, SectionView, StateChanged

pytestmark = pytest.mark.anyio

DEADLINE_S = 20.0


@dataclass
class Served:
    """A stage behind a real server."""

    stage: Stage
    port: int
    token: str
    session_id: str

    def connect(self, *, token: str = "", origin: str | None = "ours", compression: str | None = "deflate") -> connect:
        host = f"127.0.0.1:{self.port}"
        headers = {} if origin is None else {"Origin": f"http://{host}" if origin == "ours" else origin}
        return connect(
            f"ws://{host}/api/candidate/{token or self.token}/live", additional_headers=headers, compression=compression
        )


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # who connects before the server runs is served when it does
        port = listening.getsockname()[1]
        async with staged(public_url=f"http://127.0.0.1:{port}") as stage:
            token, session_id = await stage.invite()
            config = uvicorn.Config(stage.app, log_config=None, lifespan="off", ws_max_size=65_536)
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            yield Served(stage=stage, port=port, token=token, session_id=session_id)
            server.should_exit = True
            await serving


async def _next(page: ClientConnection) -> dict[str, object]:
    async with asyncio.timeout(DEADLINE_S):
        return dict(json.loads(await page.recv()))


async def _closed(page: ClientConnection) -> tuple[int, str]:
    """Read until the server closes; return its code and reason."""
    async with asyncio.timeout(DEADLINE_S):
        with contextlib.suppress(ConnectionClosed):
            while True:
                await page.recv()
    assert page.close_code is not None
    return page.close_code, page.close_reason or ""


async def _obeyed(served: Served, count: int) -> list[Command]:
    async with asyncio.timeout(DEADLINE_S):
        return [await served.stage.host.arrived.get() for _ in range(count)]


async def test_the_first_message_is_a_snapshot_and_changes_follow_until_the_end(served: Served) -> None:
    host = served.stage.host
    async with served.connect() as page:
        first = await _next(page)
        host.show(StateChanged(state="speaking"))
        host.show(CaptionChanged(id="c1", speaker="interviewer", text="Hello, Zoë.", final=True))
        section = SectionView(kind="behavioral", title="Behaviour", index=2, count=6)
        host.show(SectionChanged(section=section, time_left_s=300.0))
        host.show(PausedChanged(paused=True))
        host.show(Ended(reason="completed"))
        changes = [await _next(page) for _ in range(5)]
        closed = await _closed(page)

    assert first["type"] == "snapshot"
    assert first["status"] == "in_progress"
    assert first["section"] == {"kind": "technical", "title": "Technical", "index": 1, "count": 6}
    assert [change["type"] for change in changes] == ["state", "caption", "section", "paused", "ended"]
    assert changes[1] == {
        "type": "caption",
        "id": "c1",
        "speaker": "interviewer",
        "text": "Hello, Zoë.",
        "final": True,
    }
    assert changes[4]["reason"] == "completed"
    assert closed == (live.ENDED, "ended")


async def test_every_button_and_typed_words_reach_the_session(served: Served) -> None:
    plain = ["mute", "unmute", "moment", "repeat", "pause", "resume", "skip", "leave", "typing"]
    async with served.connect() as page:
        await _next(page)
        for name in plain:
            await page.send(json.dumps({"command": name}))
        await page.send(json.dumps({"command": "human", "text": "please"}))
        await page.send(json.dumps({"command": "human"}))
        await page.send(json.dumps({"command": "typed", "text": " I would shard by tenant – 分片 "}))
        obeyed = await _obeyed(served, 12)

    assert {session_id for session_id, _ in served.stage.host.commands} == {served.session_id}
    assert obeyed == [
        Mute(),
        Unmute(),
        Moment(),
        Repeat(),
        Pause(),
        Resume(),
        Skip(),
        Leave(),
        Typing(),
        AskHuman(message="please"),
        AskHuman(),
        Typed(text="I would shard by tenant – 分片"),
    ]


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "{",
        "[]",
        '{"command":"shout"}',
        '{"command":"typed"}',
        '{"command":"typed","text":"  "}',
        '{"command":"mute","x":1}',
    ],
)
async def test_nonsense_is_answered_and_the_connection_goes_on(served: Served, nonsense: str) -> None:
    async with served.connect() as page:
        await _next(page)
        await page.send(nonsense)
        notice = await _next(page)
        await page.send('{"command":"mute"}')
        obeyed = await _obeyed(served, 1)

    assert notice["type"] == "notice"
    assert notice["code"] == "invalid_input"
    assert obeyed == [Mute()]


async def test_a_command_the_session_refuses_is_explained(served: Served) -> None:
    async with served.connect() as page:
        await _next(page)
        served.stage.host.refusal = ConflictError("Nobody is connected.", fix="Reload the page.")
        await page.send('{"command":"skip"}')
        notice = await _next(page)

    assert notice == {"type": "notice", "code": "conflict", "text": "Nobody is connected. Reload the page."}


@pytest.mark.parametrize("sent", ["x" * 20_000, "x" * 200_000])
async def test_a_message_that_is_too_large_ends_the_connection(served: Served, sent: str) -> None:
    async with served.connect() as page:
        await _next(page)
        with contextlib.suppress(ConnectionClosed):
            await page.send(sent)
        code, _ = await _closed(page)

    assert code == live.TOO_BIG
    assert served.stage.host.commands == []


async def test_bytes_are_not_understood(served: Served) -> None:
    async with served.connect() as page:
        await _next(page)
        await page.send(b"\x00\x01")

        assert (await _closed(page))[0] == live.NOT_TEXT


async def test_the_newest_tab_wins_and_the_older_is_told(served: Served) -> None:
    async with served.connect() as older:
        await _next(older)
        async with served.connect() as newer:
            assert (await _next(newer))["type"] == "snapshot"
            notice = await _next(older)
            closed = await _closed(older)
            served.stage.host.show(StateChanged(state="thinking"))
            still = await _next(newer)

    assert notice["code"] == "opened_elsewhere"
    assert closed == (live.OPENED_ELSEWHERE, "opened_elsewhere")
    assert still == {"type": "state", "state": "thinking"}


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
async def test_another_sites_page_cannot_listen(served: Served, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with served.connect(origin=origin):
            pass

    assert refused.value.response.status_code == 403
    assert not served.stage.host.watched


async def test_a_program_without_an_origin_may_follow(served: Served) -> None:
    async with served.connect(origin=None) as page:
        assert (await _next(page))["type"] == "snapshot"


async def test_a_bad_link_is_explained_before_it_is_closed(served: Served) -> None:
    async with served.connect(token="no-such-token") as page:
        notice = await _next(page)
        closed = await _closed(page)

    assert notice["code"] == "link_unknown"
    assert closed == (live.UNKNOWN_LINK, "link_unknown")


async def test_a_used_link_and_an_expired_one_are_told_apart(served: Served) -> None:
    stage = served.stage
    expired_token, _ = await stage.invite("Ben")
    await stage.set_session(served.session_id, SessionStatus.REPORTED, reason=EndReason.COMPLETED)
    stage.clock.advance(seconds=8 * 24 * 3600)

    async with served.connect() as page:
        used = await _closed(page)
    async with served.connect(token=expired_token) as page:
        expired = await _closed(page)

    assert used == (live.LINK_OVER, "link_used")
    assert expired == (live.LINK_OVER, "link_expired")


async def test_a_store_that_fails_is_said_without_details(served: Served) -> None:
    served.stage.host.refusal = StorageError("postgresql://secret@10.0.0.7 refused")

    async with served.connect() as page:
        notice = await _next(page)
        closed = await _closed(page)

    assert notice["code"] == "storage"
    assert "10.0.0.7" not in str(notice["text"])
    assert closed[0] == live.BROKEN


async def test_a_page_that_goes_leaves_nothing_behind(served: Served) -> None:
    async with served.connect() as page:
        await _next(page)

    async with asyncio.timeout(DEADLINE_S):
        await served.stage.host.unwatched.wait()
    assert not served.stage.host.watched


async def test_a_page_that_takes_no_messages_is_dropped(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SENT_WITHIN_S", 0.2)
    host = served.stage.host
    async with served.connect(compression=None) as page:
        await _next(page)
        page.transport.pause_reading()  # a frozen tab: the network's buffers fill up
        for number in range(200):
            host.show(CaptionChanged(id=f"c{number}", speaker="interviewer", text="x" * 60_000, final=True))
        async with asyncio.timeout(DEADLINE_S):
            await served.stage.host.unwatched.wait()
        page.transport.abort()

    assert not host.watched


async def test_the_servers_log_of_a_whole_visit_holds_no_link(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "uvicorn"):
        async with served.connect() as page:
            await _next(page)

    assert "/live" in caplog.text
    assert served.token not in caplog.text
