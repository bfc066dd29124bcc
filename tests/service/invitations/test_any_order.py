"""Whatever organisers and participants do, in whatever order: a calendar that follows letters holds what is booked."""

from datetime import timedelta

from hypothesis import example, given, settings
from sqlalchemy import func, select

from conference import clock
from conference.agenda.tables import BookingState
from conference.db import db
from conference.invitations.services import ENTRIES, put_invitations
from conference.letter_wishes.queries import wants
from conference.letter_wishes.rules import NEVER_QUIET, USUAL, LetterKind, Wishes
from conference.letter_wishes.services import edit_wishes, want_letters
from conference.mail.services import deliver_due_letters
from conference.mail.tables import Letter
from conference.programme.document.index import takes_place
from conference.translated import pick
from conference.wording import words_of
from conference.worker import still_true
from tests.subscribers.reading import read_alike
from tests.world import LIVES, ORGANISING, World, deeds

HELD_UP = [
    ("books", 0, 0, False),  # its letter has not come when the session moves
    ("moves", 0, 3, True),
    ("books", 3, 0, False),
    ("drops", 3, 0, False),
    ("stops_letters", 3, 0, False),
    ("books", 3, 0, False),
    ("wants_letters", 3, 0, True),
    ("cancels", 0, 0, True),
    ("revives", 0, 0, True),
    ("drops", 0, 0, True),
    ("books", 0, 0, True),
]


class Readers(World):
    """People who want letters that bring entries for their calendars, until they stop them."""

    def __init__(self, set_clock) -> None:
        super().__init__(set_clock)
        for event in self.events:
            for person in self.people:
                wishes = Wishes(kinds=USUAL | {LetterKind.INVITATIONS}, quiet=NEVER_QUIET)
                edit_wishes(self.registration(event, person).id, wishes)

    def wants_letters(self, number, more):
        want_letters([self.registered(number, more).id], LetterKind.INVITATIONS, is_wanted=True)

    def stops_letters(self, number, more):
        want_letters([self.registered(number, more).id], LetterKind.INVITATIONS, is_wanted=False)

    def booked_by(self, person):
        """Return times and title of what is ahead and booked, by uid; and all sessions that letters are wanted of."""
        booked, known = {}, set()
        for event in self.events:
            if not wants(self.registration(event, person).id, LetterKind.INVITATIONS):
                continue
            held, sessions = self.held_by(event, person) or {}, self.published(event)
            known |= {str(uid) for uid in sessions}
            for uid, session in sessions.items():
                if held.get(uid) == BookingState.BOOKED and takes_place(session):
                    ends_at = session.slot.starts_at + timedelta(minutes=session.slot.minutes)
                    title = pick(session.title, person.language, event.languages)
                    booked[str(uid)] = written(session.slot.starts_at), written(ends_at), title
        return booked, known


class Calendar:
    """A calendar that takes over what comes by letter, unless what it holds is newer (RFC 5546 section 2.1.5).

    :ivar objects: by uid, number and stamp of the newest message, and its entry.
    """

    def __init__(self) -> None:
        self.objects = {}

    def take(self, content):
        """Take one message over; say by how much its number is higher than that of what was held."""
        calendar = read_alike(content)
        (entry,) = calendar.entries.values()
        assert calendar["METHOD"] == ("CANCEL" if entry["STATUS"] == "CANCELLED" else "REQUEST")
        came = int(entry["SEQUENCE"]), entry["DTSTAMP"]
        held, _ = self.objects.get(entry["UID"], ((-1, ""), None))
        if came > held:
            self.objects[entry["UID"]] = came, entry
        return came[0] - held[0]

    @property
    def held(self):
        """Return times and title of what stands in it, by uid."""
        return {
            uid: (entry["DTSTART"], entry["DTEND"], entry["SUMMARY"])
            for uid, (_, entry) in self.objects.items()
            if entry["STATUS"] == "CONFIRMED"
        }


class Post:
    """Carries letters to the calendars of their readers; each has a second one, which the last letter reaches first."""

    def __init__(self, people) -> None:
        self.calendars = {person.email: (Calendar(), Calendar()) for person in people}
        self._bag = []

    def close(self):
        """Nothing is held open."""

    def deliver(self, mail):
        """Take a mail along."""
        self._bag.append(mail)

    def carry(self):
        """Carry all that is due. In order each message has a higher number than the one before (section 2.1.4)."""
        while deliver_due_letters(
            render=words_of, carrier=self, sender="Meridian <no-reply@city.example>", now=clock.now, check=still_true
        ):
            pass
        came = [
            (self.calendars[str(mail["To"])], part.get_payload(decode=True))
            for mail in self._bag
            for part in mail.walk()
            if part.get_content_type() == "text/calendar"
        ]
        assert all(calendar.take(content) > 0 for (calendar, _), content in came)
        for (_, calendar), content in reversed(came):
            calendar.take(content)
        self._bag = []


def written(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def put_letters(world):
    """Let the worker look once all has stood still; return how many letters somebody got of one event at most."""
    last = db.session.scalar(select(func.max(Letter.id)))
    world.let_pass(minutes=3)
    put = put_invitations(now=world.now)
    assert put_invitations(now=world.now) == 0
    counts = db.session.scalars(
        select(func.count()).where(Letter.id > last, Letter.name == ENTRIES).group_by(Letter.recipient, Letter.event_id)
    ).all()
    assert sum(counts) == put
    return max(counts, default=0)


def look(world, post):
    """Let the post come, and compare each calendar with the database: what is over stays as it is."""
    post.carry()
    now = written(world.now)
    for person in world.people:
        booked, known = world.booked_by(person)
        for calendar in post.calendars[person.email]:
            held = {uid: facts for uid, facts in calendar.held.items() if uid in known}
            assert ahead(held, now) == ahead(booked, now)
    db.session.rollback()


def ahead(entries, now):
    return {uid: facts for uid, facts in entries.items() if facts[1] > now}


def test_calendars_hold_what_is_booked_after_any_deeds_in_any_order(app, set_clock, database):
    @given(deeds("wants_letters", "stops_letters"))
    @example(LIVES[0])
    @example(LIVES[1])
    @example(LIVES[2])
    @example(HELD_UP)
    @settings(max_examples=10 if database == "sqlite" else 4)
    def law(done):
        world = Readers(set_clock)
        post = Post(world.people)
        for deed, number, more, at_once in done:
            world.does(deed, number, more)
            if deed in ORGANISING:
                assert put_letters(world) == 0  # nothing of a draft is told, however often it is dragged about
                if not at_once:
                    continue
                world.does("publishes", number, more)
            assert put_letters(world) <= 1
            if at_once:
                look(world, post)
        look(world, post)

    law()
