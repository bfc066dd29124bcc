"""both sessions of a clash can be kept"""

import sqlalchemy as sa
from alembic import op

revision = "b61c0d2e9a47"
down_revision = "f78ccb63e118"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "kept_clashes",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("first_uid", sa.Uuid(), nullable=False),
        sa.Column("second_uid", sa.Uuid(), nullable=False),
        sa.CheckConstraint("first_uid < second_uid", name=op.f("ck_kept_clashes_pair_in_order")),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_kept_clashes_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "first_uid", "second_uid", name=op.f("pk_kept_clashes")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("kept_clashes")
