"""Sign-ins get rows of their own; second factors, links, changes of address and OpenID links get tables."""

import sqlalchemy as sa
from alembic import op
import conference.db

revision = 'cb51ec546e5e'
down_revision = 'd4c1a7f0e932'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('address_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('new_email', sa.String(length=320), nullable=False),
    sa.Column('old_token_hash', sa.String(length=64), nullable=False),
    sa.Column('new_token_hash', sa.String(length=64), nullable=False),
    sa.Column('old_agreed_at', conference.db.Instant(timezone=True), nullable=True),
    sa.Column('new_agreed_at', conference.db.Instant(timezone=True), nullable=True),
    sa.Column('asked_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('expires_at', conference.db.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_address_changes_account_id_accounts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_address_changes')),
    sa.UniqueConstraint('account_id', name=op.f('uq_address_changes_account_id')),
    sa.UniqueConstraint('new_token_hash', name=op.f('uq_address_changes_new_token_hash')),
    sa.UniqueConstraint('old_token_hash', name=op.f('uq_address_changes_old_token_hash'))
    )
    op.create_table('authenticators',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('sealed_secret', sa.String(length=300), nullable=False),
    sa.Column('last_step', sa.BigInteger(), nullable=False),
    sa.Column('added_at', conference.db.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_authenticators_account_id_accounts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_authenticators')),
    sa.UniqueConstraint('account_id', name=op.f('uq_authenticators_account_id'))
    )
    op.create_table('openid_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('issuer', sa.String(length=500), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('linked_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('used_at', conference.db.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_openid_links_account_id_accounts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_openid_links')),
    sa.UniqueConstraint('issuer', 'subject', name=op.f('uq_openid_links_issuer_subject'))
    )
    with op.batch_alter_table('openid_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_openid_links_account_id'), ['account_id'], unique=False)

    op.create_table('passkeys',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('credential_id', sa.String(length=1400), nullable=False),
    sa.Column('public_key', sa.Text(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('user_handle', sa.String(length=100), nullable=False),
    sa.Column('transports', sa.JSON(), nullable=False),
    sa.Column('added_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('used_at', conference.db.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_passkeys_account_id_accounts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkeys')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_passkeys_credential_id'))
    )
    with op.batch_alter_table('passkeys', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkeys_account_id'), ['account_id'], unique=False)

    op.create_table('recovery_codes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('used_at', conference.db.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_recovery_codes_account_id_accounts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_codes')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_recovery_codes_code_hash'))
    )
    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_codes_account_id'), ['account_id'], unique=False)

    op.create_table('sign_ins',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('key_hash', sa.String(length=64), nullable=False),
    sa.Column('began_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('last_seen_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('ends_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('proven_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('stays', sa.Boolean(), nullable=False),
    sa.Column('program', sa.String(length=100), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_sign_ins_account_id_accounts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_ins')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_sign_ins_key_hash'))
    )
    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_ins_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sign_ins_ends_at'), ['ends_at'], unique=False)

    op.create_table('sign_in_links',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('browser_hash', sa.String(length=64), nullable=False),
    sa.Column('asked_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('expires_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('used_at', conference.db.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_sign_in_links_account_id_accounts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_links')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_links_token_hash'))
    )
    with op.batch_alter_table('sign_in_links', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_links_account_id'), ['account_id'], unique=False)

    # Not in batch mode: it would build the tables anew and lose their checks.
    op.add_column('accounts', sa.Column('has_password', sa.Boolean(), server_default=sa.true(), nullable=False))
    op.drop_column('accounts', 'sign_in_epoch')
    op.add_column('events', sa.Column('requires_second_factor', sa.Boolean(), server_default=sa.false(), nullable=False))



def downgrade() -> None:
    """Undo."""
    op.drop_column('events', 'requires_second_factor')
    op.add_column('accounts', sa.Column('sign_in_epoch', sa.Integer(), server_default='0', nullable=False))
    op.drop_column('accounts', 'has_password')
    with op.batch_alter_table('sign_in_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_links_account_id'))

    op.drop_table('sign_in_links')

    with op.batch_alter_table('sign_ins', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_ins_ends_at'))
        batch_op.drop_index(batch_op.f('ix_sign_ins_account_id'))

    op.drop_table('sign_ins')
    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recovery_codes_account_id'))

    op.drop_table('recovery_codes')
    with op.batch_alter_table('passkeys', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passkeys_account_id'))

    op.drop_table('passkeys')
    with op.batch_alter_table('openid_links', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_openid_links_account_id'))

    op.drop_table('openid_links')
    op.drop_table('authenticators')
    op.drop_table('address_changes')
