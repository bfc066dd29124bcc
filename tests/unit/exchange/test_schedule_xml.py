"""schedule.xml in the dialects that programs and people write, and in forms that mean harm."""

import time
import tracemalloc
from datetime import UTC, date, datetime
from uuid import UUID
from xml.sax.saxutils import escape

import pytest

from conference.exchange import rules
from conference.exchange.commands.remarks import remark_words
from conference.exchange.commands.words import refusal_words
from conference.exchange.document import IdsMade, LeftOut, LengthMended, LocalTimes, OneOfSeveral, ZoneTaken
from conference.exchange.gathering import Hints
from conference.exchange.services.reading import programme_from_bytes

BERLIN = Hints(zone="Europe/Berlin")


def schedule(events: str, *, conference: str = "<title>Tage</title>", day: str = 'date="2027-06-08"') -> bytes:
    return f"<schedule><conference>{conference}</conference><day {day}>{events}</day></schedule>".encode()


def only(data: bytes, hints: Hints = BERLIN):
    programme = programme_from_bytes(data, hints)
    assert len(programme.sessions) == 1
    return programme.sessions[0]


@pytest.mark.parametrize(
    ("inside", "starts_at"),
    [
        ("<date>2027-06-08T10:00:00+03:00</date><start>11:11</start>", datetime(2027, 6, 8, 7, tzinfo=UTC)),
        ("<date>2027-06-08T10:00:00</date>", datetime(2027, 6, 8, 8, tzinfo=UTC)),
        ("<date>2027-06-09</date><start>10:00</start>", datetime(2027, 6, 9, 8, tzinfo=UTC)),
        ("<start>10:00</start>", datetime(2027, 6, 8, 8, tzinfo=UTC)),
        ("<start>9:05:00</start>", datetime(2027, 6, 8, 7, 5, tzinfo=UTC)),
        ("<start>25:30</start>", datetime(2027, 6, 8, 23, 30, tzinfo=UTC)),
        ("<start>2027-06-08T10:00:00Z</start>", datetime(2027, 6, 8, 10, tzinfo=UTC)),
        ("<start>soon</start>", None),
        ("", None),
    ],
)
def test_a_start_is_read_in_every_way_it_is_written(inside, starts_at):
    assert only(schedule(f'<event id="1"><title>A</title>{inside}</event>')).starts_at == starts_at


@pytest.mark.parametrize(
    ("length", "minutes"),
    [
        ("00:45", 45), ("0:45", 45), ("45", 45), ("45 min", 45), ("1:30:00", 90), ("PT1H30M", 90), ("P1D", 1440),
        ("1h30", 90), ("", None), ("long", None),
    ],
)  # fmt: skip
def test_a_length_is_read_in_every_way_it_is_written(length, minutes):
    event = f'<event id="1"><title>A</title><start>10:00</start><duration>{length}</duration></event>'

    assert only(schedule(event)).minutes == minutes


def test_a_length_follows_from_the_end_where_there_is_none():
    event = '<event id="1"><title>A</title><start>23:00</start><end>00:30</end></event>'

    assert only(schedule(event)).minutes == 90


def test_a_length_out_of_bounds_is_mended_and_told():
    event = '<event id="1"><title>A</title><start>10:00</start><duration>30:00</duration></event>'

    programme = programme_from_bytes(schedule(event), BERLIN)

    assert programme.sessions[0].minutes == 1440
    assert LengthMended("A", 1800, 1440) in programme.remarks


def test_the_hours_after_midnight_belong_to_the_day_under_which_they_stand():
    day = 'date="2027-06-08" start="2027-06-08T10:00:00+02:00" end="2027-06-09T04:00:00+02:00"'
    event = '<room name="R"><event id="1"><title>A</title><start>01:30</start></event></room>'

    assert only(schedule(event, day=day)).starts_at == datetime(2027, 6, 8, 23, 30, tzinfo=UTC)


def test_a_room_stands_around_its_events_or_in_them():
    events = (
        '<room name="Saal"><event id="1"><title>A</title><start>10:00</start></event></room>'
        '<event id="2"><title>B</title><start>10:00</start><room>Keller</room></event>'
    )

    programme = programme_from_bytes(schedule(events), BERLIN)

    names = {room.id: room.name["en"] for room in programme.rooms}
    assert [names[one.room] for one in programme.sessions] == ["Saal", "Keller"]


def test_a_guid_that_is_a_uuid_becomes_the_uid_and_ids_stand_in_for_each_other():
    uid = "8079583e-8321-506c-95af-fd2903a5f075"
    first, second = f'<event guid="{uid}" id="7"><title>A</title></event>', '<event id="8"><title>B</title></event>'
    events = f"{first}{second}<event><slug>tage-c</slug><title>C</title></event>"

    programme = programme_from_bytes(schedule(events), BERLIN)

    assert [one.id for one in programme.sessions] == [uid, "8", "tage-c"]
    assert programme.sessions[0].uid == UUID(uid)


