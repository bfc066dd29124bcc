"""Whatever organisers and participants do, in whatever order: who fetches single changes holds the feed."""

import re

from hypothesis import example, given, settings

from conference.calendars import services as calendars
from tests.databases import TEST_SECRET
from tests.web.caldav.dav import CS, C, D, Program, Told
from tests.world import LIVES, ORGANISING, World, deeds

ENTRY = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)


class Follower:
    """A program that only ever asks what changed since it last asked, and fetches just that.

    :ivar held: the bytes of each object, by its address; ``tags`` the tag of each.
    :ivar state: the token from which it goes on, and the tag of the calendar as a whole.
    """

    def __init__(self, program, calendar) -> None:
        self.program, self.calendar = program, calendar
        self.held, self.tags, self.state = {}, {}, None

    def look(self):
        """Ask what changed, and fetch it: nothing is told in vain. Say whether there is such a calendar."""
        answer = self.program.sync(self.calendar, self.state[0] if self.state else "")
        if answer.status_code in {401, 404}:
            self.held, self.tags, self.state = {}, {}, None
            return False
        told, before, state = Told(answer), dict(self.held), self.state
        for address, status in told.statuses.items():
            assert status == 404
            del self.held[address], self.tags[address]
        for address, content in self._fetched(told.tags).items():
            assert self.held.get(address) != content
            assert self.tags.get(address) != told.tags[address]
            self.held[address] = content
        self.tags |= told.tags
        asked = self.program.propfind(self.calendar, "cs:getctag d:sync-token").found[self.calendar]
        self.state = told.token, asked[f"{CS}getctag"].text
        assert asked[f"{D}sync-token"].text == told.token
        if state:
            has_changed = self.held != before
            assert [new != old for new, old in zip(self.state, state, strict=True)] == [has_changed] * 2
        return True

    def _fetched(self, tags):
        """Return the bytes of some objects by their addresses: the same by one question for all, and one by one."""
        if not tags:
            return {}
        wanted = "".join(f"<d:href>{address}</d:href>" for address in tags)
        got = Told(self.program.report("c:calendar-multiget", self.calendar, wanted))
        assert got.tags == tags
        contents = {}
        for address, props in got.found.items():
            one = self.program.ask("GET", address)
            assert one.headers["ETag"] == tags[address]
            assert props[f"{C}calendar-data"].text == one.text.replace("\r\n", "\n")
            contents[address] = one.data
        return contents

    def listed(self):
        """Return the tag of each object as a listing tells it."""
        told = self.program.propfind(self.calendar, "d:getetag", depth=1)
        del told.found[self.calendar]
        return told.tags


def entries_in(*contents):
    """Return all entries but the day-long one of an empty agenda, byte for byte."""
    return sorted(entry for content in contents for entry in ENTRY.findall(content) if b"\r\nSEQUENCE:" in entry)


class Account:
    """A private address as a calendar account.

    :param feeds: the address of the feed of each calendar, by the event's slug.
    """

    def __init__(self, client, person, token, feeds) -> None:
        self.client, self.program = client, Program(client, person.email, token)
        answer = self.program.propfind("/dav/", "d:current-user-principal")
        (principal,) = answer.hrefs("/dav/", f"{D}current-user-principal")
        home = principal.replace("principals", "calendars")
        self.calendars = [(f"{home}{slug}/", address) for slug, address in feeds.items()]
        self.often, self.seldom = (
            [Follower(self.program, calendar) for calendar, _ in self.calendars] for _ in range(2)
        )

    def look(self, *, also_seldom):
        """Let programs look, and compare what they hold with the feed and with what a newcomer finds."""
        for number, (calendar, address) in enumerate(self.calendars):
            feed = self.client.get(address)
            newcomer = Follower(self.program, calendar)
            for follower in (newcomer, self.often[number], *([self.seldom[number]] if also_seldom else [])):
                assert follower.look() == (feed.status_code == 200)
                if feed.status_code == 200:
                    assert entries_in(*follower.held.values()) == entries_in(feed.data)
                    assert all(len(entries_in(content)) == 1 for content in follower.held.values())
                    assert (follower.held, follower.tags, follower.state) == (
                        newcomer.held, newcomer.tags, newcomer.state,
                    )  # fmt: skip
                    assert follower.listed() == follower.tags


def accounts_of(world, client):
    """Return an account for each person's agenda of the first event, and one for all events of the first person."""
    first, second = world.events
    own = {"name": "Phone", "language": "tr", "secret_key": TEST_SECRET, "now": world.now}

    def token(event, person):
        return calendars.make_subscription(world.registration(event, person).id, **own)[1]

    of_first = [(person, token(first, person)) for person in world.people]
    person, single = of_first[0]
    together = {first.slug: f"/feeds/{single}.ics", second.slug: f"/feeds/{token(second, person)}.ics"}
    _, of_all = calendars.make_combined_subscription(person.id, **own)
    return [
        *(Account(client, person, token, {first.slug: f"/feeds/{token}.ics"}) for person, token in of_first),
        Account(client, person, of_all, together),
    ]


def test_single_changes_lead_to_the_feed_after_any_deeds_in_any_order(client, set_clock, database):
    @given(deeds())
    @example(LIVES[0])
    @example(LIVES[1])
    @example(LIVES[2])
    @settings(max_examples=4 if database == "sqlite" else 2)
    def law(done):
        world = World(set_clock)
        accounts = accounts_of(world, client)
        look(world, accounts, also_seldom=True)
        for turn, (deed, number, more, is_published) in enumerate(done):
            world.does(deed, number, more)
            if deed in ORGANISING and is_published:
                world.does("publishes", number, more)
            look(world, accounts, also_seldom=turn % 5 == 4)

    law()


def look(world, accounts, *, also_seldom):
    for account in accounts:
        account.look(also_seldom=also_seldom)
    world.let_pass(seconds=30)
