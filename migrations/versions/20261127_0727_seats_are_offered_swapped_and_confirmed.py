"""seats are offered swapped and confirmed"""

import sqlalchemy as sa
from alembic import op
import conference.db

revision = '7ea86a30cbc1'
down_revision = '81c5d0e7a264'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('seat_defaults',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('rules', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_seat_defaults_event_id_events'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_seat_defaults'))
    )
    op.create_table('swap_wishes',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('waited_uid', sa.Uuid(), nullable=False),
    sa.Column('given_uid', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['given_uid'], ['session_seats.session_uid'], name=op.f('fk_swap_wishes_given_uid_session_seats'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_swap_wishes_registration_id_registrations'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['waited_uid'], ['session_seats.session_uid'], name=op.f('fk_swap_wishes_waited_uid_session_seats'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('registration_id', 'waited_uid', 'given_uid', name=op.f('pk_swap_wishes'))
    )
    with op.batch_alter_table('bookings', schema=None) as batch_op:
        batch_op.add_column(sa.Column('respond_by', conference.db.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('asked_at', conference.db.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('confirmed_at', conference.db.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('attended_at', conference.db.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('answer_hash', sa.String(length=64), nullable=True))
        batch_op.drop_constraint(op.f("ck_bookings_state_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_bookings_state_known"), "state IN ('booked', 'waiting', 'offered', 'dropped')"
        )
        batch_op.create_check_constraint(
            op.f("ck_bookings_only_offers_run_out"), "(state = 'offered') = (respond_by IS NOT NULL)"
        )
        batch_op.create_index(batch_op.f('ix_bookings_answer_hash'), ['answer_hash'], unique=False)

    with op.batch_alter_table('session_seats', schema=None) as batch_op:
        batch_op.add_column(sa.Column('offered', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('moved_up', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('rules', sa.JSON(), server_default='{}', nullable=False))
        batch_op.create_check_constraint(op.f("ck_session_seats_offered_counted"), "offered >= 0")



def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table('session_seats', schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_session_seats_offered_counted"), type_="check")
        batch_op.drop_column('rules')
        batch_op.drop_column('moved_up')
        batch_op.drop_column('offered')

    # Whoever has an offer waits no longer; the seat is nobody's where it is not known.
    op.execute("UPDATE bookings SET state = 'dropped', respond_by = NULL WHERE state = 'offered'")
    with op.batch_alter_table('bookings', schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_bookings_only_offers_run_out"), type_="check")
        batch_op.drop_constraint(op.f("ck_bookings_state_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_bookings_state_known"), "state IN ('booked', 'waiting', 'dropped')")
        batch_op.drop_index(batch_op.f('ix_bookings_answer_hash'))
        batch_op.drop_column('answer_hash')
        batch_op.drop_column('attended_at')
        batch_op.drop_column('confirmed_at')
        batch_op.drop_column('asked_at')
        batch_op.drop_column('respond_by')

    op.drop_table('swap_wishes')
    op.drop_table('seat_defaults')
