"""Practice in a schema of its own, and two roles of which neither can look into the other's (ADR 0015)."""

from alembic import op

revision = "0002"
down_revision = "0001"

COPIED = (
    "roles",
    "sessions",
    "invitations",
    "session_events",
    "consents",
    "audit_log",
    "data_keys",
    "recording_segments",
    "recording_tracks",
)
"""What a practice session needs of what an interview has; no reports, decisions, views or users."""
APPEND_ONLY = ("session_events", "consents", "audit_log")
CONFINED = (("vivavoce_interviews", "public"), ("vivavoce_practice", "practice"))
"""The platform works with interviews as the one and with practice as the other; neither sees the other's schema."""


def upgrade() -> None:
    op.execute("CREATE SCHEMA practice")
    for table in COPIED:
        op.execute(f"CREATE TABLE practice.{table} (LIKE {table} INCLUDING ALL)")
    for statement in _OWN:
        op.execute(statement)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON practice.{table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    for role, schema in CONFINED:
        _confine(role, schema)


_OWN = (
    "ALTER TABLE practice.sessions ADD FOREIGN KEY (role_id) REFERENCES practice.roles",
    "ALTER TABLE practice.invitations ADD FOREIGN KEY (session_id) REFERENCES practice.sessions",
    """
    CREATE TABLE practice.spaces (
        id text PRIMARY KEY,
        token_sha256 text NOT NULL UNIQUE,
        created_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE practice.space_sessions (
        session_id text PRIMARY KEY,
        space_id text NOT NULL REFERENCES practice.spaces,
        pack_id text NOT NULL,
        part text NOT NULL,
        created_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX ix_space_sessions_space_id ON practice.space_sessions (space_id)",
)


def _confine(role: str, schema: str) -> None:
    """Make a role, unless another database of the server has: it reaches this schema and no other."""
    op.execute(f"""
        DO $$
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                CREATE ROLE {role} NOLOGIN;
            END IF;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL;
        END $$
    """)
    op.execute(f"""
        DO $$
        BEGIN
            IF NOT pg_has_role(current_user, '{role}', 'MEMBER') THEN
                GRANT {role} TO CURRENT_USER;
            END IF;
        END $$
    """)
    rights = "SELECT, INSERT, UPDATE, DELETE"
    op.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    op.execute(f"GRANT {rights} ON ALL TABLES IN SCHEMA {schema} TO {role}")
    op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {rights} ON TABLES TO {role}")
