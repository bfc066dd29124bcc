"""Objects of pretalx' own interface, however somebody put them together: submissions are known by their keys.

A page of its answers, a list, or a site's own arrangement by day, minute and room: all of them hold the same objects.
"""

from collections.abc import Iterator
from typing import Any

from conference.exchange.document import LeftOut
from conference.exchange.gathering import (
    Entry,
    Gathering,
    Hints,
    Link,
    Person,
    RawRoom,
    instant_or_local,
    minutes_in,
    one_line,
)
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
        result.rooms.append(RawRoom(one_line(text(room["name"])), names=texts(room["name"])))
    people = {text(person.get("code")): person for person in items(as_object(whole).get("speakers"))}
    gone: list[str] = []
    for one in found:
        if text(one.get("state")).lower() in _GONE:
            gone.append(one_line(text(one["title"])))
            continue
        slots = [as_object(one.get("slot")), *items(one.get("slots"))]
        timed = [slot for slot in slots if slot.get("start")] or [{}]
        for slot in timed:
            result.add(_entry(one, slot, rooms, people, is_one_of_several=len(timed) > 1))
    if gone:
        result.remarks.append(LeftOut("withdrawn", len(gone), tuple(gone[:_EXAMPLES])))
    breaks = _breaks(as_object(whole).get("extra"))
    if breaks:
        result.remarks.append(LeftOut("break", len(breaks), tuple(breaks[:_EXAMPLES])))
    return result


def answers_of(found: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the questions that an organiser asked beside the programme, each with its answer."""
    answers = []
    for answer in items(found.get("answers")):
        question = answer.get("question")
        asked = text(as_object(question).get("question")) if isinstance(question, dict) else text(question)
        if words := text(answer.get("answer")):
            answers.append((one_line(asked) or "answers", words))
    return answers


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
    listed = as_object(rooms.get(text(slot.get("room_id")))) or as_object(rooms.get(text(slot.get("room"))))
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
        kind=text(as_object(one.get("submission_type")).get("name")) or text(one.get("submission_type")),
        facts=answers_of(one),
    )
    for person in _speakers(one, people):
        entry.persons.append(
            Person(
                first_text(person, "name", "public_name"), (text(person.get("code")),),
                biography=text(person.get("biography")), email=text(person.get("email")),
            )
        )  # fmt: skip
    for resource in items(one.get("resources")):
        entry.links.append(
            Link("attachment", first_text(resource, "resource", "url"), text(resource.get("description")))
        )
    if picture := text(one.get("image")):
        entry.links.append(Link("picture", picture))
    tags = [one_line(text(tag) or text(as_object(tag).get("tag"))) for tag in one.get("tags") or []]
    if any(tags):
        entry.facts.append(("tags", ", ".join(filter(None, tags))))
    return entry


def _speakers(one: dict[str, Any], people: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the persons of a submission, given whole or by their codes."""
    given = one.get("speakers")
    if isinstance(given, list):
        return [as_object(item) or as_object(people.get(text(item))) or {"code": item} for item in given]
    return items(given)
