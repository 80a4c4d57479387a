"""A signed request at a simulated Amazon service."""

import json
from typing import Any

from aiohttp import web

from vivavoce.providers.amazon.credentials import SIMULATED_CREDENTIALS
from vivavoce.providers.amazon.service_model import Operation
from vivavoce.providers.amazon.verifying import BadSignatureError, SignatureVerifier
from vivavoce.providers.simulation import FaultKind
from vivavoce.providers.simulation.held import NotAllowedError
from vivavoce.providers.simulation.requests import RefusedRequestError, Refuses

_REFUSED, _WRONG = 403, 400
_NAMES = {
    400: "ValidationException",
    401: "UnrecognizedClientException",
    403: "AccessDeniedException",
    429: "ThrottlingException",
    500: "InternalServerException",
    503: "ServiceUnavailableException",
}
"""What the vendor calls them; its own client tells errors apart by these names, not by their status."""
_COMMON = {"ThrottlingException": 400}
"""Where an operation does not list the error: as all services have it."""


async def asked_of(
    request: web.Request, operation: Operation, *, service: str, of_path: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return what a request asks, its path's part included; raise `RefusedRequestError` for who may not, and what may not be."""
    body = await request.read()
    headers = {name.lower(): value for name, value in request.headers.items()}
    target = {":method": request.method, ":path": request.raw_path, ":authority": request.host}
    try:
        SignatureVerifier(SIMULATED_CREDENTIALS, service=service).check_request(headers | target, body=body)
    except BadSignatureError as error:
        raise RefusedRequestError(_REFUSED, violation=str(error)) from None
    try:
        asked: dict[str, Any] = json.loads(body) | (of_path or {})
        operation.check_asked(asked)
    except NotAllowedError as error:
        raise RefusedRequestError(_WRONG, violation=str(error)) from None
    except (ValueError, TypeError):
        raise RefusedRequestError(_WRONG, violation="the body is no JSON object") from None
    return asked


def refusals_of(operation: Operation) -> Refuses:
    """Return how an operation refuses: by name, with that name's status; a used-up quota is too many requests."""

    def refuse(status: int, kind: FaultKind | None) -> web.Response:
        name = _NAMES[int(FaultKind.TOO_MANY_REQUESTS) if kind is FaultKind.QUOTA else status]
        told = operation.status_of(name) or _COMMON.get(name, status)
        return web.json_response({"message": "Refused."}, status=told, headers={"x-amzn-ErrorType": name})

    return refuse
