"""The live side of a candidate's page: what happens goes out as it happens, buttons and typed words come in."""

import asyncio
from contextlib import aclosing
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ValidationError

from vivavoce.api.candidate.links import usable, visit
from vivavoce.api.candidate.live_schemas import (
    LONGEST_TYPED_CHARS,
    HumanCommand,
    LiveCommand,
    LiveMessage,
    NoticeMessage,
    PaceCommand,
    PlainCommand,
    TypedCommand,
)
from vivavoce.api.candidate.presenting import page_status
from vivavoce.api.errors import public_words
from vivavoce.api.guards.origins import from_our_pages
from vivavoce.api.services import CandidateServices, candidate_services_of
from vivavoce.domain.errors import LinkError, VivaVoceError
from vivavoce.domain.session import SessionStatus
from vivavoce.interview.commands import (
    AskHuman,
    ChangePace,
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
from vivavoce.interview.live_view import LiveView

router = APIRouter(prefix="/api/candidate/{token}", tags=["candidate"])

LARGEST_MESSAGE_CHARS = 16_000
"""A typed answer of 8,000 characters, quoted as JSON."""
SENT_WITHIN_S = 5.0
"""A page that takes no message for so long is gone or frozen; it asks for a fresh snapshot when it comes back."""

ENDED = 1000
NOT_TEXT = 1003
TOO_BIG = 1009
BROKEN = 1011
FORBIDDEN = 4403
UNKNOWN_LINK = 4404
TOO_SLOW = 4408
OPENED_ELSEWHERE = 4409
LINK_OVER = 4410
"""Close codes; from 4000 on they are ours."""

_PLAIN: dict[str, Command] = {
    "mute": Mute(),
    "unmute": Unmute(),
    "moment": Moment(),
    "repeat": Repeat(),
    "pause": Pause(),
    "resume": Resume(),
    "skip": Skip(),
    "leave": Leave(),
    "typing": Typing(),
}


class _OverError(Exception):
    """This connection is over."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class LiveConnection:
    """One page's connection to its session."""

    def __init__(self, socket: WebSocket, services: CandidateServices, session_id: str) -> None:
        self._socket = socket
        self._services = services
        self._session_id = session_id
        self._sending = asyncio.Lock()
        self._newer = asyncio.Event()

    def give_way(self) -> None:
        """A newer page of the same session takes over."""
        self._newer.set()

    async def run(self) -> None:
        """Show and obey until the session ends, the page goes, or a newer one takes over."""
        over: list[_OverError] = []
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._show(), name="live.show")
                tasks.create_task(self._obey(), name="live.obey")
                tasks.create_task(self._watch_for_newer(), name="live.newer")
        except* _OverError as group:
            over = [error for error in group.exceptions if isinstance(error, _OverError)]
        except* WebSocketDisconnect:
            over = []
        if over:
            await close(self._socket, over[0].code, over[0].reason)

    async def _show(self) -> None:
        try:
            async with aclosing(self._services.host.watch(self._session_id)) as views:
                async for view in views:
                    await self._send(message_of(view))
        except VivaVoceError as error:
            await self._say(error)
            raise _OverError(BROKEN, error.code) from error
        raise _OverError(ENDED, "ended")

    async def _obey(self) -> None:
        while True:
            command = await self._next_command()
            if command is None:
                await self._send(
                    NoticeMessage(
                        code="invalid_input",
                        text=f"That could not be used. Typed answers have at most {LONGEST_TYPED_CHARS:,} characters.",
                    )
                )
                continue
            try:
                await self._services.host.command(self._session_id, command)
            except VivaVoceError as error:
                await self._say(error)

    async def _next_command(self) -> Command | None:
        """Return what the page asks for; None when it cannot be understood."""
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        text = message.get("text")
        if text is None:
            raise _OverError(NOT_TEXT, "text_only")
        if len(text) > LARGEST_MESSAGE_CHARS:
            raise _OverError(TOO_BIG, "too_big")
        return command_of(text)

    async def _watch_for_newer(self) -> None:
        await self._newer.wait()
        await self._send(
            NoticeMessage(
                code="opened_elsewhere", text="This interview was opened in another tab or window. It goes on there."
            )
        )
        raise _OverError(OPENED_ELSEWHERE, "opened_elsewhere")

    async def _say(self, error: VivaVoceError) -> None:
        await self._send(notice_of(error))

    async def _send(self, message: BaseModel) -> None:
        try:
            async with asyncio.timeout(SENT_WITHIN_S), self._sending:
                await self._socket.send_text(message.model_dump_json())
        except TimeoutError:
            raise _OverError(TOO_SLOW, "too_slow") from None


class LivePages:
    """The newest page of each session: it is the one that shows and commands."""

    def __init__(self) -> None:
        self._newest: dict[str, LiveConnection] = {}

    async def run(self, session_id: str, connection: LiveConnection) -> None:
        if (older := self._newest.get(session_id)) is not None:
            older.give_way()
        self._newest[session_id] = connection
        try:
            await connection.run()
        finally:
            if self._newest.get(session_id) is connection:
                del self._newest[session_id]


@router.websocket("/live")
async def live(socket: WebSocket, token: Annotated[str, Path(max_length=200)]) -> None:
    """Follow a session. Browsers cannot read a refused handshake, so a bad link is accepted, explained and closed."""
    services = candidate_services_of(socket)
    if not from_our_pages(socket.headers, origin=services.site.origin):
        await socket.close(FORBIDDEN, "other_site")
        return
    await socket.accept()
    try:
        guest = usable(services, await visit(services, token))
    except VivaVoceError as error:
        await socket.send_text(notice_of(error).model_dump_json())
        await close(socket, _code_of(error), error.code)
        return
    pages = socket.app.state.live_pages
    assert isinstance(pages, LivePages)
    await pages.run(guest.session.id, LiveConnection(socket, services, guest.session.id))


def command_of(text: str) -> Command | None:
    """Return the command a message holds, None when it holds none."""
    try:
        wanted = LiveCommand.model_validate_json(text).root
    except ValidationError:
        return None
    match wanted:
        case PlainCommand():
            return _PLAIN[wanted.command]
        case HumanCommand():
            return AskHuman(message=wanted.text.strip())
        case TypedCommand():
            return Typed(text=wanted.text.strip()) if wanted.text.strip() else None
        case PaceCommand():
            return ChangePace(pace=wanted.pace)


def message_of(view: LiveView) -> LiveMessage:
    """Return the message that shows a view."""
    fields: dict[str, Any] = asdict(view)
    if fields["type"] == "snapshot":
        fields["status"] = page_status(SessionStatus(fields["status"]))
    return LiveMessage.model_validate(fields)


def notice_of(error: VivaVoceError) -> NoticeMessage:
    return NoticeMessage(code=error.code, text=" ".join(part for part in public_words(error) if part))


async def close(socket: WebSocket, code: int, reason: str) -> None:
    """Close cleanly; a page that does not even take that is left to the server's own deadline."""
    try:
        async with asyncio.timeout(SENT_WITHIN_S):
            await socket.close(code, reason)
    except (TimeoutError, RuntimeError, WebSocketDisconnect):  # RuntimeError: it is closed already
        return


def _code_of(error: VivaVoceError) -> int:
    if not isinstance(error, LinkError):
        return BROKEN
    return UNKNOWN_LINK if error.code == "link_unknown" else LINK_OVER
