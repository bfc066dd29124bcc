"""Themes and speakers: what runs through the programme."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base
from conference.translated import Translated


class Theme(Base):
    """A thematic strand of an event."""

    __tablename__ = "themes"
    __table_args__ = (
        UniqueConstraint("event_id", "slug"),
        CheckConstraint("length(colour) = 7 AND colour LIKE '#%'", name="colour_hex"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(60))
    title: Mapped[Translated]
    short: Mapped[Translated] = mapped_column(default=dict)
    summary: Mapped[Translated] = mapped_column(default=dict)
    colour: Mapped[str] = mapped_column(String(7))
    position: Mapped[int]
    """Order among the event's themes, from 1."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Speaker(Base):
    """A person presenting, with or without an account."""

    __tablename__ = "speakers"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    external_id: Mapped[str | None] = mapped_column(String(100))
    """Under which an imported file knows them."""
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(320))
    """For organisers alone; never published."""
    affiliation: Mapped[Translated] = mapped_column(default=dict)
    biography: Mapped[Translated] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __table_args__ = (UniqueConstraint("event_id", "external_id"),)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
