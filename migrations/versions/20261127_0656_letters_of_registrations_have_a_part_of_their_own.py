"""letters of registrations have a part of their own"""

from alembic import op

revision = "7d41c0f2a9e3"
down_revision = "5c1d7e0a94b2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. Letters are rendered when they are sent: those that wait must find their words under the new name."""
    op.execute("UPDATE letters SET name = 'registrations/registered' WHERE name = 'agenda/registered'")


def downgrade() -> None:
    """Take back."""
    op.execute("UPDATE letters SET name = 'agenda/registered' WHERE name = 'registrations/registered'")
