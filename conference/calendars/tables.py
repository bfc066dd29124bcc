"""Subscriptions: the private addresses of agenda feeds."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from conference.db import Base


class Subscription(Base):
    """One named private address of an agenda feed, revocable by itself.

    It is for a participant's agenda of one event, for that of their delegation, or for all their events together.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("account_id", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), index=True)
    """Whose agenda it shows; None for one of all events that the account takes part in, now or later."""
    member_id: Mapped[int | None] = mapped_column(ForeignKey("delegation_members.id", ondelete="CASCADE"), index=True)
    """A place in a delegation: then the feed is that of the delegation, and ends once its owner leaves."""
    name: Mapped[str] = mapped_column(String(100))
    """What its owner calls it, usually a device."""
    language: Mapped[str] = mapped_column(String(8))
    """In which the feed speaks."""
    alarms: Mapped[str] = mapped_column(String(40), default="", server_default="")
    """Minutes before the start at which its booked entries ring, as rules.alarms_to_text writes them; "" for none."""
    shows_waiting: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether it shows sessions waited for, and those in which a seat is offered."""
    shows_cancelled: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether cancelled sessions stay in it, marked."""
    is_short: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether its entries tell title, times and door alone."""
    fills_time: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether its entries let their reader appear busy; a delegation's never do."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """By which a request finds it."""
    token_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The token, encrypted, so that its owner can see the address again."""
    form_key: Mapped[str | None] = mapped_column(String(64))
    """Of the form that made it: sent twice, a form makes one."""
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    """When its owner last changed what it carries, or in which language, or data of an event left it for good."""
    last_fetched_at: Mapped[datetime | None]
    last_fetched_by: Mapped[str | None] = mapped_column(String(200))
    """The User-Agent of the last program that fetched it."""
    last_release_at: Mapped[datetime | None]
    """When the newest release that the last fetch carried was published: who has this one has all before it."""
    revoked_at: Mapped[datetime | None]
