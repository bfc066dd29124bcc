"""Writing schedule.xml as its schema wants it: version before conference, guids, numbers, slugs, ends of days."""

import json
import re
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from conference.exchange.timetabling import LaidDay, LaidSession, Layout, extras_of

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_SLUG = re.compile(r"[a-z][a-z0-9-]+")
_CODE = re.compile(r"[0-9A-Z]{6}")
_NOT_XML = re.compile(r"[\x7f-\x9f\ufffe\uffff]|\?>")
SYSTEM = "Meridian"


def write(layout: Layout, *, version: str) -> bytes:
    """Write a layout: the same programme always gives the same bytes.

    :param version: of the programme, such as the number of its release.
    """
    root = Element("schedule")
    SubElement(root, "generator", name=SYSTEM)
    if layout.site.startswith(("http://", "https://")):
        SubElement(root, "url").text = f"{layout.site}/schedule.xml"
    SubElement(root, "version").text = version
    _write_conference(SubElement(root, "conference"), layout)
    for day in layout.days:
        _write_day(root, day)
    indent(root, space=" ")
    note = json.dumps(extras_of(layout), ensure_ascii=False, separators=(",", ":"))
    note = _NOT_XML.sub(lambda form: "".join(f"\\u{ord(sign):04x}" for sign in form[0]), note)
    # Beside the root and not in it: no reader of the format ever meets it.
    body = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n<?meridian {note}?>\n'.encode()


def _write_conference(conference: Element, layout: Layout) -> None:
    event = layout.programme.event
    for name, text in (
        ("title", layout.title), ("acronym", layout.acronym), ("start", event.first_day.isoformat()),
        ("end", event.last_day.isoformat()), ("days", str(len(layout.days))), ("timeslot_duration", "00:05"),
        ("base_url", f"{layout.site}/"), ("url", f"{layout.site}/"), ("time_zone_name", event.zone),
    ):  # fmt: skip
        SubElement(conference, name).text = text
    for theme, name in layout.tracks:
        track = SubElement(conference, "track", name=name)
        if theme.colour and _COLOUR.fullmatch(theme.colour):
            track.set("color", theme.colour)
        if _SLUG.fullmatch(theme.id):
            track.set("slug", theme.id)


def _write_day(root: Element, day: LaidDay) -> None:
    element = SubElement(
        root, "day", index=str(day.index), date=day.day.isoformat(), start=_when(day.starts_at), end=_when(day.ends_at)
    )
    for room in day.rooms:
        place = SubElement(element, "room", name=room.name, guid=str(room.guid))
        for session in room.sessions:
            _write_event(place, session)


def _write_event(room: Element, laid: LaidSession) -> None:
    session = laid.session
    event = SubElement(room, "event", id=str(laid.number), guid=str(laid.guid))
    if session.code and _CODE.fullmatch(session.code):
        event.set("code", session.code)
    for name, text in (
        ("date", _when(laid.starts_at)), ("start", f"{laid.starts_at:%H:%M}"), ("duration", laid.duration),
        ("room", laid.room), ("slug", laid.slug), ("url", laid.url), ("title", laid.title), ("subtitle", ""),
        ("track", laid.track), ("type", session.format or "talk"), ("language", laid.language),
        ("abstract", laid.abstract), ("description", ""),
    ):  # fmt: skip
        SubElement(event, name).text = text
    recording = SubElement(event, "recording")
    SubElement(recording, "license").text = ""
    SubElement(recording, "optout").text = "false"
    if session.recording_url:
        SubElement(recording, "url").text = session.recording_url
    persons = SubElement(event, "persons")
    for person in laid.persons:
        SubElement(persons, "person", id=str(person.number), guid=str(person.guid)).text = person.name
    links = SubElement(event, "links")
    for address, title in laid.links:
        SubElement(links, "link", href=address).text = title


def _when(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
