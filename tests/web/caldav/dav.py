"""A program that speaks CalDAV to the application under test, one request at a time."""

from base64 import b64encode

from defusedxml.ElementTree import fromstring

D, C, CS, A = (
    "{DAV:}",
    "{urn:ietf:params:xml:ns:caldav}",
    "{http://calendarserver.org/ns/}",
    "{http://apple.com/ns/ical/}",
)
SPACES = (
    'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" '
    'xmlns:cs="http://calendarserver.org/ns/" xmlns:a="http://apple.com/ns/ical/"'
)


class Told:
    """An answer about several things.

    :ivar found: by address, the properties that a thing has; ``missing`` the names of those that it has not.
    :ivar statuses: by address, the status of what has none.
    """

    def __init__(self, response) -> None:
        assert response.status_code == 207, f"{response.status} {response.text}"
        assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
        self.root = fromstring(response.data)
        assert self.root.tag == f"{D}multistatus"
        self.found, self.missing, self.statuses = {}, {}, {}
        for one in self.root.findall(f"{D}response"):
            (address,) = (href.text for href in one.findall(f"{D}href"))
            assert address not in self.found
            assert address not in self.statuses
            if (status := one.findtext(f"{D}status")) is not None:
                self.statuses[address] = int(status.split()[1])
                continue
            self.found[address], self.missing[address] = {}, set()
            for stat in one.findall(f"{D}propstat"):
                props = list(stat.find(f"{D}prop"))
                if stat.findtext(f"{D}status") == "HTTP/1.1 200 OK":
                    self.found[address] |= {prop.tag: prop for prop in props}
                else:
                    assert stat.findtext(f"{D}status") == "HTTP/1.1 404 Not Found"
                    self.missing[address] |= {prop.tag for prop in props}

    @property
    def token(self):
        """The sync token that the answer leads to."""
        return self.root.findtext(f"{D}sync-token")

    @property
    def tags(self):
        """The tag of each entry told of, by its address."""
        return {address: props[f"{D}getetag"].text for address, props in self.found.items()}

    def hrefs(self, address, name):
        """The addresses within a property."""
        return [one.text for one in self.found[address][name].findall(f"{D}href")]


def basic(user, password):
    """Return the header by which an account shows who it is."""
    return {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}


class Program:
    """Asks as one account."""

    def __init__(self, client, user, password) -> None:
        self.client, self.user, self.password = client, user, password

    def ask(self, method, address="/dav/", body="", *, depth=None, **headers):
        """Send a request."""
        sent = {"Content-Type": "application/xml; charset=utf-8", **basic(self.user, self.password), **headers}
        if depth is not None:
            sent["Depth"] = str(depth)
        data = body if isinstance(body, bytes) else body.encode()
        return self.client.open(address, method=method, data=data, headers=sent)

    def propfind(self, address, props, *, depth=0, **headers):
        """Ask for properties, by their names with prefixes."""
        body = f"<d:propfind {SPACES}><d:prop>{''.join(f'<{name}/>' for name in props.split())}</d:prop></d:propfind>"
        return Told(self.ask("PROPFIND", address, body, depth=depth, **headers))

    def report(self, name, address, inner, *, props="d:getetag c:calendar-data", depth=1):
        """Ask for a report; gives the answer as it came."""
        asked = f"<d:prop>{''.join(f'<{one}/>' for one in props.split())}</d:prop>" if props else ""
        return self.ask("REPORT", address, f"<{name} {SPACES}>{asked}{inner}</{name}>", depth=depth)

    def query(self, address, filters, **more):
        """Ask for the entries that a filter within VCALENDAR means."""
        inner = f'<c:filter><c:comp-filter name="VCALENDAR">{filters}</c:comp-filter></c:filter>'
        return self.report("c:calendar-query", address, inner, **more)

    def sync(self, address, token="", *, most=None, props="d:getetag"):
        """Ask what changed since a token."""
        limit = f"<d:limit><d:nresults>{most}</d:nresults></d:limit>" if most is not None else ""
        inner = f"<d:sync-token>{token}</d:sync-token><d:sync-level>1</d:sync-level>{limit}"
        return self.report("d:sync-collection", address, inner, props=props, depth=0)

    def calendar(self):
        """Find one's way from the root to the only calendar, as programs do."""
        (principal,) = self.propfind("/dav/", "d:current-user-principal").hrefs("/dav/", f"{D}current-user-principal")
        (home,) = self.propfind(principal, "c:calendar-home-set").hrefs(principal, f"{C}calendar-home-set")
        listed = self.propfind(home, "d:resourcetype", depth=1)
        (calendar,) = (
            address
            for address, props in listed.found.items()
            if props[f"{D}resourcetype"].find(f"{C}calendar") is not None
        )
        return calendar
