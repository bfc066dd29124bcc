"""Making, sending and revoking the private links of speakers."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from conference.codes import new_token, token_hash
from conference.db import db, transaction
from conference.draft.queries import speaker_of
from conference.draft.tables import Session, Speaker
from conference.errors import DomainError
from conference.events.services import locked_event, record
from conference.events.tables import Event
from conference.mail.queries import count_letters
from conference.mail.services import put_letter
from conference.seals import seal
from conference.speaking.queries import LINKS, is_with, link_of, speakers_to_ask, token_of
from conference.speaking.tables import SpeakerLink

LETTER = "speaking/your_page"
MOST_LETTERS, WITHIN = 5, timedelta(hours=1)


class NoAddress(DomainError):
    """The speaker has no e-mail address."""


class TooManyLetters(DomainError):
    """The address had enough of these letters within the hour."""


def make_link(event_id: int, code: str, *, language: str, secret_key: str, now: datetime) -> SpeakerLink:
    """Make a speaker's private link, in place of the one they had, which works no longer.

    :param language: of its letter and page.
    :param secret_key: of the installation; seals the token, so that organisers can see the address again.
    :raises conference.draft.queries.rows.NotThere: the event has no such speaker.
    """
    with transaction():
        locked_event(event_id)
        speaker = speaker_of(event_id, code)
        known = link_of(speaker.id)
        link = known or SpeakerLink(speaker_id=speaker.id)
        made_before = known.made_at if known else None
        token = new_token()
        link.token_hash, link.token_sealed = token_hash(token), seal(token, key=secret_key, purpose=LINKS)
        link.language, link.made_at, link.sent_at, link.seen_at = language, now, None, None
        db.session.add(link)
        _note(event_id, speaker, before={"made_at": made_before} if known else None, after={"made_at": now})
    return link


def revoke_link(event_id: int, code: str) -> None:
    """Let a speaker's link work no longer, at once and for good. What they sent stays.

    :raises conference.draft.queries.rows.NotThere: the event has no such speaker.
    """
    with transaction():
        locked_event(event_id)
        speaker = speaker_of(event_id, code)
        link = link_of(speaker.id)
        if link:
            _note(event_id, speaker, before={"made_at": link.made_at}, after=None)
            db.session.delete(link)


def send_link(event_id: int, code: str, *, language: str, secret_key: str, now: datetime) -> SpeakerLink:
    """Send a speaker their private link by mail; it is made where they have none that can be shown.

    :param language: of the letter.
    :raises NoAddress: see there.
    :raises TooManyLetters: see there.
    :raises conference.draft.queries.rows.NotThere: the event has no such speaker.
    """
    with transaction():
        event = locked_event(event_id)
        speaker = speaker_of(event_id, code)
        if not speaker.email:
            raise NoAddress
        if count_letters(LETTER, to=speaker.email, since=now - WITHIN) >= MOST_LETTERS:
            raise TooManyLetters
        link = link_of(speaker.id)
        token = token_of(link, secret_key) if link else None
        if link is None or token is None:
            link = make_link(event_id, code, language=language, secret_key=secret_key, now=now)
            token = token_of(link, secret_key)
        before, link.sent_at, link.language = link.sent_at, now, language
        _note(event_id, speaker, before={"sent_at": before}, after={"sent_at": now})
        _put(event, speaker, token or "", language=language, now=now)
    return link


def send_links(event_id: int, *, language: str, secret_key: str, now: datetime) -> tuple[int, int]:
    """Send their link to all speakers who have an address and were not sent it yet.

    :returns: how many were sent, and how many were put off since their mailbox had enough letters.
    """
    sent = 0
    with transaction():
        codes = speakers_to_ask(event_id)
        for code in codes:
            try:
                send_link(event_id, code, language=language, secret_key=secret_key, now=now)
            except TooManyLetters:
                continue
            sent += 1
    return sent, len(codes) - sent


def note_seen(speaker_id: int, *, now: datetime) -> None:
    """Note that a link was opened, the first time."""
    with transaction():
        db.session.execute(
            update(SpeakerLink)
            .where(SpeakerLink.speaker_id == speaker_id, SpeakerLink.seen_at.is_(None))
            .values(seen_at=now)
        )


def _put(event: Event, speaker: Speaker, token: str, *, language: str, now: datetime) -> None:
    presented = db.session.execute(
        select(Session.title, Session.starts_at)
        .where(is_with(speaker.id), Session.state == "planned")
        .order_by(Session.starts_at, Session.id)
    )
    put_letter(
        LETTER,
        event_id=event.id,
        to=speaker.email or "",
        language=language,
        data={
            "name": speaker.name,
            "title": event.title,
            "first_day": event.first_day.isoformat(),
            "last_day": event.last_day.isoformat(),
            "zones": [event.zone, *([event.second_zone] if event.second_zone else [])],
            "sessions": [
                {"title": title, "starts_at": starts_at.isoformat() if starts_at else None}
                for title, starts_at in presented
            ],
            "language": language,
        },
        secrets={"token": token},
        now=now,
    )


def _note(
    event_id: int, speaker: Speaker, *, before: dict[str, object] | None, after: dict[str, object] | None
) -> None:
    record(event_id, "link", speaker.code, name=speaker.name, before=before, after=after)
