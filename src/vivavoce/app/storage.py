"""Everything that keeps data, opened together and closed in the right order."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from vivavoce.app.settings import Settings
from vivavoce.compliance.consent import ConsentDesk
from vivavoce.compliance.consent_texts import PRACTICE_CONSENT_TEXTS
from vivavoce.compliance.erasure import Erasure
from vivavoce.compliance.master_key import LocalMasterKey
from vivavoce.compliance.recordings import SealedRecordings
from vivavoce.compliance.vault import TinkVault
from vivavoce.domain.clock import Clock
from vivavoce.domain.errors import ConfigurationError
from vivavoce.stores.objects import open_objects
from vivavoce.stores.sql.audit import SqlAuditLog
from vivavoce.stores.sql.data_keys import SqlDataKeys
from vivavoce.stores.sql.database import INTERVIEWS, PRACTICE, Database
from vivavoce.stores.sql.embedded import EmbeddedPostgres
from vivavoce.stores.sql.event_log import SqlEventLog
from vivavoce.stores.sql.fleet import SqlBreakerStore, SqlSpendingStore
from vivavoce.stores.sql.migrate import migrate
from vivavoce.stores.sql.people import SqlLogins, SqlRoles, SqlUsers
from vivavoce.stores.sql.practice import SqlPracticeSpaces
from vivavoce.stores.sql.recordings import SqlRecordingIndex
from vivavoce.stores.sql.records import SqlConsents, SqlReports
from vivavoce.stores.sql.sessions import SqlSessions
from vivavoce.voice.joining import join_segments
from vivavoce.voice.opus import duration_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """The stores of one running platform."""

    database_url: str
    database: Database
    users: SqlUsers
    logins: SqlLogins
    roles: SqlRoles
    sessions: SqlSessions
    consents: SqlConsents
    reports: SqlReports
    audit: SqlAuditLog
    events: SqlEventLog
    vault: TinkVault
    desk: ConsentDesk
    recordings: SealedRecordings
    erasure: Erasure
    breakers: SqlBreakerStore
    spending: SqlSpendingStore
    practice: "PracticeStorage"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeStorage:
    """What candidates practise in: stores of the same kinds on their own schema, keys and folder (ADR 0015)."""

    spaces: SqlPracticeSpaces
    roles: SqlRoles
    sessions: SqlSessions
    events: SqlEventLog
    desk: ConsentDesk
    recordings: SealedRecordings
    erasure: Erasure


@asynccontextmanager
async def open_storage(settings: Settings, *, clock: Clock) -> AsyncIterator[Storage]:
    """Start or reach PostgreSQL, bring its schema up to date, unlock the vault; undo it all on leaving.

    Raises `ConfigurationError` naming the setting, or `StorageError` when the database does not answer.
    """
    async with AsyncExitStack() as opened:
        url = await _database_url(settings, opened)
        await migrate(url)
        database = await Database.connect(url, area=INTERVIEWS)
        opened.push_async_callback(database.aclose)
        master = LocalMasterKey.load(settings.key_file)
        keys = SqlDataKeys(database)
        vault = TinkVault(keys, master)
        await vault.check()
        consents, audit = SqlConsents(database), SqlAuditLog(database)
        sessions = SqlSessions(database, vault)
        desk = ConsentDesk(consents, sessions, audit, clock)
        recordings = SealedRecordings(
            open_objects(settings.objects_url or settings.data_dir / "objects"),
            vault,
            SqlRecordingIndex(database),
            may_record=desk.may_record,
            join=join_segments,
            measure=duration_s,
        )
        yield Storage(
            database_url=url,
            database=database,
            users=SqlUsers(database),
            logins=SqlLogins(database),
            roles=SqlRoles(database),
            sessions=sessions,
            consents=consents,
            reports=SqlReports(database, vault),
            audit=audit,
            events=SqlEventLog(database, vault),
            vault=vault,
            desk=desk,
            recordings=recordings,
            erasure=Erasure(vault, keys, recordings, audit, clock),
            breakers=SqlBreakerStore(database),
            spending=SqlSpendingStore(database),
            practice=await _practice(settings, url, opened, master, clock=clock),
        )


async def _practice(
    settings: Settings, url: str, opened: AsyncExitStack, master: LocalMasterKey, *, clock: Clock
) -> PracticeStorage:
    database = await Database.connect(url, area=PRACTICE, pool_size=5)
    opened.push_async_callback(database.aclose)
    keys = SqlDataKeys(database)
    vault = TinkVault(keys, master)
    audit, sessions = SqlAuditLog(database), SqlSessions(database, vault)
    desk = ConsentDesk(SqlConsents(database), sessions, audit, clock, texts=PRACTICE_CONSENT_TEXTS)
    objects = f"{settings.objects_url.rstrip('/')}/practice" if settings.objects_url else None
    recordings = SealedRecordings(
        open_objects(objects or settings.data_dir / "practice-objects"),
        vault,
        SqlRecordingIndex(database),
        may_record=desk.may_record,
        join=join_segments,
        measure=duration_s,
    )
    return PracticeStorage(
        spaces=SqlPracticeSpaces(database),
        roles=SqlRoles(database),
        sessions=sessions,
        events=SqlEventLog(database, vault),
        desk=desk,
        recordings=recordings,
        erasure=Erasure(vault, keys, recordings, audit, clock),
    )


async def _database_url(settings: Settings, opened: AsyncExitStack) -> str:
    if url := settings.database_url.get_secret_value():
        return url
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"the data directory {settings.data_dir} cannot be made: {error.strerror}",
            fix="Set VIVAVOCE_DATA_DIR to a folder this user may write.",
        ) from None
    server = await EmbeddedPostgres.start(settings.data_dir / "postgres")
    opened.push_async_callback(server.aclose)
    return server.url
