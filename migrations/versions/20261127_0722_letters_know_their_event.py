"""letters know their event"""

import sqlalchemy as sa
from alembic import op

revision = "81c5d0e7a264"
down_revision = "9ab3e51c7f20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("letters") as batch_op:
        batch_op.add_column(sa.Column("event_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_letters_event_id_events"), "events", ["event_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index(batch_op.f("ix_letters_event_id_state_put_at"), ["event_id", "state", "put_at"])


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("letters") as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_event_id_state_put_at"))
        batch_op.drop_constraint(batch_op.f("fk_letters_event_id_events"), type_="foreignkey")
        batch_op.drop_column("event_id")
