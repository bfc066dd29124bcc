"""What is rendered: a session in a feed, for somebody, and what all entries of that feed share."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from conference.calendars.render.words import Words
from conference.calendars.rules import Choices
from conference.programme.document import Programme, Session
from conference.translated import Translated, pick


class Kind(StrEnum):
    """For whom an entry is rendered: it decides whether it fills time, and how sure it is."""

    PUBLIC = "public"
    """In the feed of an event, theme or speaker: fills no time, since nobody goes to all of it."""
    SINGLE = "single"
    """Downloaded by itself: someone means to go."""
    GROUP = "group"
    """In the feed of a delegation: some of it are there, which does not fill the time of whoever reads it."""
    BOOKED = "booked"
    WAITING = "waiting"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class Frame:
    """What all entries of a feed share.

    :ivar programme: of the newest release.
    :ivar digest: of the release: with the same digest everything in the programme is the same.
    :ivar base_url: of this installation, without a slash at its end.
    :ivar words: of the feed's language.
    :ivar zones: in which times are told in words, the event's first; IANA names without repetition.
    :ivar choices: what the owner of a private feed lets its entries carry.
    :ivar event_name: of the event, in front of each title, where a feed holds several events.
    :ivar told_at: since when the owner of a private feed has it told so: by these clocks, in this language, with these
        choices, UTC; None for ever.
    """

    programme: Programme
    digest: str
    base_url: str
    words: Words
    zones: tuple[str, ...]
    choices: Choices = field(default_factory=Choices)
    event_name: str = ""
    told_at: datetime | None = None

    def told(self, text: Translated) -> str:
        """Return a text of the programme in the language of the feed."""
        return pick(text, self.words.language, self.programme.event.languages)

    def door_of(self, session: Session) -> str:
        """Return the one address that calendars carry of a session; where it leads may change, it does not."""
        return f"{self.base_url}/s/{session.code}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in a feed.

    :ivar place: in the queue, from 1, where it is waited for.
    :ivar respond_by: until when an offered seat is held, UTC.
    :ivar note: a paragraph above all else, such as who goes.
    :ivar changed_at: of the booking, UTC: an entry has changed when its session or its booking has.
    """

    session: Session
    kind: Kind = Kind.PUBLIC
    place: int | None = None
    changed_at: datetime | None = None
    respond_by: datetime | None = None
    note: str = ""
