"""Every store's contract runs twice: in memory and on PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.support.keys import fresh_vault
from vivavoce.domain.ports.event_log import EventLog
from vivavoce.domain.ports.fleet import BreakerStore, SpendingStore
from vivavoce.domain.ports.recordings import RecordingIndex
from vivavoce.domain.ports.records import AuditLog, Consents, Logins, Reports, Roles, Sessions, Users
from vivavoce.domain.ports.vault import DataKeys
from vivavoce.stores import memory
from vivavoce.stores.sql.audit import SqlAuditLog
from vivavoce.stores.sql.data_keys import SqlDataKeys
from vivavoce.stores.sql.database import Database
from vivavoce.stores.sql.event_log import SqlEventLog
from vivavoce.stores.sql.fleet import SqlBreakerStore, SqlSpendingStore
from vivavoce.stores.sql.people import SqlLogins, SqlRoles, SqlUsers
from vivavoce.stores.sql.recordings import SqlRecordingIndex
from vivavoce.stores.sql.records import SqlConsents, SqlReports
from vivavoce.stores.sql.sessions import SqlSessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    users: Users
    logins: Logins
    roles: Roles
    sessions: Sessions
    events: EventLog
    consents: Consents
    reports: Reports
    audit: AuditLog
    keys: DataKeys
    recordings: RecordingIndex
    breakers: BreakerStore
    spending: SpendingStore


@pytest.fixture(params=["memory", pytest.param("postgresql", marks=pytest.mark.integration)])
def store_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue("database_url")) if request.param == "postgresql" else ""


@pytest.fixture
async def stores(store_url: str) -> AsyncIterator[Stores]:
    if not store_url:
        yield _in_memory()
        return
    database = await Database.connect(store_url)
    yield _on(database)
    await database.aclose()


def _in_memory() -> Stores:
    return Stores(
        users=memory.MemoryUsers(),
        logins=memory.MemoryLogins(),
        roles=memory.MemoryRoles(),
        sessions=memory.MemorySessions(),
        events=memory.MemoryEventLog(),
        consents=memory.MemoryConsents(),
        reports=memory.MemoryReports(),
        audit=memory.MemoryAuditLog(),
        keys=memory.MemoryDataKeys(),
        recordings=memory.MemoryRecordingIndex(),
        breakers=memory.MemoryBreakerStore(),
        spending=memory.MemorySpendingStore(),
    )


def _on(database: Database) -> Stores:
    keys = SqlDataKeys(database)
    vault = fresh_vault(keys)
    return Stores(
        users=SqlUsers(database),
        logins=SqlLogins(database),
        roles=SqlRoles(database),
        sessions=SqlSessions(database, vault),
        events=SqlEventLog(database, vault),
        consents=SqlConsents(database),
        reports=SqlReports(database, vault),
        audit=SqlAuditLog(database),
        keys=keys,
        recordings=SqlRecordingIndex(database),
        breakers=SqlBreakerStore(database),
        spending=SqlSpendingStore(database),
    )
