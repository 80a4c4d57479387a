"""The audit log's hash chain: each entry's hash covers the one before, so none can be changed, removed or slipped in."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from vivavoce.domain.errors import StorageError

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    number: int
    """1, 2, 3, … without gaps."""
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str
    """Canonical JSON."""
    previous_sha256: str
    sha256: str


def next_entry(
    before: AuditEntry | None, *, at: datetime, actor: str, action: str, subject: str, detail: dict[str, str]
) -> AuditEntry:
    number = before.number + 1 if before else 1
    previous = before.sha256 if before else GENESIS
    text = json.dumps(detail, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    digest = _digest(number, at, actor, action, subject, text, previous)
    return AuditEntry(
        number=number,
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        detail=text,
        previous_sha256=previous,
        sha256=digest,
    )


def verify_chain(entries: Iterable[AuditEntry]) -> int:
    """Return how many entries there are; raise `StorageError` naming the first that does not fit."""
    count, previous = 0, GENESIS
    for entry in entries:
        count += 1
        expected = _digest(count, entry.at, entry.actor, entry.action, entry.subject, entry.detail, previous)
        if (entry.number, entry.previous_sha256, entry.sha256) != (count, previous, expected):
            raise StorageError(
                f"the audit log is broken at entry {count}", fix="Compare with a backup: somebody changed the database."
            )
        previous = entry.sha256
    return count


def _digest(number: int, at: datetime, actor: str, action: str, subject: str, detail: str, previous: str) -> str:
    fields = [number, at.astimezone(UTC).isoformat(timespec="microseconds"), actor, action, subject, detail, previous]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":"), ensure_ascii=True).encode()).hexdigest()
