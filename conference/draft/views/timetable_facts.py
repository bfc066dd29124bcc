"""The timetable as its script reads it: plain facts in the reader's language, and sentences on what was done."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import get_template_attribute, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from conference import zones
from conference.draft.queries import DraftState
from conference.draft.queries.timetable import LastChange, StoredMark, stored_marks
from conference.draft.rules.clashes import Clash, find_clashes
from conference.draft.services.timetable import Place
from conference.draft.views.frame import circumstances_now
from conference.events.tables import Event
from conference.programme.document import Programme, Session
from conference.programme.document.index import ends_at
from conference.translated import language_of, pick
from conference.web.filters import clock_beside, clock_time, moment
from conference.web.locale import current_language

Facts = dict[str, Any]


@dataclass(frozen=True)
class Timetable:
    """A draft's timetable, as the script is told of it.

    :ivar state: the draft beside the newest release.
    :ivar clashes: all of them.
    :ivar marks: what is stored of each session beside, by code.
    """

    event: Event
    state: DraftState
    clashes: Sequence[Clash]
    marks: Mapping[str, StoredMark]

    @property
    def programme(self) -> Programme:
        """The draft, indexed."""
        return self.state.programme

    def sessions(self) -> list[Facts]:
        """Return the facts of all sessions."""
        return [self.session(code) for code in self.programme.sessions if code in self.marks]

    def session(self, code: str) -> Facts:
        """Return what the script knows of a session."""
        programme, session = self.programme, self.programme.sessions[code]
        language, languages, slot = current_language(), programme.event.languages, session.slot
        zone, *others = programme.zones
        local = zones.to_local(slot.starts_at, zone) if slot else None
        return {
            "code": code,
            "title": pick(session.title, language, languages),
            "lang": language_of(session.title, language, languages),
            "themes": list(session.themes),
            "theme_number": next((programme.theme_number(theme.slug) for theme in programme.themes_of(session)), 0),
            "format": str(session.format),
            "speakers": [speaker.name for speaker in programme.speakers_of(session)],
            "languages": sorted(session.passport.followed_in),
            "towns": [
                town.name for tie in programme.partnerships_of(session) for town in programme.municipalities_of(tie)
            ],
            "day": local.date().isoformat() if local else None,
            "start": f"{local:%H:%M}" if local else None,
            "fold": local.fold if local else 0,
            "starts_at": slot.starts_at.isoformat() if slot else None,
            "second": clock_beside(slot.starts_at, others[0], zone) if slot and others else None,
            "minutes": self.marks[code].minutes,
            "room": slot.room if slot else None,
            "state": str(session.state),
            "version": self.marks[code].version,
            "clashes": self._kinds.get(code, []),
            "change": self._changes.get(code),
            "edit": url_for("draft.place_session", event=self.event.slug, code=code),
        }

    def clashes_in_words(self) -> list[Facts]:
        """Return the clashes as the script shows them: in words, and as the page's own HTML."""
        worded = get_template_attribute("macros/clashes.html", "clash_words")
        zones_shown = list(self.programme.zones)
        facts = []
        for clash in self.clashes:
            html = Markup(worded(clash, self.programme, zones_shown, self.event.slug))  # noqa: S704 - the macro escapes
            facts.append(
                {
                    "kind": str(clash.kind),
                    "is_error": clash.is_error,
                    "words": html.striptags(),
                    "html": html,
                    "codes": list(clash.codes),
                    "href": place_address(self.event, self.programme, clash.first),
                    "slots": url_for("draft.list_prospects", event=self.event.slug, code=clash.codes[-1]),
                }
            )
        return facts

    def pending(self) -> Facts:
        """Return what the next release would bring, in figures."""
        return {
            "added": self.state.added if self.state.newest else 0,
            "moved": self.state.moved,
            "cancelled": self.state.cancelled,
            "changes": self.state.changes,
            "next": self.state.next_number,
        }

    @cached_property
    def standings(self) -> dict[str, str]:
        """How each session that clashes is marked, by code: ``bad`` where it cannot stay, ``wary`` otherwise."""
        marked: dict[str, str] = {}
        for clash in sorted(self.clashes, key=lambda clash: clash.is_error):
            marked |= dict.fromkeys(clash.codes, "bad" if clash.is_error else "wary")
        return marked

    @cached_property
    def _kinds(self) -> dict[str, list[str]]:
        kinds: defaultdict[str, list[str]] = defaultdict(list)
        for clash in self.clashes:
            for code in clash.codes:
                if str(clash.kind) not in kinds[code]:
                    kinds[code].append(str(clash.kind))
        return dict(kinds)

    @cached_property
    def _changes(self) -> dict[str, str]:
        return {change.code: str(change.kind) for change in self.state.pending.changes} if self.state.newest else {}


def timetable_now(event: Event, state: DraftState) -> Timetable:
    """Return a draft's timetable, with what clashes in it as far as is known now."""
    document = state.programme.document
    return Timetable(event, state, find_clashes(document, circumstances_now(event, document)), stored_marks(event.id))


def place_address(event: Event, programme: Programme, code: str) -> str:
    """Return the address of a session's card on the board; it opens on the session's day."""
    slot = programme.sessions[code].slot
    day = zones.local_day(slot.starts_at, event.zone).isoformat() if slot else None
    return url_for("draft.show_timetable", event=event.slug, day=day, _anchor=f"s-{code}")


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
    """Return a sentence on where a session now is in the timetable, and how long: all that screen readers hear."""
    title = pick(session.title, current_language(), programme.event.languages)
    if session.slot is None:
        return str(_("“%(title)s” has no slot now.", title=title))
    zone = programme.event.zone
    told = {
        "title": title,
        "when": f"{moment(session.slot.starts_at, zone)}–{clock_time(ends_at(session), zone)}",
        "minutes": session.slot.minutes,
    }
    room = programme.room_of(session)
    if room is None:
        return str(_("“%(title)s” is now on %(when)s (%(minutes)s min), without a room.", **told))
    name = pick(room.name, current_language(), programme.event.languages)
    return str(_("“%(title)s” is now on %(when)s (%(minutes)s min) in room %(room)s.", room=name, **told))


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
