"""Serves the built web app: its files as they are, its index for every page's address."""

import stat
from pathlib import Path

import anyio.to_thread
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from vivavoce.api.errors import http_answer

_FOR_A_YEAR = "public, max-age=31536000, immutable"
"""File names below `assets/` hold a hash of their content."""
_NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Viva Voce</title>
<body style="font: 18px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem">
<h1>The web app is not built yet</h1>
<p>Run <code>make web</code> in the project's folder, then reload this page. The API is running.</p></body></html>"""


class WebApp:
    """What no route of the API took."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await WebSocketClose(code=4404, reason="not_found")(scope, receive, send)
            return
        path = scope["path"]
        if path == "/api" or path.startswith("/api/"):
            answer: Response = http_answer(404)
        elif scope["method"] not in {"GET", "HEAD"}:
            answer = http_answer(405, headers={"Allow": "GET, HEAD"})
        else:
            answer = await anyio.to_thread.run_sync(self._answer, path.lstrip("/"))
        await answer(scope, receive, send)

    def _answer(self, path: str) -> Response:
        file = self._file(path)
        if file is not None and file.name != "index.html":
            return FileResponse(
                file, headers={"Cache-Control": _FOR_A_YEAR if path.startswith("assets/") else "no-cache"}
            )
        if path.startswith("assets/"):
            return http_answer(404)
        index = self._file("index.html")
        if index is None:
            return HTMLResponse(_NOT_BUILT, status_code=503, headers={"Cache-Control": "no-store"})
        return FileResponse(index, headers={"Cache-Control": "no-store"})

    def _file(self, path: str) -> Path | None:
        """Return the file inside the build, None when there is none or the path leads out of it."""
        try:
            found = (self._directory / path).resolve(strict=True)
            is_file = stat.S_ISREG(found.stat().st_mode)
        except (OSError, ValueError):  # not there; a name too long; a null byte
            return None
        return found if is_file and found.is_relative_to(self._directory.resolve()) else None


def web_app(directory: Path) -> ASGIApp:
    """Return the web app, compressed for those who accept it."""
    return GZipMiddleware(WebApp(directory), minimum_size=1_000)
