"""Calendars of other programs, faulty ones among them, and our own."""

import time
from datetime import UTC, date, datetime

import pytest

from conference.calendars.views.words import words_of
from conference.exchange import rules
from conference.exchange.calendar_file.ours import LABELS
from conference.exchange.commands.remarks import remark_words
from conference.exchange.commands.words import refusal_words
from conference.exchange.document import IdsMade, KeptIn, LeftOut, LocalTimes, Repeated, Unscheduled, ZoneTaken
from conference.exchange.gathering import Hints
from conference.exchange.services.reading import programme_from_bytes

BERLIN = Hints(other_zone="Europe/Berlin")


def calendar(*events: str, head: str = "") -> bytes:
    inside = "\n".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{inside}\nEND:VCALENDAR\n".encode()


def test_times_of_all_kinds_find_their_instant():
    programme = programme_from_bytes(
        calendar(
            "UID:1\nSUMMARY:UTC\nDTSTART:20270608T080000Z\nDTEND:20270608T093000Z",
            "UID:2\nSUMMARY:Zone\nDTSTART;TZID=Europe/Istanbul:20270608T110000\nDURATION:PT45M",
            "UID:3\nSUMMARY:Floating\nDTSTART:20270608T100000\nDTEND:20270608T110000",
        ),
        Hints(zone="Europe/Berlin"),
    )

    eight = datetime(2027, 6, 8, 8, tzinfo=UTC)
    assert [(one.starts_at, one.minutes) for one in programme.sessions] == [(eight, 90), (eight, 45), (eight, 60)]
    assert LocalTimes(1, "Europe/Berlin") in programme.remarks


def test_what_calendar_programs_write_in_their_own_way_is_kept_or_named():
    programme = programme_from_bytes(
        calendar(
            'UID:1\nSUMMARY:A\nDTSTART;TZID="W. Europe Standard Time":20270608T100000\nDURATION:PT1H'
            "\nRDATE;TZID=W. Europe Standard Time:20270610T100000\nCATEGORIES:Klima,Verkehr\nCATEGORIES:Bildung"
            "\nX-ALT-DESC;FMTTYPE=text/html:<p>Mit <b>Mut</b></p>"
            "\nX-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.example/join"
            '\nATTENDEE;CN="Öz, Ayşe";ROLE=CHAIR:mailto:a@t.example\nATTENDEE;CN=Gast:mailto:g@t.example',
            "UID:2\nSUMMARY:Woche\nDTSTART;VALUE=DATE:20270608\nRRULE:FREQ=DAILY;COUNT=3",
            "UID:3\nSUMMARY:Anders\nDTSTART;TZID=Turkey Standard Time:20270608T110000\nDURATION:PT1H",
            head="BEGIN:VTODO\nUID:4\nSUMMARY:Kuchen backen\nEND:VTODO\n",
        )
    )

    eight = datetime(2027, 6, 8, 8, tzinfo=UTC)
    first, second, _week, other = programme.sessions
    assert [one.starts_at for one in (first, second, other)] == [eight, datetime(2027, 6, 10, 8, tzinfo=UTC), eight]
    assert programme.event.zone == "Europe/Berlin"
    assert first.abstract["en"] == "Mit **Mut**"
    assert first.remains["en"] == "- Tags: Verkehr, Bildung"
    assert first.join_url == "https://teams.example/join"
    assert [one.name for one in programme.speakers] == ["Öz, Ayşe"]
    assert [one for one in programme.remarks if isinstance(one, LeftOut)] == [
        LeftOut("attendees", 1, ("Gast",)), LeftOut("tasks", 1, ("Kuchen backen",)), LeftOut("rules", 1, ("Woche",)),
    ]  # fmt: skip
    assert Repeated("A", 2, is_cut=False) in programme.remarks
    assert all(remark_words(one).endswith(".") for one in programme.remarks)


def test_an_entry_of_whole_days_becomes_a_session_without_a_slot():
    programme = programme_from_bytes(calendar("UID:1\nSUMMARY:Tag\nDTSTART;VALUE=DATE:20270608"), BERLIN)

    assert programme.sessions[0].starts_at is None
    assert programme.event.first_day == date(2027, 6, 8)
    assert Unscheduled("all day", 1, ("Tag",)) in programme.remarks


def test_a_weekly_entry_becomes_a_session_for_each_time_and_keeps_its_hour():
    programme = programme_from_bytes(
        calendar(
            "UID:w\nSUMMARY:Treff\nDTSTART;TZID=Europe/Berlin:20271024T100000\nDURATION:PT1H"
            "\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Berlin:20271107T100000",
            "UID:w\nSUMMARY:Treff, später\nRECURRENCE-ID;TZID=Europe/Berlin:20271114T100000"
            "\nDTSTART;TZID=Europe/Berlin:20271114T120000\nDURATION:PT1H",
        )
    )

    starts = sorted(one.starts_at for one in programme.sessions)
    assert starts == [datetime(2027, 10, 24, 8, tzinfo=UTC), datetime(2027, 10, 31, 9, tzinfo=UTC),
                      datetime(2027, 11, 14, 11, tzinfo=UTC)]  # fmt: skip
    assert len({one.id for one in programme.sessions}) == 3
    assert Repeated("Treff", 2, is_cut=False) in programme.remarks


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;COUNT=3", [8, 9, 10]),
        ("FREQ=DAILY;INTERVAL=3;UNTIL=20270616T000000Z", [8, 11, 14]),
        ("FREQ=WEEKLY;BYDAY=TU,FR;COUNT=4", [8, 11, 15, 18]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU;COUNT=4", [8, 20, 22, 4]),
        ("FREQ=MONTHLY;COUNT=3", [8, 8, 8]),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=3", [8, 13, 10]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", [8, 30, 31]),
        ("FREQ=YEARLY;COUNT=2", [8]),
        ("FREQ=MONTHLY;BYSETPOS=2;BYDAY=TU", [8]),
    ],
)
def test_a_rule_names_its_days(rule, days):
    programme = programme_from_bytes(calendar(f"UID:1\nSUMMARY:A\nDTSTART:20270608T080000Z\nRRULE:{rule}"))

    assert [one.starts_at.day for one in programme.sessions] == days


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY", "FREQ=SECONDLY", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;INTERVAL=0", "FREQ=NEVER",
     "FREQ=WEEKLY;COUNT=999999999", "FREQ=WEEKLY;UNTIL=99991231T000000Z"],
)  # fmt: skip
def test_a_rule_without_end_is_cut_in_time(rule):
    started = time.process_time()
    programme = programme_from_bytes(calendar(f"UID:1\nSUMMARY:A\nDTSTART:20270608T080000Z\nRRULE:{rule}"))

    assert 1 <= len(programme.sessions) <= 400
    assert time.process_time() - started < 5


