"""Whatever happens, a calendar that takes each invitation in turn holds just what the agenda holds."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from conference.calendars.render import Entry, Kind
from conference.invitations.render import Envelope, invitation_bytes
from conference.invitations.rules import Told, as_told, messages_of
from conference.programme.document import Programme, SessionState, Slot, succeed
from conference.programme.document.index import ends_at, takes_place
from tests.factories.feeds import ENGLISH, GERMAN, TURKISH, frame_of
from tests.factories.programme import NOW, document, session, uid_of

CODES = ("AAAA22", "BBBB22", "CCCC22")
WORDS = {words.language: words for words in (ENGLISH, GERMAN, TURKISH)}


@dataclass
class OwnCalendar:
    """A calendar as mail programs keep it: what is not newer than what it knows, it drops (RFC 5546 section 2.1.5)."""

    known: dict[str, int] = field(default_factory=dict)
    held: dict[str, tuple[datetime, datetime, str]] = field(default_factory=dict)

    def take(self, content: bytes) -> bool:
        """Take one object, and say whether it told something new."""
        calendar = Calendar.from_ical(content)
        (event,) = calendar.events
        uid, sequence = str(event["UID"]), int(event["SEQUENCE"])
        if sequence <= self.known.get(uid, -1):
            return False
        self.known[uid] = sequence
        if calendar["METHOD"] == "REQUEST":
            self.held[uid] = (event["DTSTART"].dt, event["DTEND"].dt, str(event["SUMMARY"]))
        else:
            self.held.pop(uid, None)
        return True


# Each step is one thing that happens, in the agenda or the draft; then perhaps a release, and a look in some language.
codes = st.sampled_from(CODES)
happenings = st.one_of(
    st.tuples(st.just("book"), codes),
    st.tuples(st.just("drop"), codes),
    st.tuples(st.just("move"), codes, st.none() | st.integers(-30, 60)),
    st.tuples(st.just("call"), codes, st.sampled_from(SessionState)),
    st.tuples(st.just("name"), codes, st.sampled_from(("One", "Two"))),
    st.tuples(st.just("wait"), st.integers(1, 20)),
)
steps = st.lists(st.tuples(happenings, st.booleans(), st.none() | st.sampled_from(tuple(WORDS))), max_size=30)


class World:
    """A draft, its releases, one agenda, one calendar, and what it was told."""

    def __init__(self) -> None:
        self.now = NOW
        self.draft = {code: session(code, starts_at=NOW + timedelta(hours=10)) for code in CODES}
        self.release = succeed(None, document(self.draft.values()), published_at=NOW)
        self.booked: set[str] = set()
        self.told: dict[object, Told] = {}
        self.calendar = OwnCalendar()

    def do(self, what: str, *facts: object) -> None:
        """Let one thing happen."""
        match what, *facts:
            case "book", code:
                self.booked.add(code)
            case "drop", code:
                self.booked.discard(code)
            case "move", code, hours:
                slot = (
                    None if hours is None else Slot(starts_at=NOW + timedelta(hours=hours), minutes=60, room="neckar")
                )
                self._edit(code, slot=slot)
            case "call", code, state:
                self._edit(code, state=state)
            case "name", code, title:
                self._edit(code, title={"en": title})
            case ("release",):
                self.release = succeed(self.release, document(self.draft.values()), published_at=self.now)
            case "wait", hours:
                self.now += timedelta(hours=hours)

    def publish(self) -> None:
        """Let the draft be read."""
        self.release = succeed(self.release, document(self.draft.values()), published_at=self.now)

    def _edit(self, code: str, **changes: object) -> None:
        self.draft[code] = type(self.draft[code])(
            **{**{name: getattr(self.draft[code], name) for name in self.draft[code].__struct_fields__}, **changes}
        )

    def look(self, language: str = "en") -> int:
        """Tell the calendar what it does not know; say how many messages that were."""
        programme = Programme(self.release)
        uids = {uid_of(code) for code in self.booked}
        messages = messages_of(programme, uids, self.told, now=self.now)
        frame = frame_of(self.release, WORDS[language])
        for one in messages:
            before = self.told.get(one.session.uid)
            assert before is None or one.sequence > before.sequence
            assert one.sequence >= one.session.stamp.sequence
            envelope = Envelope(one.method, one.sequence, "us@city.example", "Us", "ada@example.org", self.now)
            assert self.calendar.take(invitation_bytes(frame, Entry(one.session, Kind.BOOKED), envelope))
            self.told[one.session.uid] = as_told(programme, one, language)
        return len(messages)

    def agenda_ahead(self) -> dict[str, tuple[datetime, datetime]]:
        """Return what is booked, takes place, and is not over."""
        programme = Programme(self.release)
        sessions = (programme.by_uid[uid_of(code)] for code in self.booked)
        return {
            str(one.uid): (one.slot.starts_at, ends_at(one))
            for one in sessions
            if takes_place(one) and ends_at(one) > self.now
        }


@given(steps)
def test_a_calendar_that_takes_all_in_turn_holds_the_agenda(happened):
    world = World()

    for what, is_published, language in happened:
        world.do(*what)
        if is_published:
            world.publish()
        if language:
            world.look(language)
    world.look()

    held = {uid: span[:2] for uid, span in world.calendar.held.items() if span[1] > world.now}
    assert held == world.agenda_ahead()
    titles = {str(one.uid): one.title for one in world.release.sessions}
    assert all(world.calendar.held[uid][2] in titles[uid].values() for uid in held)
    assert world.look() == 0
    assert world.look("de") == 0


@given(steps)
def test_what_nobody_looked_at_meanwhile_is_one_message_for_each_session(happened):
    world = World()
    for what, is_published, _language in happened:
        world.do(*what)
        if is_published:
            world.publish()

    assert world.look() <= len(CODES)
    assert world.look() == 0
