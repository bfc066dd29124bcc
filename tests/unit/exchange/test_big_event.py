"""Files of the format big-event/1: lenient in what may be absent, exact in what is there."""

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from conference.errors import DomainError
from conference.exchange import big_event, rules
from conference.exchange.commands.words import refusal_words
from conference.exchange.document import LanguageNotSpoken, LengthDiffers
from conference.exchange.services.reading import programme_from_bytes
from config import ROOT

SMALL = ROOT / "tests" / "fixtures" / "small-event.json"
SHARED = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))

Content = dict[str, Any]
Change = Callable[[Content], object]


@pytest.fixture
def content() -> Content:
    read: Content = json.loads(SMALL.read_text(encoding="utf-8"))
    return read


def as_bytes(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def test_a_file_is_read_whole():
    programme = programme_from_bytes(SMALL.read_bytes())

    first, second, third, fourth = programme.sessions
    assert programme.event.title == {"de": "Kleine Konferenz · Küçük konferans"}
    assert (programme.event.first_day, programme.event.last_day) == (date(2027, 6, 7), date(2027, 6, 8))
    assert programme.event.languages == ("de", "tr", "en")
    assert [(theme.id, theme.colour) for theme in programme.themes] == [("klima", "#2e7d32"), ("Şehir", "#1565c0")]
    assert [room.name for room in programme.rooms] == [{"de": "Großer Saal"}, {"de": "Işık Odası"}]
    assert [speaker.biography for speaker in programme.speakers] == [{"de": "Sie misst Straßen."}, {}]
    assert first.title == {"de": "Wärmewende in fünf Schritten"}
    assert first.starts_at == datetime(2027, 6, 7, 7, 0, tzinfo=UTC)
    assert (first.minutes, first.room, first.speakers, first.spoken) == (90, "r1", ("sp1", "sp2"), ("de",))
    assert first.join_url == "https://meet.example/small/1"
    assert second.starts_at == datetime(2027, 6, 7, 7, 30, tzinfo=UTC)
    assert (third.room, third.minutes, third.theme) == (None, 30, None)
    assert (fourth.starts_at, fourth.minutes) == (None, 60)
    assert programme.remarks == ()


def test_what_was_written_is_read_back_the_same():
    programme = programme_from_bytes(SMALL.read_bytes())

    written = big_event.write(programme)

    assert programme_from_bytes(written) == programme
    assert big_event.write(programme_from_bytes(written)) == written


def test_the_shared_file_of_four_hundred_sessions_comes_back_but_for_its_seed():
    file = SHARED / "big-event.json"
    if not file.exists():
        pytest.skip("the shared data folder is not here")
    content = json.loads(file.read_bytes())

    written = json.loads(big_event.write(programme_from_bytes(file.read_bytes())))

    content.pop("seed")
    assert len(written["sessions"]) == 400
    assert written == content


def set_at(*path: str | int, to: object) -> Change:
    def change(content: Content) -> None:
        place: Any = content
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


def drop_at(*path: str | int) -> Change:
    def change(content: Content) -> None:
        place: Any = content
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


REFUSALS: list[tuple[str, Change, DomainError]] = [
    ("no event", drop_at("event"), rules.WrongType("event", "object", "nothing")),
    ("no name", drop_at("event", "name"), rules.Missing("event.name")),
    ("blank name", set_at("event", "name", to="  \n"), rules.Missing("event.name")),
    ("no zone", drop_at("event", "timezone"), rules.Missing("event.timezone")),
    ("a wrong zone", set_at("event", "timezone", to="Berlin"), rules.Malformed("event.timezone", "zone", "Berlin")),
    ("a day that is none", set_at("event", "first_day", to="2027-02-30"),
     rules.Malformed("event.first_day", "day", "2027-02-30")),
    ("a year out of range", set_at("event", "first_day", to="0001-01-01"),
     rules.OutOfRange("event.first_day", 1, 2000, 2199)),
    ("an end before the start", set_at("event", "last_day", to="2027-06-06"), rules.EndsBeforeStart("event.last_day")),
    ("years of conference", set_at("event", "last_day", to="2029-06-06"),
     rules.OutOfRange("event.last_day", 731, 1, 366)),
    ("a language that is none", set_at("event", "languages", to=["german!"]),
     rules.Malformed("event.languages[0]", "language", "german!")),
    ("themes in an object", set_at("themes", to={}), rules.WrongType("themes", "list", "object")),
    ("a theme that is a text", set_at("themes", 1, to="klima"), rules.WrongType("themes[1]", "object", "text")),
    ("a theme without id", drop_at("themes", 0, "id"), rules.Missing("themes[0].id")),
    ("a bad colour", set_at("themes", 0, "color", to="green"), rules.Malformed("themes[0].color", "colour", "green")),
    ("a theme twice", set_at("themes", 1, "id", to="klima"), rules.GivenTwice("themes[1].id", "klima")),
    ("a room twice", set_at("rooms", 1, "id", to="r1"), rules.GivenTwice("rooms[1].id", "r1")),
    ("a speaker twice", set_at("speakers", 1, "id", to="sp1"), rules.GivenTwice("speakers[1].id", "sp1")),
    ("a session twice", set_at("sessions", 3, "id", to="s1"), rules.GivenTwice("sessions[3].id", "s1")),
    ("a speaker without name", drop_at("speakers", 0, "name"), rules.Missing("speakers[0].name")),
    ("a name that is a number", set_at("speakers", 0, "name", to=7),
     rules.WrongType("speakers[0].name", "text", "whole number")),
    ("a room nobody knows", set_at("sessions", 1, "room", to="r9"), rules.ReferenceUnknown("sessions[1].room", "r9")),
    ("a theme nobody knows", set_at("sessions", 1, "theme", to="x"), rules.ReferenceUnknown("sessions[1].theme", "x")),
    ("a speaker nobody knows", set_at("sessions", 0, "speakers", 1, to="sp9"),
     rules.ReferenceUnknown("sessions[0].speakers[1]", "sp9")),
    ("no title", set_at("sessions", 2, "title", to=None), rules.Missing("sessions[2].title")),
    ("a long title", set_at("sessions", 2, "title", to="x" * 301), rules.TooLong("sessions[2].title", 300)),
    ("a start without offset", set_at("sessions", 0, "start", to="2027-06-07T09:00:00"),
     rules.TimeWithoutOffset("sessions[0].start", "2027-06-07T09:00:00")),
    ("a start that is none", set_at("sessions", 0, "start", to="soon"),
     rules.Malformed("sessions[0].start", "time", "soon")),
    ("a start as a number", set_at("sessions", 0, "start", to=1812345678),
     rules.WrongType("sessions[0].start", "text", "whole number")),
    ("an end before its start", set_at("sessions", 0, "end", to="2027-06-07T08:00:00+02:00"),
     rules.EndsBeforeStart("sessions[0].end")),
    ("an end with its start", set_at("sessions", 0, "end", to="2027-06-07T09:00:00+02:00"),
     rules.EndsBeforeStart("sessions[0].end")),
    ("half a minute", set_at("sessions", 0, "end", to="2027-06-07T09:30:30+02:00"),
     rules.Malformed("sessions[0].end", "time", "2027-06-07T09:30:30+02:00")),
    ("three days in one session", set_at("sessions", 0, "end", to="2027-06-10T09:00:00+02:00"),
     rules.OutOfRange("sessions[0].end", 4320, 5, 1440)),
    ("neither end nor length", drop_at("sessions", 2, "duration_min"), rules.Missing("sessions[2].end")),
    ("an end without a start", drop_at("sessions", 0, "start"), rules.Missing("sessions[0].start")),
    ("a room without a start", set_at("sessions", 3, "room", to="r1"), rules.Missing("sessions[3].start")),
    ("a length as text", set_at("sessions", 0, "duration_min", to="90"),
     rules.WrongType("sessions[0].duration_min", "whole number", "text")),
    ("a length that is true", set_at("sessions", 0, "duration_min", to=True),
     rules.WrongType("sessions[0].duration_min", "whole number", "true or false")),
    ("a length of no minutes", set_at("sessions", 3, "duration_min", to=0),
     rules.OutOfRange("sessions[3].duration_min", 0, 5, 1440)),
    ("an address without TLS", set_at("sessions", 0, "url", to="http://meet.example"),
     rules.Malformed("sessions[0].url", "address", "http://meet.example")),
    ("an address that runs code", set_at("sessions", 0, "url", to="javascript:alert(1)"),
     rules.Malformed("sessions[0].url", "address", "javascript:alert(1)")),
    ("NUL in a text", set_at("sessions", 0, "abstract", to="a\0b"), rules.UnusableText("sessions[0].abstract")),
    ("too many themes", set_at("themes", to=[{}] * 201), rules.TooMany("themes", 200)),
    ("another version", set_at("format", to="big-event/2"), rules.FormatUnknown(("big-event/1",), "big-event/2")),
]  # fmt: skip


@pytest.mark.parametrize(("change", "refusal"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_what_does_not_fit_is_refused_by_its_place(content: Content, change: Change, refusal: DomainError):
    change(content)

    with pytest.raises(type(refusal)) as refused:
        programme_from_bytes(as_bytes(content))

    assert refused.value == refusal


LENIENT: list[tuple[str, Change]] = [
    ("no themes at all", lambda c: [c.pop("themes"), *(s.pop("theme", 0) for s in c["sessions"])]),
    ("no colour", drop_at("themes", 0, "color")),
    ("the other spelling of colour", lambda c: c["themes"][0].update(colour=c["themes"][0].pop("color"))),
    ("no sessions", drop_at("sessions")),
    ("no days, since sessions have them", lambda c: [c["event"].pop("first_day"), c["event"].pop("last_day")]),
    ("no languages", drop_at("event", "languages")),
    ("no language of a session", drop_at("sessions", 0, "language")),
    ("a language with its country", set_at("sessions", 0, "language", to="de-AT")),
    ("no length beside start and end", drop_at("sessions", 0, "duration_min")),
    ("a whole number with a point", set_at("sessions", 0, "duration_min", to=90.0)),
    ("numbers as ids", lambda c: [c["rooms"][0].update(id=1), c["sessions"][0].update(room=1)]),
    ("a speaker named twice in a session", set_at("sessions", 0, "speakers", to=["sp1", "sp1"])),
    ("empty texts", lambda c: c["sessions"][0].update(abstract="", url="", speakers=[])),
]


@pytest.mark.parametrize("change", [row[1] for row in LENIENT], ids=[row[0] for row in LENIENT])
def test_what_may_be_absent_may_be(content: Content, change: Change):
    change(content)

    programme = programme_from_bytes(as_bytes(content))

    assert programme.event.first_day == date(2027, 6, 7)


def test_days_that_are_not_named_are_those_of_the_sessions(content: Content):
    for name in ("first_day", "last_day"):
        del content["event"][name]

    event = programme_from_bytes(as_bytes(content)).event

    assert (event.first_day, event.last_day) == (date(2027, 6, 7), date(2027, 6, 8))


def test_a_length_that_differs_from_start_and_end_is_mended_and_said(content: Content):
    content["sessions"][0]["duration_min"] = 45

    programme = programme_from_bytes(as_bytes(content))

    assert programme.sessions[0].minutes == 90
    assert programme.remarks == (LengthDiffers("sessions[0].duration_min", 45, 90),)


def test_a_language_without_pages_is_left_to_the_texts_and_said(content: Content):
    content["event"]["languages"] = ["fr", "tr"]
    content["sessions"][0]["language"] = "fr"

    programme = programme_from_bytes(as_bytes(content))

    assert programme.event.languages == ("tr",)
    assert programme.sessions[0].title == {"fr": "Wärmewende in fünf Schritten"}
    assert programme.remarks == (LanguageNotSpoken("event.languages[0]", "fr"),)


MARK = b'{"format": "big-event/1", '

HOSTILE: list[tuple[str, bytes, type[DomainError]]] = [
    ("nothing", b"", rules.FileEmpty),
    ("blanks", b" \n\t ", rules.FileEmpty),
    ("another format", b'{"schedule": {}}', rules.FormatUnknown),
    ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0", rules.FormatUnknown),
    ("too many bytes", MARK + b" " * rules.MOST_BYTES, rules.FileTooLarge),
    ("malformed in UTF-16", (MARK.decode() + "}").encode("utf-16"), rules.NotJson),
    ("Latin-1", MARK + '"event": {"name": "Größe"}}'.encode("latin-1"), rules.NotUtf8),
    ("half a file", SMALL.read_bytes()[:500], rules.NotJson),
    ("NaN", MARK + b'"x": NaN}', rules.NotJson),
    ("a number of ten thousand digits", MARK + b'"x": ' + b"9" * 10_000 + b"}", rules.NotJson),
    ("a hundred thousand lists", MARK + b'"x": ' + b"[" * 100_000, rules.NestedTooDeep),
    ("a list as the whole", b'["format": "big-event/1"]', rules.NotJson),
    ("the mark inside a list", b'[{"format": "big-event/1"}]', rules.WrongType),
    (
        "half a surrogate pair",
        MARK + rb'"event": {"name": "\ud800", "timezone": "UTC", "first_day": "2027-06-03"}}',
        rules.UnusableText,
    ),
]


@pytest.mark.parametrize(("data", "refusal"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_a_hostile_file_is_refused_with_a_sentence(data: bytes, refusal: type[DomainError]):
    with pytest.raises(refusal) as refused:
        programme_from_bytes(data)

    sentence = refusal_words(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_byte_order_mark_is_no_obstacle():
    assert programme_from_bytes(b"\xef\xbb\xbf" + SMALL.read_bytes()) == programme_from_bytes(SMALL.read_bytes())


def test_malformed_json_is_named_by_line():
    with pytest.raises(rules.NotJson) as refused:
        programme_from_bytes(b'{"format": "big-event/1",\n "event": }')

    assert (refused.value.line, refused.value.column) == (2, 11)


def subclasses(kind: type[DomainError]) -> set[type[DomainError]]:
    return {kind, *(deeper for below in kind.__subclasses__() for deeper in subclasses(below))}


def test_every_refusal_is_met_by_some_test_here():
    met = {type(refusal) for _, _, refusal in REFUSALS} | {refusal for _, _, refusal in HOSTILE}
    abstract = {rules.Unreadable, rules.Misfit}
    of_others = {
        rules.NotXml, rules.EntitiesRefused, rules.NotCalendar, rules.NothingInIt, rules.NoDays, rules.HomeMade,
    }  # fmt: skip
    ours = {
        kind for kind in subclasses(rules.Unreadable) | subclasses(rules.Misfit) if kind.__module__ == rules.__name__
    }

    assert ours == met | abstract | of_others | {rules.NotTaken}


@pytest.mark.parametrize("refusal", [row[2] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_every_refusal_has_a_sentence_of_its_own(refusal: DomainError):
    sentence = refusal_words(refusal)

    assert sentence.endswith(".")
    assert type(refusal).__name__ not in sentence
    assert getattr(refusal, "place", "format") in sentence


def test_a_sentence_shows_no_controls_of_a_terminal_and_not_all_of_a_long_text():
    sentence = refusal_words(rules.Malformed("event.timezone", "zone", "\x1b[31m" + "x" * 500))

    assert "\x1b" not in sentence
    assert len(sentence) < 250
