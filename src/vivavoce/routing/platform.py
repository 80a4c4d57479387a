"""What the platform itself gives to a session, as providers that are charged for it: the line, the tools, the storage."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from vivavoce.domain.usage import Unit
from vivavoce.routing.provider import LOCAL


class LineProvider(StrEnum):
    """Who carries the candidate's line. A colon keeps these apart from the names of configured providers."""

    WEBRTC = "platform:webrtc"
    """This process, without a media server: a share of a machine."""
    LIVEKIT = "platform:livekit"
    """An SFU."""


STORAGE = "platform:storage"
PRICE_ROWS: Mapping[str, str] = MappingProxyType(
    {
        LOCAL: LOCAL,
        LineProvider.WEBRTC: "platform/webrtc",
        LineProvider.LIVEKIT: "platform/livekit",
        STORAGE: "platform/storage",
    }
)
"""The price book's rows, for the meter."""


def own_parts(line: LineProvider) -> Mapping[Unit, str]:
    """Return on whom an `Account` books what the platform gives; its tools run here."""
    return {Unit.LINE_SECONDS: line, Unit.TOOL_CALLS: LOCAL, Unit.STORED_BYTE_MONTHS: STORAGE}
