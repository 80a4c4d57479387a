"""Puts the routes, the guards around them and the web app together."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from vivavoce.api.auth import routes as auth
from vivavoce.api.auth.gate import Gate
from vivavoce.api.auth.passwords import Passwords
from vivavoce.api.candidate import calls, live, practice
from vivavoce.api.candidate import routes as candidate
from vivavoce.api.candidate.live_schemas import LiveCommand, LiveMessage
from vivavoce.api.errors import UnforeseenErrors, install_error_handlers
from vivavoce.api.guards.access_log import redact_server_logs
from vivavoce.api.guards.headers import SecurityHeaders
from vivavoce.api.guards.metrics import RequestMetrics
from vivavoce.api.guards.origins import OurPagesOnly
from vivavoce.api.guards.sizes import BodyLimit
from vivavoce.api.health import routes as health
from vivavoce.api.operations import routes as operations
from vivavoce.api.practice import routes as practice_spaces
from vivavoce.api.practice.services import PracticeServices
from vivavoce.api.practice.talk import talk_app
from vivavoce.api.reviewer.interviews import audio
from vivavoce.api.reviewer.interviews import routes as interviews
from vivavoce.api.reviewer.interviews.reads import Reads
from vivavoce.api.reviewer.invitations import routes as invitations
from vivavoce.api.reviewer.packs import routes as packs
from vivavoce.api.reviewer.packs.schemas import LARGEST_PACK_BODY_BYTES
from vivavoce.api.reviewer.roles import routes as roles
from vivavoce.api.services import Services
from vivavoce.api.web import web_app

_LARGER = dict.fromkeys(("/api/packs/lint", "/api/roles"), LARGEST_PACK_BODY_BYTES)
"""Bodies that hold a whole role pack."""
_ROUTERS = (
    health.router,
    auth.router,
    candidate.router,
    practice.router,
    calls.router,
    live.router,
    practice_spaces.router,
    packs.router,
    roles.router,
    invitations.router,
    interviews.router,
    audio.router,
    operations.router,
)
_ALSO_IN_CONTRACT: tuple[type[BaseModel], ...] = (LiveMessage, LiveCommand)
"""Messages of the WebSocket, which OpenAPI has no place for."""


def create_app(
    services: Services, practice_services: PracticeServices, *, passwords: Passwords | None = None
) -> FastAPI:
    """Return the platform's HTTP side over the services it is given; `passwords` differs from the default in tests only."""
    app = _with_routes()
    app.state.services = services
    app.state.practice_services = practice_services
    app.mount("/api/practice", talk_app(practice_services))
    app.state.gate = Gate(passwords or Passwords())
    app.state.live_pages = live.LivePages()
    app.state.reads = Reads()
    app.state.practice = practice.PracticeAudio()
    install_error_handlers(app)
    app.router.default = web_app(services.site.web_dir)
    redact_server_logs()
    # The last one added is the outermost.
    app.add_middleware(UnforeseenErrors)
    app.add_middleware(BodyLimit, larger=_LARGER)
    app.add_middleware(OurPagesOnly, origin=services.site.origin)
    app.add_middleware(RequestMetrics, registry=services.metrics)
    app.add_middleware(SecurityHeaders, https=services.site.origin.startswith("https:"))
    return app


def contract() -> dict[str, Any]:
    """Return the OpenAPI document, the WebSocket's messages among its schemas."""
    return _with_routes().openapi()


class _Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        _, definitions = models_json_schema(
            [(model, "serialization") for model in _ALSO_IN_CONTRACT], ref_template="#/components/schemas/{model}"
        )
        document["components"]["schemas"] |= definitions["$defs"]
        return document


def _with_routes() -> FastAPI:
    app = _Application(
        title="Viva Voce",
        summary="Spoken interviews with an AI, and reports in which every score can be heard.",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # spans would hold candidates' links
    )
    for router in _ROUTERS:
        app.include_router(router)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
