"""organisers write to groups"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = "5a0c7e92d816"
down_revision = "b7d96a8b5bf1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", conference.db.Instant(timezone=True), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("unwanted", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("readers > 0", name=op.f("ck_messages_somebody_reads_it")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["accounts.id"], name=op.f("fk_messages_author_id_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_messages_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("event_id", "key", name=op.f("uq_messages_event_id_key")),
    )
    with op.batch_alter_table("messages") as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_author_id"), ["author_id"])
        batch_op.create_index(batch_op.f("ix_messages_event_id_sent_at"), ["event_id", "sent_at"])
    op.create_table(
        "message_letters",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_message_letters_letter_id_letters"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_message_letters_message_id_messages"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"],
            name=op.f("fk_message_letters_registration_id_registrations"), ondelete="CASCADE",
        ),  # fmt: skip
        sa.PrimaryKeyConstraint("message_id", "registration_id", name=op.f("pk_message_letters")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_message_letters_letter_id")),
    )
    with op.batch_alter_table("message_letters") as batch_op:
        batch_op.create_index(batch_op.f("ix_message_letters_registration_id"), ["registration_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("message_letters")
    op.drop_table("messages")
