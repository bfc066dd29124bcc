"""What stands where below ``/dav/``: collections, one account, its calendars and their entries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from urllib.parse import quote, unquote, urlsplit

from conference.caldav.rules.components import Component, component_of
from conference.caldav.rules.sync import Members, digest_of


class Kind(StrEnum):
    """What is at an address."""

    ROOT = "root"
    PRINCIPALS = "principals"
    PRINCIPAL = "principal"
    HOMES = "homes"
    HOME = "home"
    CALENDAR = "calendar"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Entry:
    """A calendar of one session.

    :ivar name: the last part of its address.
    :ivar tag: of its bytes; without quotes.
    :ivar changed_at: UTC.
    """

    name: str
    content: bytes
    tag: str
    changed_at: datetime

    @property
    def component(self) -> Component:
        """Its lines, as a tree."""
        return component_of(self.content)


@dataclass(frozen=True)
class Agenda:
    """The calendar of one event.

    :ivar key: what tells it from others of the account; the last part of its address.
    :ivar event_id: of the event.
    :ivar colour: ``#rrggbb``.
    :ivar zone: of the event, IANA.
    :ivar years: the first and the last one in which the event takes place.
    """

    key: str
    event_id: int
    title: str
    summary: str
    language: str
    colour: str
    zone: str
    years: tuple[int, int]
    entries: tuple[Entry, ...]

    @cached_property
    def members(self) -> Members:
        """The tag of each entry, by its name."""
        return {entry.name: entry.tag for entry in self.entries}

    @cached_property
    def by_name(self) -> Mapping[str, Entry]:
        """Its entries by their names."""
        return {entry.name: entry for entry in self.entries}

    @cached_property
    def digest(self) -> str:
        """Names its state: equal entries, equal digest."""
        return digest_of(self.members)


@dataclass(frozen=True)
class Holder:
    """Who asks, by which subscription.

    :ivar root: the address of ``/dav/``, as a path.
    :ivar number: of the subscription; part of addresses.
    :ivar label: what its owner calls it.
    :ivar token_base: what sync tokens begin with; an address of ours, since they must be URIs.
    :ivar read: gives the calendars; asked for once, and only where they matter.
    """

    root: str
    number: int
    name: str
    email: str
    label: str
    token_base: str
    read: Callable[[], tuple[Agenda, ...]] = field(compare=False)

    @cached_property
    def agendas(self) -> tuple[Agenda, ...]:
        """The calendars."""
        return self.read()

    @property
    def principal(self) -> str:
        """The address of the account itself."""
        return f"{self.root}principals/{self.number}/"

    @property
    def home(self) -> str:
        """The address of its calendars."""
        return f"{self.root}calendars/{self.number}/"

    def token(self, digest: str) -> str:
        """Return the sync token of a state."""
        return f"{self.token_base}{digest}"


@dataclass(frozen=True, slots=True)
class Place:
    """Something with an address.

    :ivar path: its address; a collection's ends in a slash.
    """

    kind: Kind
    path: str
    holder: Holder
    agenda: Agenda | None = None
    entry: Entry | None = None

    @property
    def is_collection(self) -> bool:
        """Whether it holds others."""
        return self.kind is not Kind.ENTRY

    def children(self) -> list["Place"]:
        """Return what it holds."""
        holder = self.holder
        match self.kind:
            case Kind.ROOT:
                return [
                    Place(Kind.PRINCIPALS, f"{holder.root}principals/", holder),
                    Place(Kind.HOMES, f"{holder.root}calendars/", holder),
                ]
            case Kind.PRINCIPALS:
                return [Place(Kind.PRINCIPAL, holder.principal, holder)]
            case Kind.HOMES:
                return [Place(Kind.HOME, holder.home, holder)]
            case Kind.HOME:
                return [calendar_place(holder, agenda) for agenda in holder.agendas]
            case Kind.CALENDAR if self.agenda is not None:
                return [entry_place(holder, self.agenda, entry) for entry in self.agenda.entries]
        return []

    def child(self, name: str) -> "Place | None":
        """Return what it holds under a name. Of entries there may be many, and many may be asked for."""
        if self.kind is Kind.CALENDAR and self.agenda is not None:
            entry = self.agenda.by_name.get(name)
            return entry_place(self.holder, self.agenda, entry) if entry else None
        return next((child for child in self.children() if _last_part(child) == name), None)


def calendar_place(holder: Holder, agenda: Agenda) -> Place:
    """Return where a calendar stands."""
    return Place(Kind.CALENDAR, f"{holder.home}{quote(agenda.key)}/", holder, agenda)


def entry_place(holder: Holder, agenda: Agenda, entry: Entry) -> Place:
    """Return where an entry stands."""
    return Place(Kind.ENTRY, f"{calendar_place(holder, agenda).path}{quote(entry.name)}", holder, agenda, entry)


def place_at(holder: Holder, where: str) -> Place | None:
    """Return what stands at an address, to this account; None where there is nothing, or what is another's.

    :param where: the part after ``/dav/``, decoded; collections are found without their last slash too.
    """
    parts = where.removesuffix("/").split("/") if where not in {"", "/"} else []
    place = Place(Kind.ROOT, holder.root, holder)
    for part in parts:
        found = place.child(part)
        if found is None:
            return None
        place = found
    return None if where.endswith("/") and not place.is_collection else place


def _last_part(place: Place) -> str:
    return unquote(place.path.removesuffix("/").rpartition("/")[2])


def place_of_href(holder: Holder, href: str) -> Place | None:
    """Return what an address in a request's body means: a whole one, or a path."""
    try:
        path = unquote(urlsplit(href.strip()).path, errors="strict")
    except ValueError:
        return None
    return place_at(holder, path.removeprefix(holder.root)) if path.startswith(holder.root) else None
