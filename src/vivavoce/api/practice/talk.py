"""The talk of a practice: the very routes of a candidate's pages, over the stores of practice, as an application of its own."""

from fastapi import FastAPI

from vivavoce.api.candidate import calls, live, practice, routes
from vivavoce.api.errors import install_error_handlers
from vivavoce.api.practice.services import PracticeServices


def talk_app(services: PracticeServices) -> FastAPI:
    """Return the application that is mounted below `/api/practice`: consents, wishes, the call and its live events."""
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # as the platform's own
    )
    app.state.services = services
    app.state.live_pages = live.LivePages()
    app.state.practice = practice.PracticeAudio()
    install_error_handlers(app)
    for router in (routes.router, practice.router, calls.router, live.router):
        app.include_router(router)
    return app
