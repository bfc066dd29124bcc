"""the newest release is read from an index"""

from alembic import op

revision = "7c2d90be41fa"
down_revision = "c83d0a6e51f4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("releases") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_releases_event_id_number_digest_published_at"),
            ["event_id", "number", "digest", "published_at"],
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("releases") as batch_op:
        batch_op.drop_index(batch_op.f("ix_releases_event_id_number_digest_published_at"))
