"""Two events and three people who take part in both, and all that organisers and participants do there.

Deeds are named for what people do. Each takes two numbers, which say to which session and by whom or how.
"""

from datetime import timedelta

from hypothesis import strategies as st
from sqlalchemy import select

from conference.accounts.tables import Account
from conference.agenda import services as agenda
from conference.agenda.rules import SeatRules
from conference.agenda.tables import Booking, BookingState
from conference.db import db
from conference.delegations.services import choose_for_oneself
from conference.delegations.tables import DelegationMember
from conference.draft import services as draft
from conference.draft.services import SessionFacts, facts_of, publish_release
from conference.draft.tables import Session
from conference.errors import DomainError
from conference.programme.queries import newest_release
from conference.registrations.rules import State
from conference.registrations.services import withdraw
from conference.registrations.tables import Registration
from tests.factories import accounts, delegations, events, registrations
from tests.factories import draft as drafts
from tests.factories.programme import at

SESSIONS_OF_EVENTS = (3, 2)
SESSIONS, PEOPLE = sum(SESSIONS_OF_EVENTS), 3
HELD = (BookingState.BOOKED, BookingState.OFFERED, BookingState.WAITING)

ORGANISING = ("moves", "retitles", "unschedules", "cancels", "revives", "removes", "offers_seats")
TAKING_PART = ("books", "books", "books", "drops", "takes", "waits", "withdraws", "returns", "hides", "shows")

Deed = tuple[str, int, int, bool]
"""What is done, to which session, by whom or how, and whether organisers publish it at once."""


def deeds(*more: str, least: int = 4, most: int = 12) -> st.SearchStrategy[list[Deed]]:
    """Return any deeds in any order.

    :param more: deeds beside those of this world.
    """
    one = st.sampled_from(ORGANISING + TAKING_PART + more)
    return st.lists(
        st.tuples(one, st.integers(0, SESSIONS - 1), st.integers(0, 5), st.booleans()), min_size=least, max_size=most
    )


QUEUE = [
    ("books", 1, 0, True),
    ("books", 1, 1, True),
    ("books", 1, 2, True),
    ("drops", 1, 1, True),  # the third moves up in the queue
    ("drops", 1, 0, True),  # and gains the seat
    ("books", 1, 0, True),
    ("offers_seats", 1, 0, True),
    ("drops", 1, 2, True),  # the seat is offered
    ("takes", 1, 0, True),
]
TIMETABLE = [
    ("books", 0, 0, True),
    ("unschedules", 0, 0, True),
    ("retitles", 0, 2, True),
    ("moves", 0, 3, True),
    ("cancels", 0, 0, False),
    ("revives", 0, 0, True),
    ("removes", 0, 0, True),
]
COMING_AND_GOING = [
    ("books", 0, 0, True),
    ("books", 3, 0, True),
    ("books", 0, 1, True),
    ("withdraws", 0, 0, True),
    ("moves", 3, 2, True),
    ("withdraws", 0, 1, True),
    ("returns", 0, 0, True),
    ("books", 0, 0, True),
    ("returns", 0, 1, True),
    ("withdraws", 3, 0, True),
    ("hides", 0, 0, True),
    ("shows", 0, 0, True),
]
LIVES = (QUEUE, TIMETABLE, COMING_AND_GOING)
"""What seldom comes about by chance."""


