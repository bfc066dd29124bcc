"""The properties of what stands below ``/dav/``: RFC 3744 (4, 5), 4791 (5.2, 6.2), 4918 (15), 5397, 6578 (4)."""

from collections.abc import Callable, Mapping
from email.utils import format_datetime
from xml.etree.ElementTree import Element

from conference.caldav.render.elements import el, href
from conference.caldav.render.privileges import access, own_privileges, supported_privileges
from conference.caldav.render.zones import zone_calendar
from conference.caldav.rules.body import MOST_BYTES
from conference.caldav.rules.filters import COLLATIONS
from conference.caldav.rules.names import APPLE, SERVER, SYNC_TOKEN, c, d
from conference.caldav.rules.places import Agenda, Entry, Kind, Place
from conference.mailto import mailto

PRODUCT = "-//Meridian//Meridian 1//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8; component=VEVENT"
CTAG = f"{{{SERVER}}}getctag"
COLOUR = f"{{{APPLE}}}calendar-color"
EMAILS = f"{{{SERVER}}}email-address-set"

OF_ACCESS = (
    d("expand-property"),
    d("acl-principal-prop-set"),
    d("principal-match"),
    d("principal-property-search"),
    d("principal-search-property-set"),
)
"""Reports that access control asks for (RFC 3744 section 9)."""
OF_ENTRIES = (c("calendar-query"), c("calendar-multiget"), c("free-busy-query"))
SYNC = d("sync-collection")

Property = Callable[[Place, str], Element]
"""Makes the property of a name for a place."""


def reports_of(place: Place) -> tuple[str, ...]:
    """Return the names of the reports that a place answers."""
    if place.kind is Kind.CALENDAR:
        return (*OF_ACCESS, *OF_ENTRIES, SYNC)
    return (*OF_ACCESS[:2], *OF_ENTRIES) if place.kind is Kind.ENTRY else OF_ACCESS


def _types(place: Place, tag: str) -> Element:
    kinds = {Kind.CALENDAR: (c("calendar"),), Kind.PRINCIPAL: (d("principal"),)}.get(place.kind, ())
    return el(tag, *([el(d("collection"))] if place.is_collection else []), *(el(kind) for kind in kinds))


def _displayname(place: Place, tag: str) -> Element:
    if place.agenda is not None:
        return el(tag, text=place.agenda.title, language=place.agenda.language)
    names = {Kind.PRINCIPAL: place.holder.name or place.holder.email, Kind.HOME: place.holder.label}
    return el(tag, text=names.get(place.kind, "Meridian"))


def _own_principal(place: Place, tag: str) -> Element:
    return el(tag, href(place.holder.principal))


def _supported_reports(place: Place, tag: str) -> Element:
    return el(tag, *(el(d("supported-report"), el(d("report"), el(name))) for name in reports_of(place)))


_ANYWHERE: Mapping[str, Property] = {
    d("resourcetype"): _types,
    d("displayname"): _displayname,
    d("current-user-principal"): _own_principal,
    d("principal-collection-set"): lambda place, tag: el(tag, href(f"{place.holder.root}principals/")),
    d("supported-report-set"): _supported_reports,
    d("owner"): _own_principal,
    d("supported-privilege-set"): supported_privileges,
    d("current-user-privilege-set"): own_privileges,
    d("acl"): access,
    d("acl-restrictions"): lambda _place, tag: el(tag, el(d("grant-only")), el(d("no-invert"))),
    d("inherited-acl-set"): lambda _place, tag: el(tag),
}

_PRINCIPAL: Mapping[str, Property] = {
    d("principal-URL"): _own_principal,
    d("alternate-URI-set"): lambda _place, tag: el(tag),
    d("group-membership"): lambda _place, tag: el(tag),
    c("calendar-home-set"): lambda place, tag: el(tag, href(place.holder.home)),
    c("calendar-user-address-set"): lambda place, tag: el(
        tag, href(mailto(place.holder.email)), href(place.holder.principal)
    ),
    EMAILS: lambda place, tag: el(tag, el(f"{{{SERVER}}}email-address", text=place.holder.email)),
}


def _of_agenda(make: Callable[[Agenda, str], Element]) -> Property:
    def of(place: Place, tag: str) -> Element:
        if place.agenda is None:
            raise ValueError(place.path)
        return make(place.agenda, tag)

    return of


def _sync_token(place: Place, tag: str) -> Element:
    return el(tag, text=place.holder.token(place.agenda.digest if place.agenda else ""))


def _calendar_data(_place: Place, tag: str) -> Element:
    return el(tag, Element(c("calendar-data"), {"content-type": "text/calendar", "version": "2.0"}))


_CALENDAR: Mapping[str, Property] = {
    SYNC_TOKEN: _sync_token,
    CTAG: _of_agenda(lambda agenda, tag: el(tag, text=agenda.digest)),
    COLOUR: _of_agenda(lambda agenda, tag: el(tag, text=f"{agenda.colour.upper()}FF")),
    c("calendar-description"): _of_agenda(lambda agenda, tag: el(tag, text=agenda.summary, language=agenda.language)),
    c("calendar-timezone"): _of_agenda(
        lambda agenda, tag: el(tag, text=zone_calendar(agenda.zone, *agenda.years, PRODUCT))
    ),
    c("supported-calendar-component-set"): lambda _place, tag: el(tag, el(c("comp"), name="VEVENT")),
    c("supported-calendar-data"): _calendar_data,
    c("supported-collation-set"): lambda _place, tag: el(
        tag, *(el(c("supported-collation"), text=name) for name in COLLATIONS)
    ),
    c("max-resource-size"): lambda _place, tag: el(tag, text=str(MOST_BYTES)),
}


def _of_entry(make: Callable[[Entry], str]) -> Property:
    def of(place: Place, tag: str) -> Element:
        if place.entry is None:
            raise ValueError(place.path)
        return el(tag, text=make(place.entry))

    return of


_ENTRY: Mapping[str, Property] = {
    d("getetag"): _of_entry(lambda entry: f'"{entry.tag}"'),
    d("getcontenttype"): lambda _place, tag: el(tag, text=CONTENT_TYPE),
    d("getcontentlength"): _of_entry(lambda entry: str(len(entry.content))),
    d("getlastmodified"): _of_entry(lambda entry: format_datetime(entry.changed_at, usegmt=True)),
}

_OF_KIND: Mapping[Kind, Mapping[str, Property]] = {
    Kind.PRINCIPAL: {**_ANYWHERE, **_PRINCIPAL},
    Kind.CALENDAR: {**_ANYWHERE, **_CALENDAR},
    Kind.ENTRY: {name: made for name, made in {**_ANYWHERE, **_ENTRY}.items() if name != d("displayname")},
}

USUAL = frozenset({d("resourcetype"), d("displayname"), *_ENTRY})
"""What comes with *all*: the documents of the others ask that they be named (RFC 4791 section 5.2)."""


def properties_of(place: Place) -> Mapping[str, Property]:
    """Return all properties of a place, by name."""
    return _OF_KIND.get(place.kind, _ANYWHERE)


def property_of(place: Place, name: str) -> Element | None:
    """Return a property of a place; None where it has none of this name."""
    make = properties_of(place).get(name)
    return make(place, name) if make else None
