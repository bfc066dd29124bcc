"""Which program asked, as far as it says so."""

import re
import unicodedata

LONGEST_PROGRAM = 200


def cleaned_program(user_agent: str | None) -> str | None:
    """Return a User-Agent as it may be stored: printable, one line, at most 200 characters; None if nothing is left."""
    if not user_agent:
        return None
    kept = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in user_agent[: 4 * LONGEST_PROGRAM])
    return " ".join(kept.split())[:LONGEST_PROGRAM].rstrip() or None


BROWSER = "browser"

_PROGRAMS: tuple[tuple[str, str], ...] = (
    (r"google-calendar-importer|googlebot.*calendar|feedfetcher-google", "Google Calendar"),
    (r"microsoft\.exchange|exchange-?calendar|outlookweb|office365|microsoft exchange", "Outlook.com, Microsoft 365"),
    (r"microsoft office|microsoft outlook|ms-?outlook|outlook", "Outlook"),
    (r"thunderbird|lightning|betterbird", "Thunderbird"),
    (r"icsx5", "ICSx⁵"),
    (r"davx5", "DAVx⁵"),
    (
        r"dataaccessd|calendaragent|calendarserver|iphone|ipados|\bios/|core(dav|media)|remindd|\bical/",
        "Apple Calendar",
    ),
    (r"macos.*calendar|mac[ +_]os[ +_]x.*(calendar|ical)", "Apple Calendar"),
    (r"protoncalendar|proton", "Proton Calendar"),
    (r"nextcloud", "Nextcloud"),
    (r"evolution|gnome-calendar|libsoup", "GNOME"),
    (r"korganizer|merkuro|akonadi|kde", "KDE"),
    (r"fantastical", "Fantastical"),
    (r"busycal", "BusyCal"),
    (r"yahoo", "Yahoo"),
    (r"home ?assistant", "Home Assistant"),
    (r"vdirsyncer|khal", "vdirsyncer"),
    (r"fastmail", "Fastmail"),
    (r"zoho", "Zoho"),
    (r"\bcurl/", "curl"),
    (r"\bwget/", "Wget"),
    (r"mozilla/5\.0 .*(firefox|chrome|safari|edg)/", BROWSER),
)


def program_of(user_agent: str | None) -> str | None:
    """Return the name by which people know a calendar program, from its User-Agent.

    :returns: a product's name, ``browser`` for a web browser, the first word of an unknown User-Agent, or None
        where nothing is known.
    """
    if not user_agent:
        return None
    for pattern, name in _PROGRAMS:
        if re.search(pattern, user_agent, re.IGNORECASE):
            return name
    return re.split(r"[/ (]", user_agent.strip(), maxsplit=1)[0][:40] or None


KNOWN = frozenset(name for _, name in _PROGRAMS if name != BROWSER)