def test_malformed_properties_are_read_as_far_as_they_can_be():
    programme = programme_from_bytes(
        calendar(
            "UID:1\nSUMMARY:A\nDTSTART:2027-06-08T10:00:00\nDURATION:x\nGEO:x\nEXDATE:x\nSEQUENCE:x\nRRULE:x",
            "UID:2\nSUMMARY:B\nDTSTART:soon\nRECURRENCE-ID:x\nATTACH:x",
        ),
        Hints(zone="Europe/Berlin"),
    )

    assert [one.starts_at for one in programme.sessions] == [datetime(2027, 6, 8, 8, tzinfo=UTC), None]


def test_cancelled_entries_are_left_out_and_told():
    programme = programme_from_bytes(
        calendar("UID:1\nSUMMARY:A\nDTSTART:20270608T080000Z", "UID:2\nSUMMARY:B\nSTATUS:CANCELLED")
    )

    assert [one.title for one in programme.sessions] == [{"en": "A"}]
    assert LeftOut("cancelled", 1, ("B",)) in programme.remarks


def test_a_shared_uid_is_told_with_what_and_why():
    same = "UID:1\nSUMMARY:{}\nDTSTART:20270608T080000Z"

    programme = programme_from_bytes(calendar(same.format("A"), same.format("B"), head="VTIMEZONE: Europe/Rome\n"))

    remark = IdsMade("sessions", 2, 1, ("UID", "start", "title"))
    assert remark in programme.remarks
    assert "2 sessions share 1 id" in remark_words(remark)
    assert "UID, start and title" in remark_words(remark)
    assert programme.event.zone == "Europe/Rome"


def test_the_organiser_of_all_is_no_speaker_and_those_who_differ_are():
    event = "UID:{0}\nSUMMARY:{0}\nDTSTART:20270608T080000Z\nORGANIZER;CN={1}:mailto:a@b.example"

    of_all = programme_from_bytes(calendar(event.format(1, "Amt"), event.format(2, "Amt")))
    different = programme_from_bytes(calendar(event.format(1, "Ayşe"), event.format(2, "Can")))

    assert of_all.speakers == ()
    assert "Amt" in of_all.sessions[0].remains["en"]
    assert [speaker.name for speaker in different.speakers] == ["Ayşe", "Can"]
    assert KeptIn("ORGANIZER", "speakers", 2) in different.remarks


def test_a_place_that_is_an_address_is_the_way_in():
    programme = programme_from_bytes(
        calendar("UID:1\nSUMMARY:A\nDTSTART:20270608T080000Z\nLOCATION:https://meet.example/x")
    )

    assert (programme.sessions[0].join_url, programme.rooms) == ("https://meet.example/x", ())


def test_times_in_utc_alone_leave_the_zone_to_the_event():
    data = calendar("UID:1\nSUMMARY:A\nDTSTART:20270608T080000Z")

    assert programme_from_bytes(data, BERLIN).event.zone == "Europe/Berlin"
    assert programme_from_bytes(data).remarks[0] == ZoneTaken("UTC", "offset", "UTC")


@pytest.mark.parametrize("language", LABELS)
def test_our_own_entries_are_taken_apart_by_the_words_they_were_made_of(app, language):
    words = words_of(language)
    labels = {
        "speakers": words.speakers % {"names": ""}, "room": words.room % {"names": ""},
        "theme": words.themes % {"names": ""},
    }  # fmt: skip

    assert {kind: f"{label}: " for label, kind in LABELS[language].items()} == labels


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", rules.NothingInIt),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n", (rules.NotCalendar, rules.NothingInIt, rules.NoDays)),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nUID:1\nEND:VEVENT\n" * 10_001 + b"END:VCALENDAR\n", rules.TooMany),
        (b"BEGIN:VCALENDAR\n" + b"X:1\n" * 1_000_000, rules.TooMany),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * 5_000, (rules.Unreadable, rules.Misfit)),
        ("BEGIN:VCALENDAR\nX-WR-CALNAME:Größe\n".encode("latin-1"), rules.NotUtf8),
    ],
    ids=["empty", "cut off", "many entries", "many lines", "deep", "Latin-1"],
)
def test_a_hostile_calendar_is_refused_in_time_with_a_sentence(data, refusal):
    started = time.process_time()
    with pytest.raises(refusal) as refused:
        programme_from_bytes(data)

    assert refusal_words(refused.value).endswith(".")
    assert time.process_time() - started < 5
