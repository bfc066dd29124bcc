"""agendas of the day"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = "d41b7c90e6a8"
down_revision = "c7f1e04b9a26"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("letter_wishes") as batch_op:
        batch_op.add_column(sa.Column("daily_agenda", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("agenda_at", sa.Time(), server_default="07:00:00", nullable=False))
        batch_op.add_column(sa.Column("agenda_next_at", conference.db.Instant(timezone=True), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_letter_wishes_daily_agenda_agenda_next_at"), ["daily_agenda", "agenda_next_at"]
        )
    op.create_table(
        "day_agendas",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("put_at", conference.db.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_day_agendas_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "day", name=op.f("pk_day_agendas")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("day_agendas")
    with op.batch_alter_table("letter_wishes") as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_wishes_daily_agenda_agenda_next_at"))
        batch_op.drop_column("agenda_next_at")
        batch_op.drop_column("agenda_at")
        batch_op.drop_column("daily_agenda")
