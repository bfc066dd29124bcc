"""The names that WebDAV and CalDAV give to things, with their namespaces, as ElementTree writes them."""

from conference.errors import DomainError

DAV = "DAV:"
CALDAV = "urn:ietf:params:xml:ns:caldav"
SERVER = "http://calendarserver.org/ns/"
APPLE = "http://apple.com/ns/ical/"
PREFIXES = {DAV: "d", CALDAV: "c", SERVER: "cs", APPLE: "a"}


def d(name: str) -> str:
    """Return a name of WebDAV (RFC 4918)."""
    return f"{{{DAV}}}{name}"


def c(name: str) -> str:
    """Return a name of CalDAV (RFC 4791)."""
    return f"{{{CALDAV}}}{name}"


ALLPROP, PROPNAME, PROP = d("allprop"), d("propname"), d("prop")
HREF, STATUS, ERROR, RESPONSE, PROPSTAT = d("href"), d("status"), d("error"), d("response"), d("propstat")
SYNC_TOKEN = d("sync-token")
CALENDAR_DATA = c("calendar-data")


class Refused(DomainError):
    """A request that the protocol refuses.

    :ivar status: of HTTP.
    :ivar condition: the name of the precondition that does not hold (RFC 4918 section 16); None where there is none.
    """

    def __init__(self, status: int, condition: str | None = None) -> None:
        super().__init__(status, condition)
        self.status = status
        self.condition = condition
