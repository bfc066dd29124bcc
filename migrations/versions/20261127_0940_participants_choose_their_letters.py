"""participants choose their letters"""

import sqlalchemy as sa
from alembic import op

revision = "c4e19a7d5b32"
down_revision = "313fa3d4d705"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "letter_wishes",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("waiting_list", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("messages", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("quiet_from", sa.Time(), server_default="22:00:00", nullable=False),
        sa.Column("quiet_until", sa.Time(), server_default="07:00:00", nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_letter_wishes_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_letter_wishes")),
    )
    # Who wanted no letters about changes at all wants none from any of their events.
    op.execute(
        "INSERT INTO letter_wishes (registration_id, changes) SELECT registrations.id, false FROM registrations"
        " JOIN accounts ON accounts.id = registrations.account_id WHERE NOT accounts.wants_notices"
    )
    with op.batch_alter_table("accounts") as batch_op:
        batch_op.drop_column("wants_notices")


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("accounts") as batch_op:
        batch_op.add_column(sa.Column("wants_notices", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.execute(
        "UPDATE accounts SET wants_notices = false WHERE id IN (SELECT account_id FROM registrations"
        " JOIN letter_wishes ON letter_wishes.registration_id = registrations.id WHERE NOT letter_wishes.changes)"
    )
    op.drop_table("letter_wishes")
