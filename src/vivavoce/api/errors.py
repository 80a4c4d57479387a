"""Turns whatever went wrong into one shape of answer, and tells outsiders nothing about the inside."""

from collections.abc import Mapping, Sequence

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vivavoce.api.schemas import ErrorAnswer, ErrorDetail, Fault
from vivavoce.domain.errors import PackError, VivaVoceError

_log = structlog.get_logger(__name__)

STATUS = {
    "not_found": 404,
    "conflict": 409,
    "forbidden": 403,
    "consent_missing": 403,
    "unauthenticated": 401,
    "invalid_input": 422,
    "pack_invalid": 422,
    "link_unknown": 404,
    "link_expired": 410,
    "link_used": 410,
    "too_many_attempts": 429,
    "unavailable": 503,
    "storage": 503,
    "provider": 503,
    "storage_full": 507,
    "configuration": 500,
    "model_file": 500,
    "providers_file": 500,
}
RETRY_AFTER_S = 5
"""For what passes by itself; a busy store needs seconds, not minutes."""

_INSIDE = {
    "storage": ("The data store does not respond.", "Try again in a moment; nothing was lost."),
    "storage_full": ("There is no room left to store this.", "Ask the operator to free disk space, then try again."),
    "provider": ("A model this needs does not respond.", "Try again in a moment."),
    "configuration": ("This server is not set up completely.", "Ask the operator to run `vivavoce check`."),
    "model_file": ("This server is not set up completely.", "Ask the operator to run `vivavoce check`."),
    "providers_file": ("This server is not set up completely.", "Ask the operator to run `vivavoce check`."),
}
"""Errors whose own words are for operators: they are logged, outsiders read these."""

_HTTP = {
    400: ("invalid_input", "The request could not be read.", "Send well-formed JSON in UTF-8."),
    404: ("not_found", "There is nothing at this address.", "Check the address."),
    405: ("method_not_allowed", "This address does not do that.", "See /api/openapi.json for what it does."),
    408: ("too_slow", "The request took too long to arrive.", "Try again."),
    413: ("too_large", "The request is larger than anything needed here.", "Send less."),
    415: ("not_json", "Only JSON is read here.", "Send the header `Content-Type: application/json`."),
}


class TooManyAttemptsError(VivaVoceError):
    """Somebody is guessing, or has forgotten."""

    code = "too_many_attempts"
    retryable = True

    def __init__(self, *, wait_s: int) -> None:
        super().__init__(
            "There were too many attempts to sign in.", fix=f"Wait {max(1, round(wait_s / 60))} minutes and try again."
        )
        self.wait_s = wait_s


def error_answer(
    status: int,
    *,
    code: str,
    message: str,
    fix: str,
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    answer = ErrorAnswer(error=ErrorDetail(code=code, message=message, fix=fix, faults=tuple(faults)))
    return JSONResponse(answer.model_dump(mode="json"), status_code=status, headers=headers)


def answer_of(error: VivaVoceError) -> JSONResponse:
    """Return the answer an error of ours becomes."""
    status = STATUS.get(error.code, 500)
    message, fix = public_words(error)
    if status >= 500:
        _log.warning("request_failed", code=error.code, reason=error.message)
    headers = {}
    if isinstance(error, TooManyAttemptsError):
        headers["Retry-After"] = str(error.wait_s)
    elif status == 503:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    faults: list[Fault] = []
    if isinstance(error, PackError):
        faults = [Fault(line=fault.line, field=fault.field, message=fault.message) for fault in error.faults]
    return error_answer(status, code=error.code, message=message, fix=fix, faults=faults, headers=headers)


def public_words(error: VivaVoceError) -> tuple[str, str]:
    """Return the message and the fix an outsider may read."""
    if isinstance(error, PackError):
        return "The role pack cannot be used.", error.fix
    message, fix = _INSIDE.get(error.code, (error.message, error.fix))
    return _sentence(message), _sentence(fix)


def _sentence(text: str) -> str:
    """Return an error's words as a sentence: inner rooms write them as they appear in logs."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")


def install_error_handlers(app: FastAPI) -> None:
    """One handler for each way a request can fail on purpose; `UnforeseenErrors` takes the rest."""

    @app.exception_handler(VivaVoceError)
    async def ours(_: Request, error: VivaVoceError) -> Response:
        return answer_of(error)

    @app.exception_handler(RequestValidationError)
    async def unreadable(_: Request, error: RequestValidationError) -> Response:
        faults = [Fault(field=_place(fault["loc"]), message=str(fault["msg"])) for fault in error.errors()]
        return error_answer(
            422,
            code="invalid_input",
            message="Some of what was sent cannot be used.",
            fix="Correct the fields named in `faults`.",
            faults=faults,
        )

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> Response:
        return http_answer(error.status_code, headers=error.headers)


def http_answer(status: int, *, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return the answer for a plain HTTP refusal."""
    code, message, fix = _HTTP.get(status, (f"http_{status}", "This cannot be done.", "Check the request."))
    return error_answer(status, code=code, message=message, fix=fix, headers=headers)


def _place(location: Sequence[str | int]) -> str:
    parts = [str(part) for part in location if part not in {"body", "query", "path"}]
    return ".".join(parts) or "body"


class UnforeseenErrors:
    """A bug in one request is an answer and a log entry, never a hang and never a stack trace sent to a stranger."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched_send(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watched_send)
        except Exception as error:
            if scope["type"] == "lifespan":
                raise
            route = scope.get("route")
            _log.exception("unforeseen_error", route=getattr(route, "path", "?"), kind=type(error).__name__)
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1011, "reason": "internal"})
            elif not started:
                answer = error_answer(
                    500,
                    code="internal",
                    message="Something went wrong here.",
                    fix="Try again; if it stays, tell the operator the time and they will find it in the log.",
                )
                await answer(scope, receive, send)
            else:
                raise
