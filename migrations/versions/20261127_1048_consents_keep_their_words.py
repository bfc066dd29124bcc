"""consents keep their words"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = "9d3c61f8e0b7"
down_revision = "abad3de915c3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "consent_texts",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_consent_texts")),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("given_at", conference.db.Instant(timezone=True), nullable=False),
        sa.Column("withdrawn_at", conference.db.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_consents_account_id_accounts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_consents_registration_id_registrations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["text_digest"], ["consent_texts.digest"], name=op.f("fk_consents_text_digest_consent_texts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    for column in ("account_id", "registration_id", "text_digest"):
        op.create_index(op.f(f"ix_consents_{column}"), "consents", [column])


def downgrade() -> None:
    """Take back."""
    op.drop_table("consents")
    op.drop_table("consent_texts")
