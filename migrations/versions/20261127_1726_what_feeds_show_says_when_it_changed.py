"""what feeds show says when it changed"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = "e27a94c3d0b8"
down_revision = "c4e1f09a7b52"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    instant = conference.db.Instant(timezone=True)
    with op.batch_alter_table("accounts") as batch_op:
        batch_op.add_column(sa.Column("name_changed_at", instant, nullable=True))
        batch_op.add_column(sa.Column("zone_changed_at", instant, nullable=True))
    with op.batch_alter_table("releases") as batch_op:
        batch_op.add_column(sa.Column("redacted_at", instant, nullable=True))
        batch_op.drop_index(batch_op.f("ix_releases_event_id_number_digest_published_at"))
        batch_op.create_index(
            batch_op.f("ix_releases_event_id_number_digest_published_at_redacted_at"),
            ["event_id", "number", "digest", "published_at", "redacted_at"],
        )
    with op.batch_alter_table("session_seats") as batch_op:
        batch_op.add_column(sa.Column("queue_moved_at", instant, nullable=True))
    # Until now that was read from the bookings that had left the queue.
    op.execute(
        "UPDATE session_seats SET queue_moved_at = (SELECT max(bookings.changed_at) FROM bookings"
        " WHERE bookings.session_uid = session_seats.session_uid AND bookings.state <> 'waiting')"
    )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("session_seats") as batch_op:
        batch_op.drop_column("queue_moved_at")
    with op.batch_alter_table("releases") as batch_op:
        batch_op.drop_index(batch_op.f("ix_releases_event_id_number_digest_published_at_redacted_at"))
        batch_op.create_index(
            batch_op.f("ix_releases_event_id_number_digest_published_at"),
            ["event_id", "number", "digest", "published_at"],
        )
        batch_op.drop_column("redacted_at")
    with op.batch_alter_table("accounts") as batch_op:
        batch_op.drop_column("zone_changed_at")
        batch_op.drop_column("name_changed_at")
