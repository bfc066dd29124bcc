"""people go and counts stay"""

import sqlalchemy as sa
from alembic import op

revision = "c7f1e04b9a26"
down_revision = "ffea0a84dc54"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "kept_counts",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_kept_counts_count_some")),
        sa.CheckConstraint(
            "kind IN ('day', 'group', 'municipality', 'attended')", name=op.f("ck_kept_counts_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_kept_counts_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "kind", "key", name=op.f("pk_kept_counts")),
    )
    with op.batch_alter_table("audit_entries") as batch_op:
        batch_op.add_column(sa.Column("was_by_person", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("letters") as batch_op:
        batch_op.add_column(sa.Column("leaves_nothing", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("asked_questions") as batch_op:
        batch_op.add_column(sa.Column("other_supports", sa.Integer(), server_default="0", nullable=False))
        batch_op.alter_column("registration_id", existing_type=sa.Integer(), nullable=True)
        batch_op.drop_constraint(
            batch_op.f("fk_asked_questions_registration_id_registrations"), type_="foreignkey"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_asked_questions_registration_id_registrations"),
            "registrations",
            ["registration_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    """Take back. Questions of people who are gone go with it: they have nobody to belong to."""
    op.execute("DELETE FROM asked_questions WHERE registration_id IS NULL")
    with op.batch_alter_table("asked_questions") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_asked_questions_registration_id_registrations"), type_="foreignkey"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_asked_questions_registration_id_registrations"),
            "registrations",
            ["registration_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.alter_column("registration_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("other_supports")
    with op.batch_alter_table("letters") as batch_op:
        batch_op.drop_column("leaves_nothing")
    with op.batch_alter_table("audit_entries") as batch_op:
        batch_op.drop_column("was_by_person")
    op.drop_table("kept_counts")
