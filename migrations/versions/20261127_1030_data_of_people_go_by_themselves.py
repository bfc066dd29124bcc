"""data of people go by themselves"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = "e2b90d47c15f"
down_revision = "6d21f4b8c3a9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "retentions",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("cleared_at", conference.db.Instant(timezone=True), nullable=True),
        sa.CheckConstraint("days BETWEEN 1 AND 3660", name=op.f("ck_retentions_days_range")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_retentions_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_retentions")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("retentions")
