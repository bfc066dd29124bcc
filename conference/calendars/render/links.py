"""The addresses by which calendar programs take up a feed."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class SubscribeLinks:
    """One feed, as each program wants to be told of it.

    :ivar address: to copy; works everywhere.
    :ivar webcal: opens the program that the device has for calendars.
    :ivar google: adds it to Google Calendar, on a computer.
    :ivar outlook: adds it to Outlook.com.
    :ivar office: adds it to Outlook of Microsoft 365, at work or school.
    """

    address: str
    webcal: str
    google: str
    outlook: str
    office: str


def subscribe_links(address: str, name: str) -> SubscribeLinks:
    """Return the links for the feed at ``address`` (http or https), to be called ``name``."""
    webcal = "webcal://" + address.split("://", 1)[1]
    query = f"url={quote(address, safe='')}&name={quote(name, safe='')}"
    return SubscribeLinks(
        address=address,
        webcal=webcal,
        google=f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?{query}",
        office=f"https://outlook.office.com/calendar/0/addfromweb?{query}",
    )
