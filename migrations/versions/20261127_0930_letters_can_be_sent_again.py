"""letters can be sent again"""

import sqlalchemy as sa
from alembic import op

revision = "3f6d1b9c4e07"
down_revision = "7ea86a30cbc1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("letters") as batch_op:
        batch_op.add_column(sa.Column("attempts_before", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("html", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("letters") as batch_op:
        batch_op.drop_column("html")
        batch_op.drop_column("attempts_before")
