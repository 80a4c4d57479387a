"""Consents, reports and human decisions in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from vivavoce.domain.consent import ConsentRecord, Purpose
from vivavoce.domain.errors import NotFoundError
from vivavoce.domain.ports.vault import Vault, record_of
from vivavoce.domain.report import Decision, Report, Verdict
from vivavoce.stores.codec import decode_report, encode_report
from vivavoce.stores.sql.database import Database
from vivavoce.stores.sql.tables import consents, decisions, evidence_views, reports


class SqlConsents:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, records: Sequence[ConsentRecord]) -> None:
        rows = [
            {
                "id": record.id,
                "session_id": record.session_id,
                "purpose": record.purpose.value,
                "version": record.version,
                "granted": record.granted,
                "at": record.at,
            }
            for record in records
        ]
        if not rows:
            return
        async with self._database.transaction() as connection:
            await connection.execute(insert(consents).values(rows))  # one statement: numbered in the order given

    async def of_session(self, session_id: str) -> Sequence[ConsentRecord]:
        query = select(consents).where(consents.c.session_id == session_id).order_by(consents.c.number)
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [
            ConsentRecord(
                id=row["id"],
                session_id=row["session_id"],
                purpose=Purpose(row["purpose"]),
                version=row["version"],
                granted=row["granted"],
                at=row["at"],
            )
            for row in rows
        ]


class SqlReports:
    """The report quotes the candidate and is sealed with the words; a decision's reason with the decision record."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def save(self, report: Report) -> None:
        sealed = await self._vault.seal(report.session_id, encode_report(report), context=f"report/{report.session_id}")
        row = {"session_id": report.session_id, "created_at": report.created_at, "sealed": sealed}
        change = upsert(reports).values(row)
        change = change.on_conflict_do_update(
            index_elements=[reports.c.session_id], set_={"created_at": report.created_at, "sealed": sealed}
        )
        async with self._database.transaction() as connection:
            await connection.execute(change)

    async def get(self, session_id: str) -> Report | None:
        async with self._database.transaction() as connection:
            query = select(reports.c.sealed).where(reports.c.session_id == session_id)
            sealed = (await connection.execute(query)).scalar_one_or_none()
        if sealed is None:
            return None
        try:
            return decode_report(await self._vault.open(session_id, sealed, context=f"report/{session_id}"))
        except NotFoundError:
            return None

    async def add_decision(self, decision: Decision) -> None:
        row = {
            "id": decision.id,
            "session_id": decision.session_id,
            "verdict": decision.verdict.value,
            "decided_by": decision.decided_by,
            "at": decision.at,
            "sealed_reason": await self._vault.seal(
                record_of(decision.session_id), decision.reason.encode(), context=f"decision/{decision.id}"
            ),
        }
        async with self._database.transaction() as connection:
            await connection.execute(insert(decisions).values(row))

    async def decisions(self, session_id: str) -> Sequence[Decision]:
        query = select(decisions).where(decisions.c.session_id == session_id).order_by(decisions.c.number)
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [
            Decision(
                id=row["id"],
                session_id=session_id,
                verdict=Verdict(row["verdict"]),
                reason=await self._reason(session_id, row["id"], row["sealed_reason"]),
                decided_by=row["decided_by"],
                at=row["at"],
            )
            for row in rows
        ]

    async def add_view(self, session_id: str, *, user_id: str, evidence: str, at: datetime) -> None:
        row = {"session_id": session_id, "user_id": user_id, "evidence": evidence, "at": at}
        async with self._database.transaction() as connection:
            await connection.execute(insert(evidence_views).values(row))

    async def views(self, session_id: str, *, user_id: str) -> Sequence[str]:
        query = (
            select(evidence_views.c.evidence)
            .where(evidence_views.c.session_id == session_id, evidence_views.c.user_id == user_id)
            .group_by(evidence_views.c.evidence)
            .order_by(func.min(evidence_views.c.number))
        )
        async with self._database.transaction() as connection:
            return list((await connection.execute(query)).scalars())

    async def _reason(self, session_id: str, decision_id: str, sealed: bytes) -> str:
        try:
            return (await self._vault.open(record_of(session_id), sealed, context=f"decision/{decision_id}")).decode()
        except NotFoundError:
            return ""
