"""The tables as SQLAlchemy sees them; the migrations make them, and a test holds the two together.

Columns named ``sealed`` hold personal data under a session's data key (law 10); every other column is free of it.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Text,
    text,
)

metadata = MetaData()
INSTANT = DateTime(timezone=True)

users = Table(
    "users",
    metadata,
    Column("id", Text, primary_key=True),
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("is_admin", Boolean, nullable=False),
    Column("created_at", INSTANT, nullable=False),
)
Index("users_email", text("lower(email)"), unique=True, _table=users)

logins = Table(
    "logins",
    metadata,
    Column("token_sha256", Text, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False),
    Column("expires_at", INSTANT, nullable=False),
)

setup_tokens = Table("setup_tokens", metadata, Column("token_sha256", Text, primary_key=True))

roles = Table(
    "roles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("pack_id", Text, nullable=False),
    Column("pack_yaml", Text, nullable=False),
    Column("pack_sha256", Text, nullable=False),
    Column("created_at", INSTANT, nullable=False),
    Column("created_by", Text, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("role_id", Text, ForeignKey("roles.id"), nullable=False),
    Column("status", Text, nullable=False),
    Column("created_at", INSTANT, nullable=False, index=True),
    Column("started_at", INSTANT),
    Column("ended_at", INSTANT),
    Column("end_reason", Text),
    Column("sealed_name", LargeBinary, nullable=False),
    Column("sealed_accommodations", LargeBinary, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("session_id", Text, ForeignKey("sessions.id"), nullable=False, unique=True),
    Column("role_id", Text, nullable=False),
    Column("token_sha256", Text, nullable=False, unique=True),
    Column("created_at", INSTANT, nullable=False),
    Column("expires_at", INSTANT, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("sealed_name", LargeBinary, nullable=False),
)

session_events = Table(
    "session_events",
    metadata,
    Column("session_id", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("at", INSTANT, nullable=False),
    Column("at_s", Double, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

consents = Table(
    "consents",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("session_id", Text, nullable=False, index=True),
    Column("purpose", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("at", INSTANT, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("session_id", Text, primary_key=True),
    Column("created_at", INSTANT, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("session_id", Text, nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("at", INSTANT, nullable=False),
    Column("sealed_reason", LargeBinary, nullable=False),
)

evidence_views = Table(
    "evidence_views",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("session_id", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("at", INSTANT, nullable=False),
)
Index("evidence_views_of", evidence_views.c.session_id, evidence_views.c.user_id)

audit_log = Table(
    "audit_log",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", INSTANT, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous_sha256", Text, nullable=False),
    Column("sha256", Text, nullable=False),
)

data_keys = Table(
    "data_keys",
    metadata,
    Column("session_id", Text, primary_key=True),
    Column("wrapped", LargeBinary),
    Column("created_at", INSTANT, nullable=False, server_default=text("now()")),
    Column("destroyed_at", INSTANT),
)

recording_segments = Table(
    "recording_segments",
    metadata,
    Column("session_id", Text, primary_key=True),
    Column("track", Text, primary_key=True),
    Column("segment", Integer, primary_key=True, autoincrement=False),
    Column("starts_at_s", Double, nullable=False),
    Column("joined", Boolean, nullable=False),
)

recording_tracks = Table(
    "recording_tracks",
    metadata,
    Column("session_id", Text, primary_key=True),
    Column("track", Text, primary_key=True),
    Column("id", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("duration_s", Double, nullable=False),
    Column("chunk_bytes", Integer, nullable=False),
)

breaker_openings = Table(
    "breaker_openings",
    metadata,
    Column("lane", Text, primary_key=True),
    Column("open_until", INSTANT, nullable=False),
)

spending = Table(
    "spending",
    metadata,
    Column("month", Text, primary_key=True),
    Column("usd", Numeric(20, 9), nullable=False),
)

practice_metadata = MetaData()
"""Tables that practice alone has; the others it has are copies of those above, in its own schema."""

spaces = Table(
    "spaces",
    practice_metadata,
    Column("id", Text, primary_key=True),
    Column("token_sha256", Text, nullable=False, unique=True),
    Column("created_at", INSTANT, nullable=False),
)

space_sessions = Table(
    "space_sessions",
    practice_metadata,
    Column("session_id", Text, primary_key=True),
    Column("space_id", Text, ForeignKey("spaces.id"), nullable=False),
    Column("pack_id", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("created_at", INSTANT, nullable=False),
)
Index("ix_space_sessions_space_id", space_sessions.c.space_id)
