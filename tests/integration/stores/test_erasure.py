"""After an erasure no copy of the database or of the object folder holds a word of the candidate (law 10)."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg
import pytest

from tests.support.keys import fresh_vault
from tests.support.records import NOW, a_report, a_role, a_session, an_invitation
from vivavoce.compliance.erasure import Erasure
from vivavoce.compliance.recordings import SealedRecordings
from vivavoce.compliance.retention import RetentionClass
from vivavoce.compliance.vault import TinkVault
from vivavoce.domain.clock import SetClock
from vivavoce.domain.errors import NotFoundError
from vivavoce.domain.events import CandidateTurnEnded, SessionEvent, UtteranceHeard
from vivavoce.domain.ports.recordings import Track
from vivavoce.domain.report import Decision, Verdict
from vivavoce.domain.session import Accommodations, SessionStatus
from vivavoce.domain.transcript import Speaker, Turn
from vivavoce.stores.objects import open_objects
from vivavoce.stores.sql.audit import SqlAuditLog
from vivavoce.stores.sql.data_keys import SqlDataKeys
from vivavoce.stores.sql.database import Database
from vivavoce.stores.sql.event_log import SqlEventLog
from vivavoce.stores.sql.people import SqlRoles
from vivavoce.stores.sql.recordings import SqlRecordingIndex
from vivavoce.stores.sql.records import SqlReports
from vivavoce.stores.sql.sessions import ERASED_NAME, SqlSessions

pytestmark = [pytest.mark.integration, pytest.mark.anyio]

NAME, SENTENCE, REASON, SOUND = (
    "Ada Candidate",
    "I would shard by tenant",
    "Her sharding answer",
    b"sound of her voice ",
)
PRIVATE = (NAME.encode(), SENTENCE.encode(), b"shard", REASON.encode(), SOUND, b"patience_factor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A finished interview in PostgreSQL and a folder."""

    url: str
    folder: Path
    sessions: SqlSessions
    events: SqlEventLog
    reports: SqlReports
    recordings: SealedRecordings
    erasure: Erasure
    audit: SqlAuditLog
    vault: TinkVault

    async def every_byte(self) -> bytes:
        """Return all rows of all tables and all files, as a thief of both would have them."""
        connection = await asyncpg.connect(self.url)
        tables = await connection.fetch("SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public'")
        rows = [repr(await connection.fetch(f'SELECT * FROM "{table[0]}"')).encode() for table in tables]
        columns = await connection.fetch(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type = 'bytea'"
        )
        raw = [await connection.fetch(f'SELECT "{column}" FROM "{table}"') for table, column in columns]
        await connection.close()
        return b"\n".join([*rows, *(row[0] or b"" for found in raw for row in found), *_files(self.folder)])


def _files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
async def archive(database_url: str, tmp_path: Path) -> AsyncIterator[Archive]:
    database = await Database.connect(database_url)
    keys = SqlDataKeys(database)
    vault, audit = fresh_vault(keys), SqlAuditLog(database)
    recordings = SealedRecordings(
        open_objects(tmp_path),
        vault,
        SqlRecordingIndex(database),
        may_record=_always,
        join=lambda segments: b"".join(data for _, data in segments),
        measure=len,
    )
    archive = Archive(
        url=database_url,
        folder=tmp_path,
        sessions=SqlSessions(database, vault),
        events=SqlEventLog(database, vault),
        reports=SqlReports(database, vault),
        recordings=recordings,
        erasure=Erasure(vault, keys, recordings, audit, SetClock()),
        audit=audit,
        vault=vault,
    )
    await SqlRoles(database).add(a_role())
    await _interview(archive)
    yield archive
    await database.aclose()


async def _always(_: str) -> bool:
    return True


