"""The platform as its users reach it: the reviewer's and the candidate's side of the public HTTP interface."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import structlog
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from vivavoce.domain.errors import UnavailableError, VivaVoceError

_log = structlog.get_logger(__name__)

type Json = dict[str, Any]
"""A JSON object as the platform sent it."""

_REQUEST_S = 30.0
_SETTLED = frozenset({"reported", "withdrawn", "needs_human"})
_POLL_S = 1.0
_SILENT_CONNECTIONS = 5
"""So many connections for live events in a row without a single one: the platform is broken."""


class RefusedError(VivaVoceError):
    """The platform said no; message and fix are its own."""

    code = "refused"


class _Http:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self._client = httpx.AsyncClient(
            base_url=self.base_url, timeout=_REQUEST_S, headers={"Origin": self.base_url}, follow_redirects=False
        )

    async def call(
        self, method: str, path: str, *, body: Json | None = None, headers: Json | None = None, also: int = 200
    ) -> Json:
        """Return the JSON of a success or of the status `also`.

        Raises `RefusedError` with the platform's own words, and `UnavailableError` when nobody answers.
        """
        try:
            response = await self._client.request(method, path, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise UnavailableError(
                f"{self.base_url} does not answer ({type(error).__name__}).",
                fix="Start the platform with `vivavoce serve`, or name another with --url.",
            ) from error
        if response.is_success or response.status_code == also:
            return dict(response.json()) if response.content else {}
        raise _refused(response)

    async def aclose(self) -> None:
        await self._client.aclose()


async def until_ready(base_url: str, *, within_s: float) -> None:
    """Wait until a platform that may still be starting has its models; raise `UnavailableError` with what is missing."""
    http = _Http(base_url)
    missing = UnavailableError(f"The platform was not ready within {within_s:g} s.", fix="Look at the platform's log.")
    try:
        async with asyncio.timeout(within_s):
            while True:
                try:
                    ready = await http.call("GET", "/api/ready", also=503)
                    if ready.get("ready"):
                        return
                    missing.fix = str(ready.get("fix") or missing.fix)
                except UnavailableError as error:
                    missing = error
                await asyncio.sleep(_POLL_S)
    except TimeoutError:
        raise missing from None
    finally:
        await http.aclose()


class ReviewerDesk:
    """A signed-in reviewer: makes roles and invitations, reads interviews."""

    def __init__(self, http: _Http, *, csrf_token: str) -> None:
        self._http = http
        self._headers = {"X-CSRF-Token": csrf_token}

    @classmethod
    @asynccontextmanager
    async def signed_in(cls, base_url: str, *, email: str, password: str) -> AsyncIterator["ReviewerDesk"]:
        http = _Http(base_url)
        try:
            me = await http.call("POST", "/api/auth/login", body={"email": email, "password": password})
            yield cls(http, csrf_token=me["csrf_token"])
        finally:
            await http.aclose()

    async def invite(self, *, pack_yaml: str, role_title: str, candidate_name: str) -> str:
        """Make a role from the pack and invite one candidate; return the link's token."""
        role = await self._post("/api/roles", {"title": role_title, "pack_yaml": pack_yaml})
        invitation = await self._post(
            "/api/invitations", {"role_id": role["id"], "candidate_name": candidate_name, "expires_in_days": 1}
        )
        return str(invitation["url"]).rstrip("/").rsplit("/", 1)[-1]

    async def interview(self, session_id: str) -> Json:
        return await self._http.call("GET", f"/api/interviews/{session_id}")

    async def evaluated_interview(self, session_id: str, *, within_s: float) -> Json:
        """Return the interview when its report is there, or as it stands when the time is over."""
        interview = await self.interview(session_id)
        try:
            async with asyncio.timeout(within_s):
                while interview.get("report") is None and interview["status"] not in _SETTLED:
                    await asyncio.sleep(_POLL_S)
                    interview = await self.interview(session_id)
        except TimeoutError:
            pass
        return interview

    async def _post(self, path: str, body: Json) -> Json:
        return await self._http.call("POST", path, body=body, headers=self._headers)


class CandidatePage:
    """What a candidate's link opens."""

    def __init__(self, http: _Http, token: str) -> None:
        self._http = http
        self._path = f"/api/candidate/{token}"

    @classmethod
    @asynccontextmanager
    async def opened(cls, base_url: str, token: str) -> AsyncIterator["CandidatePage"]:
        http = _Http(base_url)
        try:
            yield cls(http, token)
        finally:
            await http.aclose()

    async def view(self) -> Json:
        return await self._http.call("GET", self._path)

    async def consent_to_all(self) -> Json:
        """Grant every purpose in the version shown; return the page as it then is."""
        consents = (await self.view())["consents"]
        decisions = [{"purpose": one["purpose"], "version": one["version"], "granted": True} for one in consents]
        return await self._http.call("PUT", f"{self._path}/consents", body={"decisions": decisions})

    async def exchange(self, offer_sdp: str) -> str:
        """Send a WebRTC offer; return the answer."""
        answer = await self._http.call("POST", f"{self._path}/offer", body={"sdp": offer_sdp, "type": "offer"})
        return str(answer["sdp"])

    async def events(self) -> AsyncIterator[Mapping[str, object]]:
        """Yield the live events, over new connections when one breaks, until the interview has ended."""
        silent_connections = 0
        while silent_connections < _SILENT_CONNECTIONS:
            silent_connections += 1
            async for event in self._connection():
                silent_connections = 0
                yield event
                if event.get("type") == "ended":
                    return
            await asyncio.sleep(_POLL_S)
        raise UnavailableError(
            f"The live events at {self._http.base_url} break off at once.", fix="Look at the platform's log."
        )

    async def _connection(self) -> AsyncIterator[Mapping[str, object]]:
        address = f"ws{self._http.base_url.removeprefix('http')}{self._path}/live"
        try:
            async with connect(address, origin=Origin(self._http.base_url), open_timeout=_REQUEST_S) as socket:
                async for message in socket:
                    yield json.loads(message)
        except (WebSocketException, OSError) as error:
            _log.warning("rehearsal_events_broke_off", reason=type(error).__name__)


def _refused(response: httpx.Response) -> RefusedError:
    path = response.request.url.path
    try:
        detail = response.json()["error"]
        return RefusedError(f"{path}: {detail['message']}", fix=str(detail["fix"]))
    except (ValueError, LookupError, TypeError):
        return RefusedError(f"{path} answered {response.status_code}.", fix="Look at the platform's log.")