def test_ids_given_twice_or_never_are_made_the_same_each_time():
    events = '<event id="1"><title>A</title><start>10:00</start></event>' * 2 + \
             '<event id="1"><title>B</title><start>11:00</start></event><event><title>C</title></event>'  # fmt: skip

    first, again = (programme_from_bytes(schedule(events), BERLIN) for _ in range(2))

    assert [one.title["en"] for one in first.sessions] == ["A", "B", "C"]
    assert [one.id for one in first.sessions] == [one.id for one in again.sessions]
    assert {IdsMade("sessions", 3, 1, ("id", "start", "title")), IdsMade("sessions", 1, 0, ("title",)),
            LeftOut("repeated", 1, ("A",))} <= set(first.remarks)  # fmt: skip


def test_persons_are_told_apart_by_id_else_by_name():
    person = '<persons><person id="1">Ayşe</person><person id="1">Ayse K.</person><person>Can</person></persons>'
    events = (
        f'<event id="1"><title>A</title>{person}</event>'
        '<event id="2"><title>B</title><persons><person>CAN</person><person id="1">Ayşe</person></persons></event>'
    )

    programme = programme_from_bytes(schedule(events), BERLIN)

    assert [speaker.name for speaker in programme.speakers] == ["Ayşe", "Can"]
    assert programme.sessions[0].speakers[1] == programme.sessions[1].speakers[0]
    assert OneOfSeveral("speakers", "1", "Ayşe", ("Ayse K.",)) in programme.remarks


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("de-DE", ("de",)), ("formal German", ("de",)), ("Türkçe", ("tr",)), ("de/en", ("de", "en")), ("", ()),
     ("deu", ("de",)), ("Klingon", ())],
)  # fmt: skip
def test_a_language_is_known_by_many_names(written, spoken):
    event = f'<event id="1"><title>A</title><language>{written}</language></event>'

    assert only(schedule(event)).spoken == spoken


def test_html_becomes_markdown_and_signs_stay_signs():
    html = escape(
        '<p>Mehr <b>Mut</b> <a href="https://a.example/x">hier</a> 1 * 2</p><ul><li>eins</li><li>zwei</li></ul>'
        "<script>alert(1)</script>"
    )

    text = only(schedule(f'<event id="1"><title>A</title><abstract>{html}</abstract></event>')).abstract["en"]

    assert text == "Mehr **Mut** [hier](https://a.example/x) 1 \\* 2\n\n- eins\n- zwei"


def test_what_has_no_field_is_kept_in_words():
    event = """<event id="1"><title>A</title><subtitle>Unten</subtitle><abstract>Kurz.</abstract>
      <description>Lang.</description><language>de</language><type>lecture</type><logo>/l.png</logo>
      <recording><license>CC BY 4.0</license><optout>true</optout></recording><audience>Alle</audience>
      <links><link href="https://x.example/a_b">Netz</link></links>
      <attachments><attachment href="f.pdf">Folien</attachment></attachments></event>"""

    session = only(schedule(event, conference="<title>T</title><base_url>https://t.example/p/</base_url>"))

    assert session.abstract["de"] == "**Unten**\n\nKurz.\n\nLang."
    assert session.remains["de"].split("\n") == [
        "- Art: lecture", "- Lizenz der Aufzeichnung: CC BY 4.0", "- Wird nicht aufgezeichnet", "- audience: Alle",
        "- [Netz](https://x.example/a_b)", "- [Folien](https://t.example/p/f.pdf)", "- [Bild](https://t.example/l.png)",
    ]  # fmt: skip


def test_answers_pictures_and_recordings_are_read_as_pretalx_writes_them():
    event = """<event id="1"><title>A</title><language>de</language>
      <persons><person id="9"><name>Jörg</name><biography>Kurz.</biography><avatar>https://t.example/j.png</avatar>
      <answers><answer question="4"><question>Pronomen</question><answer>er</answer></answer></answers></person>
      </persons>
      <video_download_url>https://v.example/1.mp4</video_download_url>
      <answers><answer question="3"><question>Niveau?</question><answer>leicht</answer></answer></answers></event>"""

    programme = programme_from_bytes(schedule(event))

    assert programme.sessions[0].remains == {"de": "- Niveau?: leicht"}
    assert programme.sessions[0].recording_url == "https://v.example/1.mp4"
    assert programme.speakers[0].biography == {"de": "Kurz.\n\n- Pronomen: er\n- [Bild](https://t.example/j.png)"}