class World:
    """Events of three and of two sessions, some with a single seat; the first two people are a delegation."""

    def __init__(self, set_clock) -> None:
        self._set_clock = set_clock
        self._since = timedelta()
        self.now = set_clock(timedelta())
        self.events = [events.event() for _ in SESSIONS_OF_EVENTS]
        self.theme, _ = (drafts.theme(event).slug for event in self.events)
        self._rooms = [[drafts.room(event, name).key for name in ("Hase", "Porsuk")] for event in self.events]
        self._codes = [
            drafts.session(
                event, f"Nº {number}", starts_at=at(12, 10 + number), room=rooms[0], seats=1 if number else None,
                themes=(self.theme,),
            ).code
            for event, rooms, count in zip(self.events, self._rooms, SESSIONS_OF_EVENTS, strict=True)
            for number in range(count)
        ]  # fmt: skip
        self.people = [accounts.account() for _ in range(PEOPLE)]
        self.delegation = delegations.delegation(self.events[0].id, self.people[0])
        self.member = delegations.member(self.delegation, self.people[1])
        for event in self.events:
            for person in self.people:
                registrations.registration(event.id, person)
            self._publish(event)
        by_code = {session.code: uid for uid, session in self.published().items()}
        self.uids = [by_code[code] for code in self._codes]

    def does(self, deed, number, more) -> None:
        """Let a minute pass, then do something; what is refused is not done."""
        self.let_pass(minutes=1)
        try:
            getattr(self, deed)(number, more)
        except DomainError:
            db.session.rollback()

    def let_pass(self, **time) -> None:
        """Let time pass, and nothing happen."""
        self._since += timedelta(**time)
        self.now = self._set_clock(self._since)

    # What organisers do

    def moves(self, number, more):
        draft.schedule_session(
            self._event(number).id, self._codes[number], starts_at=at(9 + more % 5, 8 + more),
            minutes=30 + 15 * (more % 3), room=self._rooms[self._place(number)][more % 2], now=self.now,
        )  # fmt: skip

    def retitles(self, number, more):
        session = db.session.scalar(select(Session).where(Session.code == self._codes[number]))
        if session is None:  # somebody removed it
            return
        facts = {name: value for name, value in facts_of(session).items() if name in SessionFacts.__dataclass_fields__}
        facts |= {"title": {"de": f"{'İş; ' * more}{number}"}, "starts_at": session.starts_at}
        draft.edit_session(self._event(number).id, self._codes[number], SessionFacts(**facts), now=self.now)

    def unschedules(self, number, _more):
        draft.unschedule_session(self._event(number).id, self._codes[number], now=self.now)

    def cancels(self, number, _more):
        draft.cancel_session(self._event(number).id, self._codes[number], now=self.now)

    def revives(self, number, _more):
        draft.revive_session(self._event(number).id, self._codes[number], now=self.now)

    def removes(self, number, _more):
        draft.remove_session(self._event(number).id, self._codes[number])

    def offers_seats(self, number, more):
        rules = SeatRules(offers=more % 2 == 0, offer_minutes=60)
        agenda.edit_event_seat_rules(self._event(number).id, rules, now=self.now)

    def publishes(self, number, _more):
        self._publish(self._event(number))

    def _publish(self, event):
        publish_release(event.id, author_id=None, note="", now=self.now, is_told=False)
        agenda.settle_bookings(event.id, now=self.now)

    # What participants do, and what time does

    def books(self, number, more):
        agenda.book_session(self.registered(number, more).id, self.uids[number], now=self.now)

    def drops(self, number, more):
        agenda.drop_booking(self.registered(number, more).id, self.uids[number], now=self.now)

    def takes(self, number, more):
        agenda.take_seat(self.registered(number, more).id, self.uids[number], now=self.now)

    def withdraws(self, number, more):
        leaving = self.registered(number, more)
        withdraw(leaving.event_id, leaving.id, now=self.now)
        agenda.drop_all(leaving.id, now=self.now)

    def returns(self, number, more):
        registrations.registration(self._event(number).id, self.people[more % PEOPLE], now=self.now)

    def hides(self, _number, more):
        self._shows_to_delegation(more, shows_agenda=False)

    def shows(self, _number, more):
        self._shows_to_delegation(more, shows_agenda=True)

    def _shows_to_delegation(self, more, *, shows_agenda):
        choose_for_oneself(
            self.events[0].id, self.delegation.id, account_id=self.people[more % PEOPLE].id,
            shows_agenda=shows_agenda, understands=(), now=self.now,
        )  # fmt: skip

    def waits(self, _number, more):
        self.let_pass(hours=more)
        agenda.tend_seats(now=self.now)

    # What is so, by the database

    def published(self, *events):
        """Return all sessions published, of all events or of some, by uid."""
        programmes = [newest_release(event.slug).programme for event in events or self.events]
        return {uid: session for programme in programmes for uid, session in programme.by_uid.items()}

    def registration(self, event, person):
        """Return a person's registration, however it stands."""
        return db.session.scalars(
            select(Registration)
            .where(Registration.event_id == event.id, Registration.account_id == person.id)
            .execution_options(populate_existing=True)
        ).one()

    def registered(self, number, more):
        """Return somebody's registration for the event of a session."""
        return self.registration(self._event(number), self.people[more % PEOPLE])

    def held_by(self, event, person):
        """Return the states of what somebody booked, by uid; None for who takes part no longer."""
        registration = self.registration(event, person)
        if registration.state != State.CONFIRMED:
            return None
        found = select(Booking.session_uid, Booking.state).where(
            Booking.registration_id == registration.id, Booking.state.in_(HELD)
        )
        return dict(db.session.execute(found).all())

    def held_together(self, person):
        """Return the same for all events together in which somebody takes part."""
        return {uid: state for event in self.events for uid, state in (self.held_by(event, person) or {}).items()}

    def held_by_delegation(self):
        """Return where members of the delegation have a seat and show it; None once the second one takes no part."""
        shown = db.session.scalars(
            select(Account)
            .join(DelegationMember)
            .where(DelegationMember.delegation_id == self.delegation.id, DelegationMember.shows_agenda)
            .order_by(Account.id)
        ).all()
        seats = [self.held_by(self.events[0], person) or {} for person in shown]
        if self.held_by(self.events[0], self.people[1]) is None:
            return None
        return {uid: state for held in seats for uid, state in held.items() if state == BookingState.BOOKED}

    def _event(self, number):
        return self.events[self._place(number)]

    def _place(self, number):
        return 0 if number < SESSIONS_OF_EVENTS[0] else 1
