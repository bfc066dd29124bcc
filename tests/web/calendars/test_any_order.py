"""Whatever organisers and participants do, in whatever order: every feed is true, and none moves without a reason."""

from datetime import timedelta

from hypothesis import example, given, settings
from werkzeug.test import Client

from conference.agenda.tables import BookingState
from conference.calendars import services as calendars
from conference.calendars.rules import is_tombstone, slot_in_calendars
from conference.db import db
from tests.databases import TEST_SECRET
from tests.subscribers import by_ical_js
from tests.subscribers.promises import kept_promises
from tests.world import LIVES, ORGANISING, World, deeds

STATUS = {BookingState.BOOKED: "CONFIRMED", BookingState.OFFERED: "TENTATIVE", BookingState.WAITING: "TENTATIVE"}
STAMPS = {"DTSTAMP", "LAST-MODIFIED"}


class Program:
    """Follows one feed in both notations. It asks before Flask and behind, which have to answer alike.

    :param held: gives the state of each session that is to be in the feed, by uid; None where the feed has ended.
    :param is_public: whether the tag is of the bytes alone.
    """

    def __init__(self, client, address, held, *, is_public=False) -> None:
        self.client, self.behind = client, Client(client.application.wsgi_app.behind)
        self.address, self.held, self.is_public = address, held, is_public
        self.seen, self.dates, self.calendar = {}, {}, None

    def ask(self, ending, **headers):
        """Return an answer."""
        address = self.address.replace(".ics", ending)
        answer = self.client.get(address, headers=headers)
        db.session.rollback()
        assert everything(answer) == everything(self.behind.get(address, headers=headers)), address
        return answer

    def knows(self, ending):
        """Ask by the tag whether all is as it was seen last."""
        return self.ask(ending, **{"If-None-Match": self.seen[ending][0]}).status_code == 304

    def knows_by_date(self, ending):
        """Ask the same by the date, where one was sent."""
        date = self.dates.get(ending)
        return date is not None and self.ask(ending, **{"If-Modified-Since": date}).status_code == 304

    def sees_nothing_new(self):
        """What nobody published is in no feed."""
        assert self.held() is None or all(self.knows(ending) for ending in self.seen)

    def look(self, world):
        """Fetch the feed and compare it with before, with its other notation, and with the database."""
        held = self.held()
        if held is None:
            assert [self.ask(ending).status_code for ending in (".ics", ".jcal")] == [404, 404]
            return
        before = self.calendar
        if self._fetch(".ics"):
            self.calendar = kept_promises(self.seen[".ics"][1])
        self._fetch(".jcal")
        assert by_ical_js.read_jcal(self.seen[".jcal"][1]) == self.calendar
        if before and self.is_public:
            assert before.entries.keys() <= self.calendar.entries.keys()  # nothing published leaves unexplained
        if before:
            compare(before.entries, self.calendar.entries, world.now, is_public=self.is_public)
        assert_true(world.published(), self.calendar.entries, held)

    def look_again(self):
        """Once more, a while later: now the answers are given again without Flask, and are the same."""
        for ending, (tag, content) in self.seen.items():
            if self.held() is not None:
                again = self.ask(ending)
                assert (again.status_code, again.headers["ETag"], again.data) == (200, tag, content)
                assert self.knows(ending)
                self.dates[ending] = again.headers.get("Last-Modified")

    def _fetch(self, ending):
        """Fetch a notation, and say whether there is anything new: just then it has another tag, and no 304."""
        old_tag, old = self.seen.get(ending, (None, None))
        is_known = old_tag is not None and self.knows(ending)
        assert self.knows_by_date(ending) <= is_known
        answer = self.ask(ending)
        tag, content = answer.headers["ETag"], answer.data
        assert answer.status_code == 200
        assert is_known == (tag == old_tag)
        assert is_known <= (content == old)
        if self.is_public:
            assert (content == old) <= is_known
        self.seen[ending] = tag, content
        return content != old


def everything(answer):
    return answer.status, sorted(answer.headers.items()), answer.data