def test_namespaces_comments_and_an_outer_document_type_do_no_harm():
    data = b"""<?xml version="1.0"?><!DOCTYPE schedule SYSTEM "schedule.dtd"><s:schedule xmlns:s="urn:x"><!-- hi -->
      <s:conference><s:title>T</s:title></s:conference><s:day date="2027-06-08"><s:room name="R"><s:event id="1">
      <s:title>A</s:title></s:event></s:room></s:day></s:schedule>"""

    assert only(data).title == {"en": "A"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-9", "windows-1252"])
def test_an_encoding_is_read_where_it_is_declared(encoding):
    text = "Größe" if encoding == "windows-1252" else "Gölge ışığı"
    body = schedule(f'<event id="1"><title>{text}</title></event>').decode()
    declared = encoding.removesuffix("-sig")

    data = f'<?xml version="1.0" encoding="{declared}"?>{body}'.encode(encoding)

    assert only(data).title == {"en": text}


def test_latin_letters_that_claim_to_be_utf_8_are_refused():
    with pytest.raises(rules.NotUtf8):
        programme_from_bytes(schedule('<event id="1"><title>Größe</title></event>').decode().encode("latin-1"))


def test_zones_are_taken_from_the_option_the_file_the_event_the_city_the_offsets():
    event = '<event id="1"><title>A</title><start>10:00</start></event>'
    named = "<time_zone_name>Asia/Tokyo</time_zone_name>"

    def zone(conference: str, hints: Hints, inside: str = event) -> str:
        return programme_from_bytes(schedule(inside, conference=conference), hints).event.zone

    assert zone(named, Hints(zone="Europe/Istanbul", other_zone="Europe/Berlin")) == "Europe/Istanbul"
    assert zone(named, Hints(other_zone="Europe/Berlin")) == "Asia/Tokyo"
    assert zone("", Hints(other_zone="Europe/Berlin")) == "Europe/Berlin"
    assert zone("<city>New York</city>", Hints()) == "America/New_York"
    assert zone("", Hints(), event.replace("10:00", "2027-06-08T10:00:00+03:00")) == "Europe/Istanbul"
    assert zone("", Hints()) == "UTC"


def test_a_file_without_zone_says_that_one_was_taken():
    event = '<event id="1"><title>A</title><start>10:00</start></event>'

    remarks = programme_from_bytes(schedule(event)).remarks

    assert {ZoneTaken("UTC", "nothing"), LocalTimes(1, "UTC")} <= set(remarks)
    assert "--zone" in " ".join(remark_words(remark) for remark in remarks)


def test_days_without_sessions_are_the_events_as_well():
    data = b"""<schedule><conference><title>T</title></conference><day date="2027-06-07"/><day date="2027-06-08">
      <event id="1"><title>A</title><start>10:00</start></event></day></schedule>"""

    event = programme_from_bytes(data, BERLIN).event

    assert (event.first_day, event.last_day) == (date(2027, 6, 7), date(2027, 6, 8))


LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
HOSTILE = [
    ("laughter", b'<!DOCTYPE s [<!ENTITY l0 "ha">' + LAUGHS + b"]><schedule>&l11;</schedule>", rules.EntitiesRefused),
    ("one entity blown up", b'<!DOCTYPE s [<!ENTITY a "' + b"x" * 90_000 + b'">]><s>' + b"&a;" * 90_000 + b"</s>",
     rules.EntitiesRefused),
    ("a file of the machine", b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><schedule>&x;</schedule>',
     rules.EntitiesRefused),
    ("a parameter entity", b'<!DOCTYPE s [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]><schedule/>',
     rules.EntitiesRefused),
    ("deep", b"<schedule>" + b"<a>" * 200_000, rules.NestedTooDeep),
    ("many", b"<schedule>" + b"<a/>" * 2_000_000, rules.TooMany),
    ("many sessions", schedule("<event/>" * 10_001), rules.TooMany),
    ("cut off", b"<schedule><conference><title>T", rules.NotXml),
    ("no programme", b"<rss><channel/></rss>", rules.FormatUnknown),
    ("no sessions", b"<schedule><conference><title>T</title></conference></schedule>", rules.NothingInIt),
    ("an unknown encoding", b'<?xml version="1.0" encoding="klingon-8"?><schedule/>', rules.NotXml),
    ("no day", b"<schedule><conference/><day><event><title>A</title></event></day></schedule>", rules.NoDays),
    ("home-made", b'<schedule><day date="2027-06-08"><entry id="1"/></day></schedule>', rules.HomeMade),
    ("the ends of time", schedule('<event id="1"><title>A</title><date>0001-01-01T00:00:00+14:00</date></event>'
                                  '<event id="2"><title>B</title><date>9999-12-31T23:59:00-14:00</date></event>'),
     rules.OutOfRange),
    ("years of days", schedule('<event id="1"/></day><day date="2020-01-01">'),
     rules.OutOfRange),
]  # fmt: skip


@pytest.mark.parametrize(("data", "refusal"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_a_hostile_file_is_refused_in_time_with_a_sentence(data, refusal):
    started = time.process_time()
    with pytest.raises(refusal) as refused:
        programme_from_bytes(data)
    took = time.process_time() - started

    sentence = refusal_words(refused.value)
    assert sentence.endswith(".")
    assert refusal.__name__ not in sentence
    assert took < 5


def test_a_million_elements_take_little_memory():
    data = b"<schedule>" + b"<a/>" * 1_000_000
    tracemalloc.start()
    with pytest.raises(rules.TooMany):
        programme_from_bytes(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 100 * 1024 * 1024
