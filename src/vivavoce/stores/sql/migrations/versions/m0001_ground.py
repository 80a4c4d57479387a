"""The ground: users, roles, sessions with their event log, consents, reports, audit, keys and recordings."""

from alembic import op

revision = "0001"
down_revision = None

APPEND_ONLY = ("session_events", "consents", "decisions", "evidence_views", "audit_log")


def upgrade() -> None:
    for statement in (*_PEOPLE, *_SESSIONS, *_DECISIONS, *_KEYS_AND_RECORDINGS):
        op.execute(statement)
    _protect_append_only()


def _protect_append_only() -> None:
    """Refuse changes in the database itself: erasure destroys the data key instead of touching the rows."""
    op.execute("""
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END $$
    """)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


_PEOPLE = (
    """
    CREATE TABLE users (
        id text PRIMARY KEY,
        email text NOT NULL,
        name text NOT NULL,
        password_hash text NOT NULL,
        is_admin boolean NOT NULL,
        created_at timestamptz NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX users_email ON users (lower(email))",
    """
    CREATE TABLE logins (
        token_sha256 text PRIMARY KEY,
        user_id text NOT NULL REFERENCES users,
        expires_at timestamptz NOT NULL
    )
    """,
    "CREATE TABLE setup_tokens (token_sha256 text PRIMARY KEY)",
    """
    CREATE TABLE roles (
        id text PRIMARY KEY,
        title text NOT NULL,
        pack_id text NOT NULL,
        pack_yaml text NOT NULL,
        pack_sha256 text NOT NULL,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL
    )
    """,
)

_SESSIONS = (
    """
    CREATE TABLE sessions (
        id text PRIMARY KEY,
        role_id text NOT NULL REFERENCES roles,
        status text NOT NULL,
        created_at timestamptz NOT NULL,
        started_at timestamptz,
        ended_at timestamptz,
        end_reason text,
        sealed_name bytea NOT NULL,
        sealed_accommodations bytea NOT NULL
    )
    """,
    "CREATE INDEX ix_sessions_created_at ON sessions (created_at)",
    """
    CREATE TABLE invitations (
        id text PRIMARY KEY,
        session_id text NOT NULL UNIQUE REFERENCES sessions,
        role_id text NOT NULL,
        token_sha256 text NOT NULL UNIQUE,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        created_by text NOT NULL,
        sealed_name bytea NOT NULL
    )
    """,
    """
    CREATE TABLE session_events (
        session_id text,
        seq integer CHECK (seq > 0),
        kind text NOT NULL,
        at timestamptz NOT NULL,
        at_s double precision NOT NULL,
        sealed bytea NOT NULL,
        PRIMARY KEY (session_id, seq)
    )
    """,
    """
    CREATE TABLE consents (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id text NOT NULL UNIQUE,
        session_id text NOT NULL,
        purpose text NOT NULL,
        version text NOT NULL,
        granted boolean NOT NULL,
        at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX ix_consents_session_id ON consents (session_id)",
)

_DECISIONS = (
    """
    CREATE TABLE reports (
        session_id text PRIMARY KEY,
        created_at timestamptz NOT NULL,
        sealed bytea NOT NULL
    )
    """,
    """
    CREATE TABLE decisions (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id text NOT NULL UNIQUE,
        session_id text NOT NULL,
        verdict text NOT NULL,
        decided_by text NOT NULL,
        at timestamptz NOT NULL,
        sealed_reason bytea NOT NULL
    )
    """,
    "CREATE INDEX ix_decisions_session_id ON decisions (session_id)",
    """
    CREATE TABLE evidence_views (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        session_id text NOT NULL,
        user_id text NOT NULL,
        evidence text NOT NULL,
        at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX evidence_views_of ON evidence_views (session_id, user_id)",
    """
    CREATE TABLE audit_log (
        number bigint PRIMARY KEY,
        at timestamptz NOT NULL,
        actor text NOT NULL,
        action text NOT NULL,
        subject text NOT NULL,
        detail text NOT NULL,
        previous_sha256 text NOT NULL,
        sha256 text NOT NULL
    )
    """,
)

_KEYS_AND_RECORDINGS = (
    """
    CREATE TABLE data_keys (
        session_id text PRIMARY KEY,
        wrapped bytea,
        created_at timestamptz NOT NULL DEFAULT now(),
        destroyed_at timestamptz,
        CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
    )
    """,
    """
    CREATE TABLE recording_segments (
        session_id text,
        track text,
        segment integer,
        starts_at_s double precision NOT NULL,
        joined boolean NOT NULL,
        PRIMARY KEY (session_id, track, segment)
    )
    """,
    """
    CREATE TABLE recording_tracks (
        session_id text,
        track text,
        id text NOT NULL,
        media_type text NOT NULL,
        size_bytes bigint NOT NULL,
        duration_s double precision NOT NULL,
        chunk_bytes integer NOT NULL,
        PRIMARY KEY (session_id, track)
    )
    """,
)
