"""programs that synchronise"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = 'c4e1f09a7b52'
down_revision = '7c2d90be41fa'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('sync_states',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subscription_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=32), nullable=False),
    sa.Column('members', sa.JSON(), nullable=False),
    sa.Column('used_at', conference.db.Instant(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_sync_states_event_id_events'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['subscription_id'], ['subscriptions.id'], name=op.f('fk_sync_states_subscription_id_subscriptions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sync_states')),
    sa.UniqueConstraint('subscription_id', 'event_id', 'digest', name=op.f('uq_sync_states_subscription_id_event_id_digest'))
    )
    with op.batch_alter_table('sync_states', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sync_states_event_id'), ['event_id'], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table('sync_states', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sync_states_event_id'))
    op.drop_table('sync_states')
