"""participants are reminded"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = "5b0f2c8ae914"
down_revision = "5a0c7e92d816"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("letter_wishes") as batch_op:
        batch_op.add_column(sa.Column("day_before", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("ten_minutes", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.create_table(
        "reminder_watches",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=True),
        sa.Column("told_until", conference.db.Instant(timezone=True), nullable=True),
        sa.Column("next_at", conference.db.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_reminder_watches_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_reminder_watches")),
    )
    op.create_table(
        "reminders",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("session_uid", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("starts_at", conference.db.Instant(timezone=True), nullable=False),
        sa.Column("put_at", conference.db.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_reminders_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "session_uid", "kind", "starts_at", name=op.f("pk_reminders")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("reminders")
    op.drop_table("reminder_watches")
    with op.batch_alter_table("letter_wishes") as batch_op:
        batch_op.drop_column("ten_minutes")
        batch_op.drop_column("day_before")
