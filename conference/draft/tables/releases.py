"""Releases that are to come."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base
from conference.translated import Translated


class PlanState(StrEnum):
    """Where a planned release stands."""

    PLANNED = "planned"
    PUBLISHED = "published"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class PlannedRelease(Base):
    """A time at which the draft, as it is then, is to be published."""

    __tablename__ = "planned_releases"
    __table_args__ = (
        CheckConstraint("state IN ('planned', 'published', 'failed', 'withdrawn')", name="state_known"),
        Index(None, "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    due_at: Mapped[datetime]
    notes: Mapped[Translated] = mapped_column(default=dict, server_default=text("'{}'"))
    """What the release will say of itself, by language."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    """Who planned it last: the author of the release."""
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default=PlanState.PLANNED, server_default=PlanState.PLANNED)
    done_at: Mapped[datetime | None]
    """When it was published, failed or withdrawn."""
    number: Mapped[int | None]
    """Of the release that came of it; of the newest where nothing had changed."""
    failure: Mapped[str | None] = mapped_column(String(40))
    """Why nothing came of it: ``nothing_changed``, or ``refused``."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
