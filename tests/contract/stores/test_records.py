"""The contracts of consents, reports, decisions and the audit log."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.stores.conftest import Stores
from tests.support.records import NOW, a_report
from vivavoce.domain.consent import ConsentRecord, Purpose
from vivavoce.domain.errors import ConflictError
from vivavoce.domain.report import Decision, Verdict

pytestmark = pytest.mark.anyio


def a_consent(number: int, *, granted: bool = True) -> ConsentRecord:
    return ConsentRecord(
        id=f"cns_{number}", session_id="ses_1", purpose=Purpose.RECORDING, version="1", granted=granted, at=NOW
    )


def a_decision(number: int, verdict: Verdict) -> Decision:
    return Decision(
        id=f"dec_{number}", session_id="ses_1", verdict=verdict, reason="Because.", decided_by="usr_1", at=NOW
    )


async def test_consents_keep_their_order_even_within_one_instant(stores: Stores) -> None:
    records = [a_consent(number, granted=number % 2 == 0) for number in (3, 1, 2)]

    await stores.consents.add(records[:2])
    await stores.consents.add(records[2:])

    assert await stores.consents.of_session("ses_1") == records
    assert await stores.consents.of_session("ses_2") == []


async def test_a_consent_is_never_written_over(stores: Stores) -> None:
    await stores.consents.add([a_consent(1)])

    with pytest.raises(ConflictError):
        await stores.consents.add([a_consent(1, granted=False)])

    assert await stores.consents.of_session("ses_1") == [a_consent(1)]


async def test_a_report_comes_back_as_it_was_and_a_newer_one_replaces_it(stores: Stores) -> None:
    newer = replace(a_report(), overall=None, created_at=NOW + timedelta(days=1))

    assert await stores.reports.get("ses_1") is None
    await stores.reports.save(a_report())
    assert await stores.reports.get("ses_1") == a_report()
    await stores.reports.save(newer)
    assert await stores.reports.get("ses_1") == newer


async def test_decisions_are_kept_oldest_first(stores: Stores) -> None:
    await stores.reports.add_decision(a_decision(2, Verdict.HOLD))
    await stores.reports.add_decision(a_decision(1, Verdict.ADVANCE))

    assert await stores.reports.decisions("ses_1") == [a_decision(2, Verdict.HOLD), a_decision(1, Verdict.ADVANCE)]
    assert await stores.reports.decisions("ses_2") == []


async def test_a_user_has_viewed_each_evidence_once_in_the_order_of_first_sight(stores: Stores) -> None:
    for minute, evidence in enumerate(("trn_2", "transcript", "trn_2")):
        await stores.reports.add_view("ses_1", user_id="usr_1", evidence=evidence, at=NOW + timedelta(minutes=minute))

    assert await stores.reports.views("ses_1", user_id="usr_1") == ["trn_2", "transcript"]
    assert await stores.reports.views("ses_1", user_id="usr_2") == []


async def test_the_audit_chain_holds_under_many_writers_at_once(stores: Stores) -> None:
    await asyncio.gather(
        *(
            stores.audit.add(
                actor="usr_1", action="viewed", subject=f"ses_{number}", at=NOW, detail={"z": "1", "ä": "2"}
            )
            for number in range(12)
        )
    )

    assert await stores.audit.verify() == 12


async def test_an_empty_audit_log_is_whole(stores: Stores) -> None:
    assert await stores.audit.verify() == 0
