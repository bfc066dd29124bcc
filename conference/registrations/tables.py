"""Who takes part in an event."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class OrganisationType(StrEnum):
    """Where a participant comes from."""

    ADMINISTRATION = "administration"
    YOUTH = "youth"
    CIVIL_SOCIETY = "civil_society"
    SCHOOL = "school"
    PRESS = "press"
    OTHER = "other"


class Registration(Base):
    """An account taking part in an event."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("event_id", "account_id"),
        CheckConstraint(
            "organisation_type IN ('administration', 'youth', 'civil_society', 'school', 'press', 'other')",
            name="organisation_type_known",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    organisation: Mapped[str] = mapped_column(String(200), default="")
    organisation_type: Mapped[str] = mapped_column(String(20))
    municipality: Mapped[str] = mapped_column(String(200), default="")
    registered_at: Mapped[datetime]
    consented_at: Mapped[datetime]
    consent_version: Mapped[str] = mapped_column(String(20))
    """Which wording of the privacy notice they agreed to."""
    agenda_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    """Rises with each change of its bookings, so that an unchanged feed is known by one row."""
    agenda_changed_at: Mapped[datetime]
    wants_suggestions: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether the agenda suggests sessions."""
