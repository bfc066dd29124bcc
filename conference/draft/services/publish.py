"""Publishing the draft as a release."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from conference.db import db, transaction
from conference.draft.queries.document import draft_document
from conference.draft.rules import limits
from conference.draft.rules.pending import pending
from conference.errors import DomainError
from conference.events.rules import check_length
from conference.events.services import EventFacts, edit_event, locked_event, rename_event
from conference.events.tables import Event
from conference.programme.queries import newest_release_of
from conference.programme.services import add_release
from conference.programme.tables import Release
from conference.translated import Translated


@dataclass
class NothingChanged(DomainError):
    """The draft says just what the newest release says.

    :ivar number: of the newest release.
    """

    number: int


@dataclass
class PublishedMeanwhile(DomainError):
    """The release that was to be published is there already: somebody was quicker, or pressed the button twice.

    :ivar number: of the newest release.
    :ivar author_id: of the account that published it.
    """

    number: int
    author_id: int | None


@dataclass
class SlugFixed(DomainError):
    """The event's addresses are public, so its slug cannot change any more."""

    slug: str


def publish_release(
    event_id: int,
    *,
    author_id: int | None,
    note: Translated | str,
    now: datetime,
    number: int | None = None,
    is_told: bool = True,
) -> Release:
    """Publish the draft as the event's next release. Nobody can edit the draft meanwhile.

    Whoever calls it then calls ``conference.agenda.services.settle_bookings``.

    Participants whose sessions it moves or cancels are told by the worker: ``conference.notices``.

    :param note: what the organiser says of it, by language; shown on the page of changes. A plain text is in the
        event's main language.
    :param now: of publication, UTC.
    :param number: that the release is to have; None for whichever is next.
    :param is_told: whether participants are told by letter; not so where people are invented.
    :raises NothingChanged: the newest release says the same.
    :raises PublishedMeanwhile: the next release has another number by now.
    :raises TextTooLong: the note is too long.
    """
    check_length("note", note, limits.RELEASE_NOTE)
    with transaction():
        event = locked_event(event_id)
        draft = draft_document(event)
        newest = newest_release_of(event_id)
        if newest and number is not None and number <= newest.number:
            author = select(Release.author_id).where(Release.event_id == event_id, Release.number == newest.number)
            raise PublishedMeanwhile(newest.number, db.session.scalar(author))
        if newest and not pending(newest.programme.document, draft, now=now).differs:
            raise NothingChanged(newest.number)
        return add_release(event_id, draft, author_id=author_id, note=note, now=now, is_told=is_told)


def edit_settings(event_id: int, facts: EventFacts, *, slug: str, version: int | None = None) -> Event:
    """Change what an event says of itself, and its slug while nothing is published.

    :raises SlugFixed: the slug differs, and visitors know the event by the one it has.
    :raises DomainError: as :func:`conference.events.services.edit_event` and ``rename_event`` do.
    """
    with transaction():
        event = edit_event(event_id, facts, version=version)
        if slug != event.slug:
            if newest_release_of(event_id):
                raise SlugFixed(event.slug)
            db.session.flush()
            rename_event(event_id, slug=slug)
    return event
