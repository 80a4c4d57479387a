"""Who may call: our own pages and programs, not other sites' pages."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from vivavoce.api.errors import error_answer, http_answer

_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def from_our_pages(headers: Headers, *, origin: str) -> bool:
    """Return whether a request comes from a page of ours, or from a program: those send no `Origin`.

    Ours is the public address, and the address the request itself was sent to (127.0.0.1 and localhost are both right).
    """
    sent = headers.get("origin")
    if sent is None:
        return True
    return sent.lower() == origin or urlsplit(sent).netloc.lower() == headers.get("host", "").lower() != ""


class OurPagesOnly:
    """Refuses changes that another site's page asks for, and bodies that are not JSON (what plain forms can send)."""

    def __init__(self, app: ASGIApp, *, origin: str) -> None:
        self._app = app
        self._origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in _CHANGING:
            await self._app(scope, receive, send)
            return
        headers = HTTPConnection(scope).headers
        if not from_our_pages(headers, origin=self._origin):
            answer = error_answer(
                403,
                code="forbidden",
                message="This request came from a page of another site.",
                fix="Use this site's own pages; behind a proxy, set VIVAVOCE_PUBLIC_URL to the address people use.",
            )
            await answer(scope, receive, send)
        elif _has_body(headers) and not _is_json(headers):
            await http_answer(415)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _has_body(headers: Headers) -> bool:
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


def _is_json(headers: Headers) -> bool:
    media_type, _, parameters = headers.get("content-type", "").lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "").partition("charset=")[2]
    return media_type.strip() == "application/json" and charset in {"", "utf-8", "utf8"}
