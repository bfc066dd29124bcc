"""several people take part as a delegation"""

import sqlalchemy as sa
from alembic import op
import conference.db

revision = 'b7d96a8b5bf1'
down_revision = '5be21f0c7d94'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('delegations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('partnership', sa.String(length=120), nullable=True),
    sa.Column('organisation', sa.String(length=200), nullable=False),
    sa.Column('municipality', sa.String(length=200), nullable=False),
    sa.Column('group_key', sa.String(length=40), nullable=False),
    sa.Column('created_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('changed_at', conference.db.Instant(timezone=True), nullable=False),
    sa.CheckConstraint("(kind = 'partnership') = (partnership IS NOT NULL)", name=op.f('ck_delegations_only_partnerships_name_one')),
    sa.CheckConstraint("kind IN ('municipality', 'partnership', 'youth', 'other')", name=op.f('ck_delegations_kind_known')),
    sa.ForeignKeyConstraint(['contact_id'], ['accounts.id'], name=op.f('fk_delegations_contact_id_accounts'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_delegations_event_id_events'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegations'))
    )
    with op.batch_alter_table('delegations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delegations_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_delegations_event_id'), ['event_id'], unique=False)

    op.create_table('invitation_allowances',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('began_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('letters', sa.Integer(), nullable=False),
    sa.CheckConstraint('letters >= 0', name=op.f('ck_invitation_allowances_letters_counted')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_invitation_allowances_account_id_accounts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_invitation_allowances'))
    )
    op.create_table('delegation_members',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('delegation_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('becomes_contact', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('token_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('invited_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('written_at', conference.db.Instant(timezone=True), nullable=True),
    sa.Column('expires_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('declined_at', conference.db.Instant(timezone=True), nullable=True),
    sa.Column('joined_at', conference.db.Instant(timezone=True), nullable=True),
    sa.Column('shows_agenda', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('understands', sa.JSON(), server_default='[]', nullable=False),
    sa.CheckConstraint('(account_id IS NULL) = (joined_at IS NULL)', name=op.f('ck_delegation_members_who_joined_has_an_account')),
    sa.CheckConstraint('(account_id IS NULL) = (token_hash IS NOT NULL)', name=op.f('ck_delegation_members_only_invited_have_a_link')),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_delegation_members_account_id_accounts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['delegation_id'], ['delegations.id'], name=op.f('fk_delegation_members_delegation_id_delegations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delegation_members')),
    sa.UniqueConstraint('delegation_id', 'account_id', name=op.f('uq_delegation_members_delegation_id_account_id')),
    sa.UniqueConstraint('delegation_id', 'email', name=op.f('uq_delegation_members_delegation_id_email')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_delegation_members_token_hash'))
    )
    with op.batch_alter_table('delegation_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delegation_members_account_id'), ['account_id'], unique=False)

    op.create_table('delegation_proposals',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('session_uid', sa.Uuid(), nullable=False),
    sa.Column('made_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('is_declined', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['delegation_members.id'], name=op.f('fk_delegation_proposals_member_id_delegation_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('member_id', 'session_uid', name=op.f('pk_delegation_proposals'))
    )
    op.create_table('delegation_wishes',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('session_uid', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['delegation_members.id'], name=op.f('fk_delegation_wishes_member_id_delegation_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('member_id', 'session_uid', name=op.f('pk_delegation_wishes'))
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table('delegation_wishes')
    op.drop_table('delegation_proposals')
    with op.batch_alter_table('delegation_members', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delegation_members_account_id'))

    op.drop_table('delegation_members')
    op.drop_table('invitation_allowances')
    with op.batch_alter_table('delegations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delegations_event_id'))
        batch_op.drop_index(batch_op.f('ix_delegations_contact_id'))

    op.drop_table('delegations')
