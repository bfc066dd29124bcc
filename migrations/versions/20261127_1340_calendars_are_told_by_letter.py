"""calendars are told by letter"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = "5e8a1f47c2d9"
down_revision = "4be1f07c92da"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("letter_wishes") as batch_op:
        batch_op.add_column(sa.Column("invitations", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_index(batch_op.f("ix_letter_wishes_invitations"), ["invitations"])
    op.create_table(
        "sent_invitations",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("session_uid", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("starts_at", conference.db.Instant(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("shown", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("put_at", conference.db.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_sent_invitations_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "session_uid", name=op.f("pk_sent_invitations")),
    )
    op.create_table(
        "invitation_watches",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("release", sa.Integer(), server_default="0", nullable=False),
        sa.Column("agenda_revision", sa.Integer(), server_default="-1", nullable=False),
        sa.Column("waits_until", conference.db.Instant(timezone=True), nullable=True),
        sa.Column("waits_release", sa.Integer(), server_default="0", nullable=False),
        sa.Column("waits_revision", sa.Integer(), server_default="-1", nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_invitation_watches_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_invitation_watches")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("invitation_watches")
    op.drop_table("sent_invitations")
    with op.batch_alter_table("letter_wishes") as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_wishes_invitations"))
        batch_op.drop_column("invitations")
