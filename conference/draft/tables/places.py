"""Rooms, municipalities and their partnerships."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base
from conference.translated import Translated


class Room(Base):
    """A virtual place where sessions happen."""

    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(60))
    """Stable name within the event, used by releases and imports."""
    name: Mapped[Translated]
    note: Mapped[Translated] = mapped_column(default=dict)
    joining: Mapped[Translated] = mapped_column(default=dict)
    """How to join, Markdown."""
    join_url: Mapped[str | None] = mapped_column(String(1000))
    """The meeting's own address; shown only at the door of a session."""
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Municipality(Base):
    """A town or district that takes part in an event."""

    __tablename__ = "municipalities"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_range"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_range"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="coordinates_both"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    zone: Mapped[str | None] = mapped_column(String(64))
    geonames_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Partnership(Base):
    """An official tie between two municipalities."""

    __tablename__ = "partnerships"
    __table_args__ = (
        UniqueConstraint("event_id", "slug"),
        UniqueConstraint("event_id", "first_id", "second_id"),
        CheckConstraint("first_id <> second_id", name="two_municipalities"),
        CheckConstraint("since BETWEEN 1800 AND 2200", name="since_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(120))
    first_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    since: Mapped[int | None]
    summary: Mapped[Translated] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
