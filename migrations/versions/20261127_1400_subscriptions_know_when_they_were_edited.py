"""subscriptions know when they were edited"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = "c83d0a6e51f4"
down_revision = "5e8a1f47c2d9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("subscriptions") as batch_op:
        batch_op.add_column(sa.Column("edited_at", conference.db.Instant(timezone=True), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("subscriptions") as batch_op:
        batch_op.drop_column("edited_at")
