"""The timetable as its script reads it: plain facts in the reader's language, and sentences on what was done."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import get_template_attribute, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from conference import zones
from conference.draft.queries import DraftState
from conference.draft.queries.timetable import LastChange, StoredMark
from conference.draft.rules.clashes import Clash
from conference.draft.services.timetable import Place
from conference.events.tables import Event
from conference.programme.document import Programme, Session
from conference.translated import language_of, pick
from conference.web.filters import clock_beside, clock_time, moment
from conference.web.locale import current_language

Facts = dict[str, Any]


def session_facts(
    event: Event, programme: Programme, session: Session, mark: StoredMark, kinds: Sequence[str]
) -> Facts:
    """Return what the script knows of a session.

    :param mark: what is stored of it beside.
    :param kinds: of the clashes that it is part of.
    """
    language, languages, slot = current_language(), programme.event.languages, session.slot
    zone, *others = programme.zones
    local = zones.to_local(slot.starts_at, zone) if slot else None
    return {
        "code": session.code,
        "title": pick(session.title, language, languages),
        "lang": language_of(session.title, language, languages),
        "themes": list(session.themes),
        "theme_number": next((programme.theme_number(theme.slug) for theme in programme.themes_of(session)), 0),
        "format": str(session.format),
        "speakers": [speaker.name for speaker in programme.speakers_of(session)],
        "languages": list(session.passport.spoken),
        "day": local.date().isoformat() if local else None,
        "start": f"{local:%H:%M}" if local else None,
        "fold": local.fold if local else 0,
        "starts_at": slot.starts_at.isoformat() if slot else None,
        "second": clock_beside(slot.starts_at, others[0], zone) if slot and others else None,
        "minutes": mark.minutes,
        "room": slot.room if slot else None,
        "state": str(session.state),
        "version": mark.version,
        "clashes": list(kinds),
        "edit": url_for("draft.place_session", event=event.slug, code=session.code),
    }


def clash_facts(event: Event, programme: Programme, clashes: Sequence[Clash]) -> list[Facts]:
    """Return the clashes as the script shows them: in words, and as the page's own HTML."""
    worded = get_template_attribute("macros/clashes.html", "clash_words")
    facts = []
    for clash in clashes:
        html = Markup(worded(clash, programme, list(programme.zones), event.slug))  # noqa: S704 - the macro escapes
        facts.append(
            {
                "kind": str(clash.kind),
                "is_error": clash.is_error,
                "words": html.striptags(),
                "html": html,
                "codes": [code for code in (clash.first, clash.second) if code],
                "href": place_address(event, programme, clash.first),
            }
        )
    return facts


def place_address(event: Event, programme: Programme, code: str) -> str:
    """Return the address of a session's card on the board; it opens on the session's day."""
    slot = programme.sessions[code].slot
    day = zones.local_day(slot.starts_at, event.zone).isoformat() if slot else None
    return url_for("draft.show_timetable", event=event.slug, day=day, _anchor=f"s-{code}")


def kinds_by_code(clashes: Sequence[Clash]) -> dict[str, list[str]]:
    """Return of which kinds each session's clashes are, errors first."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for clash in clashes:
        for code in (clash.first, clash.second):
            if code and str(clash.kind) not in kinds[code]:
                kinds[code].append(str(clash.kind))
    return dict(kinds)


def pending_facts(state: DraftState) -> Facts:
    """Return what the next release would bring, in figures."""
    return {
        "added": state.added if state.newest else 0,
        "moved": state.moved,
        "cancelled": state.cancelled,
        "changes": state.changes,
        "next": state.next_number,
    }


def place_facts(event: Event, place: Place) -> Facts:
    """Return a place in the timetable as the form's fields."""
    local = zones.to_local(place.starts_at, event.zone) if place.starts_at else None
    return {
        "day": local.date().isoformat() if local else "",
        "start": f"{local:%H:%M}" if local else "",
        "fold": local.fold if local else 0,
        "minutes": place.minutes,
        "room": place.room or "",
        "theme": place.theme or "",
    }


def placed_words(programme: Programme, session: Session) -> str:
    """Return a sentence on where a session now is in the timetable."""
    title = pick(session.title, current_language(), programme.event.languages)
    if session.slot is None:
        return str(_("“%(title)s” has no slot now.", title=title))
    when = moment(session.slot.starts_at, programme.event.zone)
    room = programme.room_of(session)
    if room is None:
        return str(_("“%(title)s” now starts on %(when)s, without a room.", title=title, when=when))
    name = pick(room.name, current_language(), programme.event.languages)
    return str(_("“%(title)s” now starts on %(when)s in room %(room)s.", title=title, when=when, room=name))


def stale_words(
    programme: Programme, session: Session, change: LastChange | None, *, account_id: int, now: datetime
) -> str:
    """Return sentences on who changed a session meanwhile, when, and how it stands now."""
    title = pick(session.title, current_language(), programme.event.languages)
    if change is None:
        who = _("Somebody changed “%(title)s” meanwhile.", title=title)
    else:
        zone = programme.event.zone
        is_today = zones.local_day(change.changed_at, zone) == zones.local_day(now, zone)
        when = clock_time(change.changed_at, zone) if is_today else moment(change.changed_at, zone)
        if change.account_id == account_id:
            who = _("You changed “%(title)s” yourself at %(time)s, in another window.", title=title, time=when)
        elif change.name:
            who = _("%(name)s changed “%(title)s” at %(time)s.", name=change.name, title=title, time=when)
        else:
            who = _("“%(title)s” was changed at %(time)s.", title=title, time=when)
    return f"{who} {_('Nothing of yours was saved.')} {placed_words(programme, session)}"
