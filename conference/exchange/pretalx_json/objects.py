"""Objects of pretalx' own interface, however somebody put them together: submissions are known by their keys.

A page of its answers, a list, or a site's own arrangement by day, minute and room: all of them hold the same objects.
"""

from collections.abc import Iterator
from typing import Any

from conference.exchange.document import LeftOut, PageOfMany, Remark
from conference.exchange.gathering import (
    Entry,
    Gathering,
    Hints,
    Link,
    RawRoom,
    RawTheme,
    instant_or_local,
    minutes_in,
    one_line,
)
from conference.exchange.pretalx_json.persons import answers_of, person_of, room_facts
from conference.exchange.pretalx_json.values import as_object, first_text, items, text, texts

NAME = "pretalx objects (its interface, not schedule.json)"
_DEEPEST = 12
_MARKS = frozenset({"slot", "slots", "submission_type", "submission_type_id", "content_locale", "slot_count"})
_GONE = frozenset({"canceled", "cancelled", "rejected", "withdrawn", "deleted", "draft"})
_EXAMPLES = 3


def gathered(whole: Any, hints: Hints) -> Gathering | None:
    """Return what a file of such objects holds; None where there is not one in it."""
    found = [one for one in _objects(whole, 0) if "code" in one and "title" in one and _MARKS & one.keys()]
    if not found:
        return None
    result = Gathering(NAME, hints)
    rooms = {text(room.get("id")): room for room in items(as_object(whole).get("rooms")) if room.get("name")}
    for room in rooms.values():
        result.rooms.append(RawRoom(one_line(text(room["name"])), names=texts(room["name"]), facts=room_facts(room)))
    people = {text(person.get("code")): person for person in items(as_object(whole).get("speakers"))}
    for one in found:
        if _is_gone(one):
            continue
        _take_theme(result, one)
        slots = [as_object(one.get("slot")), *items(one.get("slots"))]
        timed = [slot for slot in slots if slot.get("start")] or [{}]
        for slot in timed:
            result.add(_entry(one, slot, rooms, people, is_one_of_several=len(timed) > 1))
    result.remarks += _left_out(as_object(whole), found, rooms, people)
    return result


def _is_gone(one: dict[str, Any]) -> bool:
    return text(one.get("state")).lower() in _GONE


def _left_out(
    whole: dict[str, Any], found: list[dict[str, Any]], rooms: dict[str, Any], people: dict[str, Any]
) -> Iterator[Remark]:
    """Yield what the file holds and the programme does not, and whether there is more beyond the file."""
    count = whole.get("count")
    if isinstance(count, int) and len(items(whole.get("results"))) < count:
        yield PageOfMany(len(items(whole["results"])), count)
    nameless = [text(one.get("code")) for each in found if not _is_gone(each) for one in _speakers(each, people)
                if not person_of(one).name]  # fmt: skip
    for why, titles in (
        ("nameless", list(dict.fromkeys(code for code in nameless if code))),
        ("withdrawn", [one_line(text(one["title"])) for one in found if _is_gone(one)]),
        ("availability", [one_line(text(room["name"])) for room in rooms.values() if room.get("availabilities")]),
        ("break", _breaks(whole.get("extra"))),
    ):
        if titles:
            yield LeftOut(why, len(titles), tuple(titles[:_EXAMPLES]))


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the objects in a value that are not inside one that was found already."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        if "code" in value and "title" in value:
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict | list):
                yield from _objects(item, depth + 1)


def _breaks(value: Any) -> list[str]:
    """Return the titles of the pauses that a site noted beside the sessions, without a length."""
    return [
        one_line(text(pause.get("title")))
        for day in items(value)
        for pause in items(day)
        if pause.get("title") and not pause.get("duration")
    ]


def _entry(
    one: dict[str, Any], slot: dict[str, Any], rooms: dict[str, Any], people: dict[str, Any], *, is_one_of_several: bool
) -> Entry:
    starts, ends = instant_or_local(text(slot.get("start"))), instant_or_local(text(slot.get("end")))
    minutes = minutes_in(one.get("duration"))
    if starts and ends and (starts.tzinfo is None) == (ends.tzinfo is None) and ends > starts:
        minutes = int((ends - starts).total_seconds() // 60)
    inside = as_object(slot.get("room"))
    listed = as_object(rooms.get(text(slot.get("room_id")))) or as_object(rooms.get(text(slot.get("room"))))
    listed = listed or (inside if "name" in inside else {})
    code = text(one["code"])
    entry = Entry(
        place=f"submission {code}",
        title=text(one["title"]),
        titles=texts(one["title"]),
        ids=(f"{code}-{text(slot.get('start'))}" if is_one_of_several else code,),
        made_of="code",
        abstract=text(one.get("abstract")),
        description=text(one.get("description")),
        language=text(one.get("content_locale")),
        starts=starts,
        minutes=minutes,
        room=one_line(text(listed.get("name")) or text(slot.get("room"))),
        track=one_line(text(as_object(one.get("track")).get("name")) or text(one.get("track"))),
        kind=_kind(one.get("submission_type")),
        facts=answers_of(one),
    )
    entry.persons += [person_of(person) for person in _speakers(one, people)]
    for resource in items(one.get("resources")):
        entry.links.append(
            Link("attachment", first_text(resource, "resource", "url", "link"), text(resource.get("description")))
        )
    if picture := text(one.get("image")):
        entry.links.append(Link("picture", picture))
    tags = [one_line(text(tag) or text(as_object(tag).get("tag"))) for tag in one.get("tags") or []]
    for name, fact in (("do_not_record", "not recorded"), ("do_not_stream", "not streamed")):
        if one.get(name) is True:
            entry.facts.append((fact, ""))
    if any(tags):
        entry.facts.append(("tags", ", ".join(filter(None, tags))))
    return entry


def _take_theme(result: Gathering, one: dict[str, Any]) -> None:
    """Note the track of a submission once, with its names and colour."""
    track = as_object(one.get("track"))
    name = one_line(text(track.get("name")))
    if name and all(theme.name != name for theme in result.themes):
        result.themes.append(RawTheme(name, colour=text(track.get("color")), names=texts(track.get("name"))))


def _kind(value: Any) -> str:
    """Return the name of a kind of session; the number alone by which an installation knows it says nothing."""
    name = text(as_object(value).get("name")) or text(value)
    return "" if name.isdigit() else name


def _speakers(one: dict[str, Any], people: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the persons of a submission, given whole or by their codes."""
    given = one.get("speakers")
    if isinstance(given, list):
        return [as_object(item) or as_object(people.get(text(item))) or {"code": item} for item in given]
    return items(given)
