"""The participant groups with which an event begins."""

from dataclasses import dataclass

from conference.translated import Translated

NAME = 120
MOST_GROUPS = 30
MOST_SEATS = 1_000_000


@dataclass(frozen=True)
class FirstGroup:
    """A group that an event has until its organisers say otherwise.

    :ivar key: by which addresses and tables name it.
    :ivar needs_municipality: whether those of the group must say for which municipality they come.
    """

    key: str
    name: Translated
    needs_municipality: bool = False


FIRST_GROUPS = (
    FirstGroup(
        "administration",
        {
            "de": "Kommunalverwaltung oder Rat",
            "tr": "Belediye yönetimi veya meclisi",
            "en": "Municipal administration or council",
        },
        needs_municipality=True,
    ),
    FirstGroup(
        "youth",
        {
            "de": "Jugendrat oder Jugendarbeit",
            "tr": "Gençlik meclisi veya gençlik çalışması",
            "en": "Youth council or youth work",
        },
    ),
    FirstGroup(
        "civil_society",
        {
            "de": "Verein oder Zivilgesellschaft",
            "tr": "Dernek veya sivil toplum kuruluşu",
            "en": "Association or civil society",
        },
    ),
    FirstGroup("school", {"de": "Schule oder Hochschule", "tr": "Okul veya üniversite", "en": "School or university"}),
    FirstGroup("press", {"de": "Presse", "tr": "Basın", "en": "Press"}),
    FirstGroup("other", {"de": "Etwas anderes", "tr": "Başka", "en": "Something else"}),
)
