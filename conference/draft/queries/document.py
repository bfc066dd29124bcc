"""The draft as a release document: what the next release would say."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from conference.db import db
from conference.draft import tables
from conference.events.tables import Event
from conference.programme import document as release
from conference.translated import Translated


def draft_document(event: Event) -> release.Document:
    """Return the whole draft of an event as a document of number 0, in eleven queries however much there is.

    Texts in languages that the event does not have (any more) are left out, unless there is no other.
    """
    languages = tuple(event.languages)

    def shown(text: Translated) -> Translated:
        return {code: text[code] for code in languages if text.get(code)} or text

    themes, rooms, speakers, municipalities, partnerships, sessions = (
        list(db.session.scalars(select(table).where(table.event_id == event.id).order_by(*order)))
        for table, order in _ORDERS
    )
    links = {link: _grouped(event.id, link, column) for link, column in _LINKS}
    slugs = {theme.id: theme.slug for theme in themes}
    keys = {room.id: room.key for room in rooms}
    codes = {speaker.id: speaker.code for speaker in speakers}
    towns = {town.id: town.key for town in municipalities}
    ties = {tie.id: tie.slug for tie in partnerships}
    return release.Document(
        number=0,
        published_at=event.created_at,
        event=release.Event(
            slug=event.slug, title=shown(event.title), summary=shown(event.summary), welcome=shown(event.welcome),
            first_day=event.first_day, last_day=event.last_day, zone=event.zone, second_zone=event.second_zone,
            languages=languages,
        ),
        themes=tuple(
            release.Theme(
                slug=t.slug, title=shown(t.title), short=shown(t.short), summary=shown(t.summary), colour=t.colour
            )
            for t in themes
        ),
        rooms=tuple(
            release.Room(
                key=r.key, name=shown(r.name), note=shown(r.note), joining=shown(r.joining), join_url=r.join_url
            )
            for r in rooms
        ),
        speakers=tuple(
            release.Speaker(
                code=s.code, name=s.name, affiliation=shown(s.affiliation), biography=shown(s.biography)
            )
            for s in speakers
        ),
        municipalities=tuple(
            release.Municipality(
                key=m.key, name=m.name, country=m.country, latitude=m.latitude, longitude=m.longitude, zone=m.zone
            )
            for m in municipalities
        ),
        partnerships=tuple(
            release.Partnership(
                slug=p.slug, first=towns[p.first_id], second=towns[p.second_id], since=p.since, summary=shown(p.summary)
            )
            for p in partnerships
        ),
        sessions=tuple(
            release.Session(
                uid=s.uid, code=s.code, title=shown(s.title), abstract=shown(s.abstract), label=shown(s.label),
                themes=tuple(slugs[key] for key in links[tables.SessionTheme][s.id]),
                speakers=tuple(codes[key] for key in links[tables.SessionSpeaker][s.id]),
                moderators=tuple(codes[key] for key in links[tables.SessionModerator][s.id]),
                interpreters=tuple(codes[key] for key in links[tables.SessionInterpreter][s.id]),
                partnerships=tuple(ties[key] for key in links[tables.SessionPartnership][s.id]),
                format=release.Format(s.format), state=release.SessionState(s.state),
                passport=release.Passport(**{way: tuple(spoken) for way, spoken in s.passport.items()}),
                seats=s.seats, join_url=s.join_url, remains=shown(s.remains), recording_url=s.recording_url,
                slot=release.Slot(starts_at=s.starts_at, minutes=s.minutes, room=keys.get(s.room_id or 0))
                if s.starts_at else None,
            )
            for s in sessions
        ),
    )  # fmt: skip


def draft_programme(event: Event) -> release.Programme:
    """Return the draft with the indexes that a published programme has."""
    return release.Programme(draft_document(event))


_ORDERS: tuple[tuple[Any, tuple[Any, ...]], ...] = (
    (tables.Theme, (tables.Theme.position, tables.Theme.id)),
    (tables.Room, (tables.Room.position, tables.Room.id)),
    (tables.Speaker, (tables.Speaker.id,)),
    (tables.Municipality, (tables.Municipality.id,)),
    (tables.Partnership, (tables.Partnership.id,)),
    (tables.Session, (tables.Session.id,)),
)
_LINKS: tuple[tuple[Any, Any], ...] = (
    (tables.SessionTheme, tables.SessionTheme.theme_id),
    (tables.SessionSpeaker, tables.SessionSpeaker.speaker_id),
    (tables.SessionModerator, tables.SessionModerator.speaker_id),
    (tables.SessionInterpreter, tables.SessionInterpreter.speaker_id),
    (tables.SessionPartnership, tables.SessionPartnership.partnership_id),
)


def _grouped(event_id: int, link: Any, column: Any) -> defaultdict[int, list[int]]:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    rows = db.session.execute(
        select(link.session_id, column)
        .join(tables.Session, tables.Session.id == link.session_id)
        .where(tables.Session.event_id == event_id)
        .order_by(link.session_id, link.position)
    )
    for session_id, key in rows:
        groups[session_id].append(key)
    return groups
