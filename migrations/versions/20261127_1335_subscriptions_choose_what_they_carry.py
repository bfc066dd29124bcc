"""subscriptions choose what they carry"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = "4be1f07c92da"
down_revision = "9d3c61f8e0b7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("subscriptions") as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("alarms", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("shows_waiting", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("shows_cancelled", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("is_short", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("fills_time", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("form_key", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("last_release_at", conference.db.Instant(timezone=True), nullable=True))
    op.execute(
        "UPDATE subscriptions SET account_id = "
        "(SELECT account_id FROM registrations WHERE registrations.id = subscriptions.registration_id)"
    )
    # Every fetch was answered from the release that was the newest then.
    op.execute(
        "UPDATE subscriptions SET last_release_at = "
        "(SELECT max(releases.published_at) FROM releases"
        " JOIN registrations ON registrations.event_id = releases.event_id"
        " WHERE registrations.id = subscriptions.registration_id"
        " AND releases.published_at <= subscriptions.last_fetched_at)"
    )
    with op.batch_alter_table("subscriptions") as batch_op:
        batch_op.alter_column("account_id", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("registration_id", existing_type=sa.Integer(), nullable=True)
        batch_op.create_index(batch_op.f("ix_subscriptions_account_id"), ["account_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_subscriptions_account_id_form_key"), ["account_id", "form_key"])
        batch_op.create_foreign_key(
            batch_op.f("fk_subscriptions_account_id_accounts"), "accounts", ["account_id"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    """Take back."""
    # One of all events was unknown before.
    op.execute("DELETE FROM subscriptions WHERE registration_id IS NULL")
    with op.batch_alter_table("subscriptions") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_subscriptions_account_id_accounts"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_subscriptions_account_id_form_key"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_subscriptions_account_id"))
        batch_op.alter_column("registration_id", existing_type=sa.Integer(), nullable=False)
        for column in (
            "last_release_at",
            "form_key",
            "fills_time",
            "is_short",
            "shows_cancelled",
            "shows_waiting",
            "alarms",
            "account_id",
        ):
            batch_op.drop_column(column)
