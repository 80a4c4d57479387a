"""What the processes of a platform tell each other: open breakers, and the month's spending."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("CREATE TABLE breaker_openings (lane text PRIMARY KEY, open_until timestamptz NOT NULL)")
    op.execute("CREATE TABLE spending (month text PRIMARY KEY, usd numeric(20, 9) NOT NULL)")
