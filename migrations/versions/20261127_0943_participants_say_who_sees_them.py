"""participants say who sees them"""

import sqlalchemy as sa
from alembic import op

revision = "5be21f0c7d94"
down_revision = "c4e19a7d5b32"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.add_column(sa.Column("seen_by", sa.String(length=12), server_default="nobody", nullable=False))
        batch_op.create_check_constraint(
            batch_op.f("ck_registrations_seen_by_known"), "seen_by IN ('nobody', 'participants', 'everyone')"
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_registrations_seen_by_known"), type_="check")
        batch_op.drop_column("seen_by")
