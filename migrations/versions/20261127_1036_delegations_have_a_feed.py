"""delegations have a feed"""

import sqlalchemy as sa
from alembic import op

revision = 'abad3de915c3'
down_revision = 'e2b90d47c15f'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table('subscriptions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('member_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_subscriptions_member_id'), ['member_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_subscriptions_member_id_delegation_members'), 'delegation_members', ['member_id'], ['id'], ondelete='CASCADE')



def downgrade() -> None:
    """Take back."""
    # Without its place in a delegation such an address would show its owner's own agenda.
    op.execute("DELETE FROM subscriptions WHERE member_id IS NOT NULL")
    with op.batch_alter_table('subscriptions', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_subscriptions_member_id_delegation_members'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_subscriptions_member_id'))
        batch_op.drop_column('member_id')

