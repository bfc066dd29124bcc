"""Writing schedule.json, version 1, as its schema wants it."""

import json
import re
from datetime import datetime
from typing import Any

from conference.exchange.timetabling import LaidDay, LaidSession, Layout, extras_of

_ZONE = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]+.*|UTC")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_CODE = re.compile(r"[A-Z0-9]+")
_SLUG = re.compile(r"[a-z0-9_-]+[a-z0-9]")
SYSTEM = "Meridian"


def write(layout: Layout, *, version: str) -> bytes:
    """Write a layout: the same programme always gives the same bytes.

    :param version: of the programme, such as the number of its release.
    """
    event = layout.programme.event
    guids = {room.name: str(room.guid) for day in layout.days for room in day.rooms}
    conference: dict[str, Any] = {
        "acronym": layout.acronym,
        "title": layout.title,
        "start": event.first_day.isoformat(),
        "end": event.last_day.isoformat(),
        "daysCount": len(layout.days),
        "timeslot_duration": "00:05",
        **({"time_zone_name": event.zone} if _ZONE.fullmatch(event.zone) else {}),
        "url": f"{layout.site}/",
        "tracks": [
            {
                "name": name,
                **({"slug": theme.id} if _SLUG.fullmatch(theme.id) else {}),
                **({"color": theme.colour} if theme.colour and _COLOUR.fullmatch(theme.colour) else {}),
            }
            for theme, name in layout.tracks
        ],
        "rooms": [{"name": name, "guid": guid} for name, guid in guids.items()],
        "days": [_day(day) for day in layout.days],
    }
    content = {
        "$schema": "https://c3voc.de/schedule/schema.json",
        # What only we read stands with the generator: tools turn all that is in the schedule itself into XML.
        "generator": {"name": SYSTEM, "meridian": extras_of(layout)},
        "schedule": {"version": version, "base_url": f"{layout.site}/", "conference": conference},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _day(day: LaidDay) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.day.isoformat(),
        "day_start": _when(day.starts_at),
        "day_end": _when(day.ends_at),
        "rooms": {room.name: [_event(session) for session in room.sessions] for room in day.rooms},
    }


def _event(laid: LaidSession) -> dict[str, Any]:
    session = laid.session
    return {
        "guid": str(laid.guid),
        **({"code": session.code} if session.code and _CODE.fullmatch(session.code) else {}),
        "id": laid.number,
        "logo": None,
        "date": _when(laid.starts_at),
        "start": f"{laid.starts_at:%H:%M}",
        "duration": laid.duration,
        "room": laid.room,
        "slug": laid.slug,
        "url": laid.url,
        "title": laid.title,
        "subtitle": None,
        "track": laid.track or None,
        "type": session.format or "talk",
        "language": laid.language or None,
        "abstract": laid.abstract,
        "description": None,
        "recording_license": "",
        "do_not_record": False,
        "persons": [
            {
                "id": person.number,
                "guid": str(person.guid),
                "public_name": person.name,
                **({"biography": person.biography} if person.biography else {}),
            }
            for person in laid.persons
        ],
        "links": [{"url": address, "title": title} for address, title in laid.links],
        "attachments": [],
    }


def _when(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