def compare(before, after, now, *, is_public):
    """Compare the entries of a feed with those of before."""
    for uid in before.keys() & after.keys():
        old, new = before[uid], after[uid]
        if "SEQUENCE" not in new:  # the day-long one of an empty agenda
            continue
        assert new["CREATED"] == old["CREATED"]
        rose = int(new["SEQUENCE"]) - int(old["SEQUENCE"])
        assert rose >= 0
        if facts(old) != facts(new):
            assert rose > 0
        shown = [[line for line in entry.properties if line.name not in STAMPS] for entry in (old, new)]
        if shown[0] != shown[1]:
            assert new["DTSTAMP"] > old["DTSTAMP"]
        elif is_public:
            assert new["DTSTAMP"] == old["DTSTAMP"]
        assert new["DTSTAMP"] >= old["DTSTAMP"]
        assert new["DTSTAMP"] <= now.strftime("%Y-%m-%dT%H:%M:%SZ")


def facts(entry):
    return entry["DTSTART"], entry["DTEND"], entry["STATUS"] == "CANCELLED"


def assert_true(sessions, entries, held):
    """Compare a feed with the releases and the bookings in the database."""
    in_calendars = ((uid, session, slot_in_calendars(session)) for uid, session in sessions.items())
    shown = [(uid, session, slot) for uid, session, slot in in_calendars if uid in held and slot]
    if not shown:
        assert all("SEQUENCE" not in entry for entry in entries.values())
        return
    assert entries.keys() == {str(uid) for uid, _, _ in shown}
    for uid, session, slot in shown:
        entry = entries[str(uid)]
        assert entry["DTSTART"] == slot.starts_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        ends_at = slot.starts_at + timedelta(minutes=slot.minutes)
        assert entry["DTEND"] == ends_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert entry["STATUS"] == ("CANCELLED" if is_tombstone(session) else STATUS.get(held[uid], "CONFIRMED"))


def assert_alike(programs):
    """What any two feeds tell of one session is the same."""
    everywhere = {}
    for program in programs:
        for uid, entry in program.calendar.entries.items() if program.held() is not None else ():
            if "SEQUENCE" in entry:
                told = [entry[name] for name in ("DTSTART", "DTEND", "SEQUENCE", "CREATED")]
                assert everywhere.setdefault(uid, told) == told


def programs_of(world, client):
    """Return a program for each kind of feed."""
    first, second = world.events
    own = {"name": "Phone", "language": "en", "secret_key": TEST_SECRET, "now": world.now}

    def of_all(address, event):
        return Program(client, address, lambda: dict.fromkeys(world.published(event)), is_public=True)

    def private(made, held, *whose):
        return Program(client, f"/feeds/{made[1]}.ics", lambda: held(*whose))

    def of(event, person):
        return world.registration(event, person).id

    return [
        of_all(f"/{first.slug}/calendar.ics", first),
        of_all(f"/{first.slug}/themes/{world.theme}.ics?lang=tr", first),
        of_all(f"/{second.slug}/calendar.ics", second),
        *(
            private(calendars.make_subscription(of(first, person), **own), world.held_by, first, person)
            for person in world.people
        ),
        private(calendars.make_combined_subscription(world.people[0].id, **own), world.held_together, world.people[0]),
        private(
            calendars.make_subscription(of(first, world.people[1]), **own, member_id=world.member.id),
            world.held_by_delegation,
        ),
    ]


def test_every_feed_is_true_after_any_deeds_in_any_order(client, set_clock, database):
    @given(deeds())
    @example(LIVES[0])
    @example(LIVES[1])
    @example(LIVES[2])
    @settings(max_examples=7 if database == "sqlite" else 3)
    def law(done):
        world = World(set_clock)
        programs = programs_of(world, client)
        look(world, programs)
        for deed, number, more, is_published in done:
            world.does(deed, number, more)
            if deed in ORGANISING:
                for program in programs:
                    program.sees_nothing_new()
                if not is_published:
                    continue
                world.does("publishes", number, more)
            look(world, programs)

    law()


def look(world, programs):
    for program in programs:
        program.look(world)
    assert_alike(programs)
    world.let_pass(seconds=30)
    for program in programs:
        program.look_again()
    db.session.rollback()
