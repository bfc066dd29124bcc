"""organisers word letters"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = "6d21f4b8c3a9"
down_revision = "d41b7c90e6a8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("opening", sa.JSON(), nullable=False),
        sa.Column("closing", sa.JSON(), nullable=False),
        sa.Column("changed_at", conference.db.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_wordings_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wordings")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_wordings_event_id_name")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("wordings")