async def _interview(archive: Archive) -> None:
    await archive.sessions.add(a_session(candidate_name=NAME), an_invitation(candidate_name=NAME))
    turn = Turn(id="trn_1", speaker=Speaker.CANDIDATE, text=SENTENCE, start_s=0.0, end_s=2.0)
    heard: list[SessionEvent] = [
        UtteranceHeard(at=NOW, at_s=2.0, utterance=turn),
        CandidateTurnEnded(at=NOW, at_s=2, turn=turn, act="answer"),
    ]
    await archive.events.append("ses_1", heard, after_seq=0)
    for track in (Track.CANDIDATE, Track.MIX):
        writer = await archive.recordings.writer("ses_1", track=track, starts_at_s=0.0)
        await writer.write(SOUND * 5000)
        await writer.aclose()
    await archive.recordings.finish("ses_1")
    late = await archive.recordings.writer("ses_1", track=Track.MIX, starts_at_s=0.0)
    await late.write(SOUND * 5000)
    await archive.reports.save(a_report(quote=SENTENCE))
    decision = Decision(
        id="dec_1", session_id="ses_1", verdict=Verdict.ADVANCE, reason=REASON, decided_by="usr_1", at=NOW
    )
    await archive.reports.add_decision(decision)


async def test_nothing_private_is_stored_in_the_clear_to_begin_with(archive: Archive) -> None:
    stored = await archive.every_byte()

    assert [private for private in PRIVATE if private in stored] == []
    assert b"ses_1" in stored
    assert len(stored) > 100_000


async def test_after_erasing_nothing_opens_and_what_remains_says_nobody(archive: Archive) -> None:
    await archive.erasure.erase("ses_1", actor="usr_1")

    session, invitation = await asyncio.gather(archive.sessions.get("ses_1"), archive.sessions.invitation("ses_1"))
    assert session is not None
    assert invitation is not None
    assert (session.candidate_name, invitation.candidate_name) == (ERASED_NAME, ERASED_NAME)
    assert session.accommodations == Accommodations()
    assert [listed.candidate_name for listed in await archive.sessions.list()] == [ERASED_NAME]
    assert await archive.reports.get("ses_1") is None
    (decision,) = await archive.reports.decisions("ses_1")
    assert (decision.verdict, decision.decided_by, decision.reason) == (Verdict.ADVANCE, "usr_1", "")
    with pytest.raises(NotFoundError):
        await archive.events.read("ses_1")
    with pytest.raises(NotFoundError):
        await archive.recordings.read("ses_1", Track.CANDIDATE, start=0, length=10)
    assert _files(archive.folder) == []


async def test_a_process_started_after_the_erasure_cannot_open_what_a_backup_of_the_rows_holds(
    archive: Archive,
) -> None:
    connection = await asyncpg.connect(archive.url)
    backup = await connection.fetchval("SELECT sealed FROM session_events WHERE seq = 1")

    await archive.erasure.erase("ses_1", actor="usr_1")

    wrapped = await connection.fetch("SELECT wrapped FROM data_keys WHERE session_id LIKE 'ses_1%'")
    await connection.close()
    assert [row[0] for row in wrapped] == [None, None]
    with pytest.raises(NotFoundError):
        await archive.vault.open("ses_1", backup, context="event/ses_1/1")


async def test_erasing_the_transcript_leaves_the_decision_record(archive: Archive) -> None:
    await archive.erasure.erase_class("ses_1", RetentionClass.TRANSCRIPT, actor="retention")

    session = await archive.sessions.get("ses_1")
    assert session is not None
    assert session.candidate_name == NAME
    assert [decision.reason for decision in await archive.reports.decisions("ses_1")] == [REASON]
    assert await archive.reports.get("ses_1") is None


async def test_an_erased_session_can_still_change_state_but_gets_no_name_again(archive: Archive) -> None:
    await archive.erasure.erase("ses_1", actor="usr_1")

    await archive.sessions.save(replace(a_session(candidate_name=NAME), status=SessionStatus.WITHDRAWN))

    session = await archive.sessions.get("ses_1")
    assert session is not None
    assert (session.status, session.candidate_name) == (SessionStatus.WITHDRAWN, ERASED_NAME)


async def test_the_audit_chain_survives_and_tells_of_the_erasure(archive: Archive) -> None:
    await archive.erasure.erase("ses_1", actor="usr_1")

    assert await archive.audit.verify() == 3
    assert (await archive.every_byte()).count(b"'erased'") == 3
