"""events say how people register"""

import sqlalchemy as sa
from alembic import op

import conference.db

revision = "9ab3e51c7f20"
down_revision = "7e2f9b8c0d15"
branch_labels = None
depends_on = None

GROUPS = (
    ("administration", "Kommunalverwaltung oder Rat", "Belediye yönetimi veya meclisi",
     "Municipal administration or council", True),
    ("youth", "Jugendrat oder Jugendarbeit", "Gençlik meclisi veya gençlik çalışması",
     "Youth council or youth work", False),
    ("civil_society", "Verein oder Zivilgesellschaft", "Dernek veya sivil toplum kuruluşu",
     "Association or civil society", False),
    ("school", "Schule oder Hochschule", "Okul veya üniversite", "School or university", False),
    ("press", "Presse", "Basın", "Press", False),
    ("other", "Etwas anderes", "Başka", "Something else", False),
)  # fmt: skip
"""The kinds of organisations that there were until now: each becomes a group of every event."""

TYPES = ", ".join(f"'{key}'" for key, *_names in GROUPS)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "registration_settings",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", conference.db.Instant(timezone=True), nullable=True),
        sa.Column("closes_at", conference.db.Instant(timezone=True), nullable=True),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(length=12), server_default="open", nullable=False),
        sa.Column("next_place", sa.Integer(), server_default="1", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("mode IN ('open', 'approval')", name=op.f("ck_registration_settings_mode_known")),
        sa.CheckConstraint("cap >= 0", name=op.f("ck_registration_settings_cap_counted")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_registration_settings_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_registration_settings")),
    )
    groups = op.create_table(
        "participant_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("needs_municipality", sa.Boolean(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_participant_groups_seats_counted")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_participant_groups_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant_groups")),
        sa.UniqueConstraint("event_id", "key", name=op.f("uq_participant_groups_event_id_key")),
    )
    connection = op.get_bind()
    events = connection.execute(sa.text("SELECT id FROM events ORDER BY id")).scalars().all()
    rows = [
        {
            "event_id": event_id, "key": key, "name": {"de": german, "tr": turkish, "en": english}, "seats": None,
            "needs_municipality": needs, "is_offered": True, "position": position, "version": 1,
        }
        for event_id in events
        for position, (key, german, turkish, english, needs) in enumerate(GROUPS, 1)
    ]  # fmt: skip
    if rows:
        op.bulk_insert(groups, rows)
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("state", sa.String(length=10), server_default="confirmed", nullable=False))
        batch_op.add_column(sa.Column("queued_as", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("changed_at", conference.db.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("note", sa.Text(), server_default="", nullable=False))
    op.execute(
        "UPDATE registrations SET group_id = (SELECT participant_groups.id FROM participant_groups"
        " WHERE participant_groups.event_id = registrations.event_id"
        " AND participant_groups.key = registrations.organisation_type)"
    )
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_registrations_organisation_type_known"), type_="check")
        batch_op.drop_column("organisation_type")
        batch_op.alter_column("group_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_registrations_group_id_participant_groups"), "participant_groups", ["group_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_registrations_state_known"),
            "state IN ('pending', 'confirmed', 'waiting', 'declined', 'withdrawn')",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_registrations_only_waiting_are_queued"), "(state = 'waiting') = (queued_as IS NOT NULL)"
        )
        batch_op.create_index(batch_op.f("ix_registrations_group_id"), ["group_id"])
        batch_op.create_index(
            batch_op.f("ix_registrations_event_id_state_queued_as"), ["event_id", "state", "queued_as"]
        )


def downgrade() -> None:
    """Take back. Who is not confirmed was never registered before; groups of organisers' own become ``other``."""
    op.execute("DELETE FROM registrations WHERE state <> 'confirmed'")
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.add_column(sa.Column("organisation_type", sa.String(length=20), server_default="other", nullable=False))
    op.execute(
        "UPDATE registrations SET organisation_type = COALESCE((SELECT participant_groups.key FROM participant_groups"  # noqa: S608
        f" WHERE participant_groups.id = registrations.group_id AND participant_groups.key IN ({TYPES})), 'other')"
    )
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.drop_index(batch_op.f("ix_registrations_event_id_state_queued_as"))
        batch_op.drop_index(batch_op.f("ix_registrations_group_id"))
        batch_op.drop_constraint(batch_op.f("ck_registrations_only_waiting_are_queued"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_registrations_state_known"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_registrations_group_id_participant_groups"), type_="foreignkey")
        for name in ("group_id", "state", "queued_as", "changed_at", "note"):
            batch_op.drop_column(name)
        batch_op.alter_column("organisation_type", existing_type=sa.String(length=20), server_default=None)
        batch_op.create_check_constraint(
            batch_op.f("ck_registrations_organisation_type_known"), f"organisation_type IN ({TYPES})"
        )
    op.drop_table("participant_groups")
    op.drop_table("registration_settings")
