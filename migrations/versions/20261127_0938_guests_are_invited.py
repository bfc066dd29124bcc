"""guests are invited"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = '313fa3d4d705'
down_revision = '3f6d1b9c4e07'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('guests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('name', sa.String(length=200), server_default='', nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('organisation', sa.String(length=200), server_default='', nullable=False),
    sa.Column('municipality', sa.String(length=200), server_default='', nullable=False),
    sa.Column('added_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=True),
    sa.Column('sent_at', conference.db.Instant(timezone=True), nullable=True),
    sa.Column('declined_at', conference.db.Instant(timezone=True), nullable=True),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_guests_event_id_events'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['group_id'], ['participant_groups.id'], name=op.f('fk_guests_group_id_participant_groups'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_guests_registration_id_registrations'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guests')),
    sa.UniqueConstraint('event_id', 'email', name=op.f('uq_guests_event_id_email')),
    sa.UniqueConstraint('registration_id', name=op.f('uq_guests_registration_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_guests_token_hash'))
    )
    with op.batch_alter_table('guests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guests_group_id'), ['group_id'], unique=False)
    with op.batch_alter_table("registration_settings", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_registration_settings_mode_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_registration_settings_mode_known"), "mode IN ('open', 'approval', 'invitation')"
        )



def downgrade() -> None:
    """Take back."""
    # Nobody is let in who was not to be.
    op.execute("UPDATE registration_settings SET mode = 'approval' WHERE mode = 'invitation'")
    with op.batch_alter_table("registration_settings", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_registration_settings_mode_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_registration_settings_mode_known"), "mode IN ('open', 'approval')"
        )
    with op.batch_alter_table('guests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_guests_group_id'))

    op.drop_table('guests')
