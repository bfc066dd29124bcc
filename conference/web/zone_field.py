"""The choice of a time zone: a plain list by continent and city, which works everywhere, also without scripts."""

from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from conference import zones
from conference.translated import sort_key
from conference.web.filters import zone_city
from conference.web.locale import current_language, visitor_zone

USUAL_ZONE = "Europe/Berlin"

_FIRST = ("Europe/Berlin", "Europe/Istanbul", "UTC")

_TERRITORIES = {
    "Africa": "002", "America": "019", "Antarctica": "AQ", "Arctic": "150", "Asia": "142", "Australia": "AU",
    "Europe": "150",
}  # fmt: skip
"""Continents by their number in CLDR (UN M.49), which knows their names in every language."""


class ZoneField(SelectField):
    """One IANA zone. What is likely stands first: the zone of now, the visitor's, and those of the model case."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("default", usual_zone)
        super().__init__(label or _l("Time zone"), choices=[], validate_choice=False, **kwargs)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the value, and offer the zones with it among the first."""
        super().process(formdata, unset_value if data is None else data, extra_filters)
        self.choices = zone_choices(self.data if isinstance(self.data, str) else None)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002
        """Take any IANA zone, also one that the list calls by its newer name."""
        if not isinstance(self.data, str) or not zones.is_zone(self.data):
            raise ValidationError(_("Please choose a time zone from the list."))


def usual_zone() -> str:
    """Return the zone that a visitor most likely means."""
    return visitor_zone() or USUAL_ZONE


def zone_choices(selected: str | None = None) -> list[SelectChoice]:
    """Return all zones with their cities in the reader's language, grouped by continent."""
    likely = dict.fromkeys(zone for zone in (selected, visitor_zone(), *_FIRST) if zone and zones.is_zone(zone))
    usual = [SelectChoice(zone, zone_city(zone), optgroup=_("Often chosen")) for zone in likely]
    return usual + [
        SelectChoice(zone, city, optgroup=continent)
        for continent, group in _zones_by_continent(current_language()).items()
        for zone, city in group
        # Each zone stands once: a list marks one as chosen, not two.
        if zone not in likely
    ]


@cache
def _zones_by_continent(language: str) -> dict[str, list[tuple[str, str]]]:
    locale = Locale.parse(language)
    oceans = {"Atlantic": _("Atlantic Ocean"), "Indian": _("Indian Ocean"), "Pacific": _("Pacific Ocean")}
    groups: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for zone in _inhabited_zones():
        part = zone.partition("/")[0]
        groups[oceans.get(part) or locale.territories[_TERRITORIES[part]]].append((zone, zone_city(zone, language)))
    return {
        continent: sorted(groups[continent], key=lambda choice: sort_key(choice[1], language))
        for continent in sorted(groups, key=lambda name: sort_key(name, language))
    }


@cache
def _inhabited_zones() -> tuple[str, ...]:
    """Return the zones by their newest names, at least one for each country (zone.tab of the tz database)."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    named = {line.split("\t")[2].strip() for line in table.splitlines() if line and not line.startswith("#")}
    return tuple(sorted(named & zones.zone_names()))
