"""registration asks questions"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = 'ffea0a84dc54'
down_revision = '5b0f2c8ae914'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('registration_questions',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('purpose', sa.JSON(), nullable=False),
    sa.Column('groups', sa.JSON(), nullable=False),
    sa.Column('file_kinds', sa.JSON(), nullable=False),
    sa.Column('megabytes', sa.Integer(), server_default='5', nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('label', sa.JSON(), nullable=False),
    sa.Column('help', sa.JSON(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.Column('is_required', sa.Boolean(), nullable=False),
    sa.Column('is_asked', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("kind IN ('text', 'long_text', 'one', 'several', 'consent', 'link', 'file')", name=op.f('ck_registration_questions_kind_known')),
    sa.CheckConstraint('megabytes > 0', name=op.f('ck_registration_questions_megabytes_counted')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_registration_questions_event_id_events'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_questions')),
    sa.UniqueConstraint('event_id', 'key', name=op.f('uq_registration_questions_event_id_key'))
    )
    with op.batch_alter_table('registration_questions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_questions_event_id'), ['event_id'], unique=False)

    op.create_table('registration_answers',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['registration_questions.id'], name=op.f('fk_registration_answers_question_id_registration_questions'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_registration_answers_registration_id_registrations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('registration_id', 'question_id', name=op.f('pk_registration_answers'))
    )
    with op.batch_alter_table('registration_answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_answers_question_id'), ['question_id'], unique=False)

    op.create_table('registration_consents',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('given_at', conference.db.Instant(timezone=True), nullable=False),
    sa.Column('ended_at', conference.db.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['question_id'], ['registration_questions.id'], name=op.f('fk_registration_consents_question_id_registration_questions'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['registration_id'], ['registrations.id'], name=op.f('fk_registration_consents_registration_id_registrations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registration_consents'))
    )
    with op.batch_alter_table('registration_consents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_registration_consents_question_id'), ['question_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_registration_consents_registration_id'), ['registration_id'], unique=False)

    op.create_table('registration_files',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['registration_id', 'question_id'], ['registration_answers.registration_id', 'registration_answers.question_id'], name='fk_registration_files_answer', ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('registration_id', 'question_id', name=op.f('pk_registration_files'))
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('registration_files')
    with op.batch_alter_table('registration_consents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_consents_registration_id'))
        batch_op.drop_index(batch_op.f('ix_registration_consents_question_id'))

    op.drop_table('registration_consents')
    with op.batch_alter_table('registration_answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_answers_question_id'))

    op.drop_table('registration_answers')
    with op.batch_alter_table('registration_questions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_registration_questions_event_id'))

    op.drop_table('registration_questions')
