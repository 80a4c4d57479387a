"""Consents, reports, human decisions and the audit log, in memory."""

from collections.abc import Sequence
from datetime import datetime

from vivavoce.domain.consent import ConsentRecord
from vivavoce.domain.errors import ConflictError
from vivavoce.domain.report import Decision, Report
from vivavoce.stores.chain import AuditEntry, next_entry, verify_chain


class MemoryConsents:
    def __init__(self) -> None:
        self._records: list[ConsentRecord] = []

    async def add(self, records: Sequence[ConsentRecord]) -> None:
        if {record.id for record in records} & {record.id for record in self._records}:
            raise ConflictError("this exists already", fix="Reload and look at what is there.")
        self._records.extend(records)

    async def of_session(self, session_id: str) -> Sequence[ConsentRecord]:
        return [record for record in self._records if record.session_id == session_id]


class MemoryReports:
    def __init__(self) -> None:
        self._reports: dict[str, Report] = {}
        self._decisions: list[Decision] = []
        self._views: dict[tuple[str, str], dict[str, datetime]] = {}

    async def save(self, report: Report) -> None:
        self._reports[report.session_id] = report

    async def get(self, session_id: str) -> Report | None:
        return self._reports.get(session_id)

    async def add_decision(self, decision: Decision) -> None:
        if any(one.id == decision.id for one in self._decisions):
            raise ConflictError("this exists already", fix="Reload and look at what is there.")
        self._decisions.append(decision)

    async def decisions(self, session_id: str) -> Sequence[Decision]:
        return [decision for decision in self._decisions if decision.session_id == session_id]

    async def add_view(self, session_id: str, *, user_id: str, evidence: str, at: datetime) -> None:
        self._views.setdefault((session_id, user_id), {}).setdefault(evidence, at)

    async def views(self, session_id: str, *, user_id: str) -> Sequence[str]:
        return list(self._views.get((session_id, user_id), {}))


class MemoryAuditLog:
    def __init__(self) -> None:
        self._entries: list[AuditEntry] = []

    async def add(self, *, actor: str, action: str, subject: str, at: datetime, detail: dict[str, str]) -> None:
        before = self._entries[-1] if self._entries else None
        self._entries.append(next_entry(before, at=at, actor=actor, action=action, subject=subject, detail=detail))

    async def verify(self) -> int:
        return verify_chain(self._entries)

    def entries(self) -> Sequence[AuditEntry]:
        """Return what was written, oldest first."""
        return tuple(self._entries)
