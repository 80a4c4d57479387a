"""How a worker process and its parent talk: frames of a JSON header and raw bytes, over two pipes."""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HEAD = struct.Struct(">II")
"""Sizes of the header and of the body, before every frame."""
MAX_HEADER_BYTES = 1 << 20
MAX_BODY_BYTES = 1 << 26


class WireError(ValueError):
    """What arrived is no frame: the other side is something else, or broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    header: Mapping[str, Any]
    body: bytes = b""

    def encode(self) -> bytes:
        header = json.dumps(dict(self.header), separators=(",", ":")).encode()
        return HEAD.pack(len(header), len(self.body)) + header + self.body


def sizes(head: bytes) -> tuple[int, int]:
    """Return how many header and body bytes follow; raise `WireError` when that cannot be."""
    header_bytes, body_bytes = HEAD.unpack(head)
    if header_bytes > MAX_HEADER_BYTES or body_bytes > MAX_BODY_BYTES:
        raise WireError(f"a frame of {header_bytes} + {body_bytes} bytes is beyond the limits")
    return header_bytes, body_bytes


def parse(header: bytes, body: bytes) -> Frame:
    """Make a frame of its two parts; raise `WireError` when the header is not a JSON object."""
    try:
        parsed = json.loads(header)
    except ValueError:
        raise WireError("a frame's header is not JSON") from None
    if not isinstance(parsed, dict):
        raise WireError("a frame's header is not an object")
    return Frame(header=parsed, body=body)
