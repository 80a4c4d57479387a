"""Which segments and tracks a session has, in PostgreSQL; the audio itself is in the object store."""

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from vivavoce.domain.ports.recordings import Segment, StoredTrack, Track, TrackInfo
from vivavoce.stores.sql.database import Database
from vivavoce.stores.sql.tables import recording_segments, recording_tracks


class SqlRecordingIndex:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_segment(self, session_id: str, *, track: Track, starts_at_s: float) -> Segment:
        table = recording_segments
        latest = select(func.coalesce(func.max(table.c.segment), 0)).where(
            table.c.session_id == session_id, table.c.track == track.value
        )
        async with self._database.transaction() as connection:
            number: int = (await connection.execute(latest)).scalar_one() + 1
            row = {"track": track.value, "segment": number, "starts_at_s": starts_at_s, "joined": False}
            await connection.execute(insert(table).values(session_id=session_id, **row))
        return Segment(track=track, number=number, starts_at_s=starts_at_s)

    async def segments(self, session_id: str) -> Sequence[Segment]:
        table = recording_segments
        query = (
            select(table.c.track, table.c.segment, table.c.starts_at_s)
            .where(table.c.session_id == session_id, ~table.c.joined)
            .order_by(table.c.track, table.c.segment)
        )
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query)).all()
        return [Segment(track=Track(track), number=number, starts_at_s=starts) for track, number, starts in rows]

    async def complete(self, session_id: str, track: StoredTrack, *, joined: Sequence[Segment]) -> None:
        info = track.info
        values = {
            "id": info.id,
            "media_type": info.media_type,
            "size_bytes": info.size_bytes,
            "duration_s": info.duration_s,
            "chunk_bytes": track.chunk_bytes,
        }
        change = upsert(recording_tracks).values(session_id=session_id, track=info.track.value, **values)
        change = change.on_conflict_do_update(index_elements=["session_id", "track"], set_=values)
        mark = update(recording_segments).where(
            recording_segments.c.session_id == session_id,
            recording_segments.c.track == info.track.value,
            recording_segments.c.segment.in_([segment.number for segment in joined]),
        )
        async with self._database.transaction() as connection:
            await connection.execute(change)
            await connection.execute(mark.values(joined=True))

    async def tracks(self, session_id: str) -> Sequence[StoredTrack]:
        query = select(recording_tracks).where(recording_tracks.c.session_id == session_id)
        async with self._database.transaction() as connection:
            rows = (await connection.execute(query.order_by(recording_tracks.c.track))).mappings().all()
        return [
            StoredTrack(
                info=TrackInfo(
                    id=row["id"],
                    track=Track(row["track"]),
                    media_type=row["media_type"],
                    size_bytes=row["size_bytes"],
                    duration_s=row["duration_s"],
                ),
                chunk_bytes=row["chunk_bytes"],
            )
            for row in rows
        ]

    async def erase(self, session_id: str) -> None:
        async with self._database.transaction() as connection:
            for table in (recording_segments, recording_tracks):
                await connection.execute(delete(table).where(table.c.session_id == session_id))
