"""Keeps secrets out of the server's own log: links' tokens are in paths, the set-up token is in a query."""

import logging
import re

_LOGGERS = ("uvicorn.access", "uvicorn.error", "uvicorn.asgi", "websockets.server")
_SECRETS = re.compile(
    r"(/practice/)[^?#\s\"']+|(/i/|/api/candidate/|/candidate/)[^/?#\s\"']+|([?&](?:token|t)=)[^&#\s\"']+"
)


def redacted(text: str) -> str:
    """Return a log line's text with the secrets of links replaced."""
    return _SECRETS.sub(lambda match: f"{match[1] or match[2] or match[3]}…", text)


class RedactLinks(logging.Filter):
    """Rewrites records before any handler sees them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redacted(record.msg) if isinstance(record.msg, str) else record.msg
        if isinstance(record.args, tuple):
            record.args = tuple(redacted(part) if isinstance(part, str) else part for part in record.args)
        return True


def redact_server_logs() -> None:
    """Install the filter on the server's loggers; safe to repeat."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, RedactLinks) for known in logger.filters):
            logger.addFilter(RedactLinks())
