"""agendas are shared by private links, and suggest sessions"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = "5c1d7e0a94b2"
down_revision = "cb51ec546e5e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "agenda_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", conference.db.Instant(timezone=True), nullable=False),
        sa.Column("last_seen_at", conference.db.Instant(timezone=True), nullable=True),
        sa.Column("revoked_at", conference.db.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_agenda_shares_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_shares")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_agenda_shares_token_hash")),
    )
    with op.batch_alter_table("agenda_shares") as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_shares_registration_id"), ["registration_id"])
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.add_column(
            sa.Column("wants_suggestions", sa.Boolean(), server_default=sa.true(), nullable=False)
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.drop_column("wants_suggestions")
    op.drop_table("agenda_shares")
