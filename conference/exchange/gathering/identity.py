"""Which entries are which: ids that are the same each time a file is read, and that nobody else has."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable

from conference.draft.rules import limits
from conference.events.rules import slug_from
from conference.exchange.document import IdsMade, LeftOut, OneOfSeveral, Remark
from conference.exchange.gathering.entries import Entry, Person
from conference.exchange.gathering.texts import one_line
from conference.translated import folded


def key_for(name: str, taken: set[str], otherwise: str) -> str:
    """Return a slug for a name, the same each time: where it is taken or empty, with a few digits of its hash."""
    slug = slug_from(name)
    if not slug or slug in taken:
        slug = f"{slug[:48] or otherwise}-{_digest(name)[:8]}"
    taken.add(slug)
    return slug


def session_ids(entries: list[Entry]) -> tuple[list[str | None], list[Remark]]:
    """Return an id for each entry, None for one that is the same as an earlier one; and what was mended.

    An id that several share says nothing: theirs are made of it, the start and the title.
    """
    first = [next((_fitting(key) for key in entry.ids if key.strip()), "") for entry in entries]
    shared = Counter(first)
    ids: list[str | None] = []
    met: set[str] = set()
    whole: set[tuple[str, ...]] = set()
    doubles: list[str] = []
    made: dict[bool, list[str]] = {True: [], False: []}
    for entry, key in zip(entries, first, strict=True):
        own = key
        if not key or shared[key] > 1:
            made[bool(key)].append(key)
            title, start = one_line(entry.title), entry.starts.isoformat() if entry.starts else str(entry.day or "")
            everything = (key, title, start, entry.room, *(person.name for person in entry.persons))
            if everything in whole:
                doubles.append(title)
                ids.append(None)
                continue
            whole.add(everything)
            # Without any id the title alone must do, or a session that is moved would become another one.
            own = _made(key, (key, start, title) if key else (title, ""))
            for parts in ((title, start), everything, (*everything, str(len(met)))):
                own = own if own not in met else _made(key, parts)
        met.add(own)
        ids.append(own)
    remarks: list[Remark] = []
    if made[True]:
        name = next((entry.made_of for entry in entries), "id")
        remarks.append(IdsMade("sessions", len(made[True]), len(set(made[True])), (name, "start", "title")))
    if made[False]:
        remarks.append(IdsMade("sessions", len(made[False]), 0, ("title",)))
    if doubles:
        remarks.append(LeftOut("repeated", len(doubles), tuple(doubles[:3])))
    return ids, remarks


class People:
    """Who is who among the persons of all entries."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        persons = [person for entry in entries for person in entry.persons if one_line(person.name)]
        ids = Counter(_first_id(person) for person in persons)
        names = Counter(folded(one_line(person.name)) for person in persons)
        self.remarks: list[Remark] = []
        # Ids of which none is named twice, while names are: they number appearances, not people.
        numbers_appearances = max(ids.values(), default=0) == 1 and len(names) < len(persons) and "" not in ids
        self._goes_by_name = numbers_appearances
        nameless = ids.get("", 0)
        if numbers_appearances:
            self.remarks.append(IdsMade("speakers", len(persons), len(ids), ("name",)))
        elif nameless:
            self.remarks.append(IdsMade("speakers", nameless, 0, ("name",)))
        self._by_name = {
            folded(one_line(person.name)): _first_id(person)
            for person in reversed(persons)
            if _first_id(person) and not numbers_appearances
        }
        self.held = len(names) if numbers_appearances or not ids else len({self.id_of(person) for person in persons})
        others: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for person in persons:
            others[self.id_of(person)][one_line(person.name)] = None
        self.remarks += [
            OneOfSeveral("speakers", key, next(iter(found)), tuple(found)[1:])
            for key, found in others.items()
            if len({folded(name) for name in found}) > 1
        ]

    def id_of(self, person: Person) -> str:
        """Return the id of a person: theirs, else that of their namesake, else their name."""
        name = folded(one_line(person.name))
        own = "" if self._goes_by_name else _first_id(person)
        return own or self._by_name.get(name) or _fitting(f"name:{name}")


def _first_id(person: Person) -> str:
    return next((_fitting(key) for key in person.ids if key.strip()), "")


def _made(key: str, parts: Iterable[str]) -> str:
    digest = _digest("\x1f".join(parts))[:16]
    return _fitting(f"{key}-{digest}" if key else f"made-{digest}")


def _fitting(key: str) -> str:
    """Return an id that fits its column: a long one by its hash."""
    key = one_line(key)
    return key if len(key) <= limits.EXTERNAL_ID else f"{key[:60]}-{_digest(key)[:32]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
