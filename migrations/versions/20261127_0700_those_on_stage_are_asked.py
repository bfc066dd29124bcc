"""those on stage are asked"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = "7e2f9b8c0d15"
down_revision = "7d41c0f2a9e3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "asked_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("session_uid", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", conference.db.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'hidden')", name=op.f("ck_asked_questions_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_asked_questions_event_id_events"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_asked_questions_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_questions")),
    )
    op.create_table(
        "supports",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["asked_questions.id"],
            name=op.f("fk_supports_question_id_asked_questions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_supports_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "registration_id", name=op.f("pk_supports")),
    )
    with op.batch_alter_table("asked_questions") as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_questions_event_id_session_uid"), ["event_id", "session_uid"])
        batch_op.create_index(batch_op.f("ix_asked_questions_registration_id"), ["registration_id"])
    with op.batch_alter_table("supports") as batch_op:
        batch_op.create_index(batch_op.f("ix_supports_registration_id"), ["registration_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("supports")
    op.drop_table("asked_questions")
