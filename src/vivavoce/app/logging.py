"""Structured logs: static messages with fields; personal data (`pii.*`) and secrets never by default."""

import logging
import sys

import structlog

QUIET = (
    "aioice",
    "aiortc",
    "av",
    "dbos",
    "httpx",
    "livekit",
    "livekit.agents",
    "sqlalchemy",
    "alembic",
    "uvicorn.access",
    "asyncio",
)


def configure_logging(*, level: str, json: bool, personal_data: bool) -> None:
    """Send everything, the libraries' records too, through one renderer to standard error."""

    def drop_personal_data(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        if personal_data:
            return event
        return {key: value for key, value in event.items() if not key.startswith("pii.")}

    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        drop_personal_data,
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING if level != "debug" else logging.INFO)
