"""Tables of sessions: what is read from cells as people write them."""

import io
from datetime import UTC, date, datetime, time

import openpyxl
import pytest

from conference.exchange import rules, sheets
from conference.exchange.document import (
    DayFromAbove,
    EncodingTaken,
    LeftOut,
    LengthMended,
    LocalTimes,
    PlainEvent,
    PlainProgramme,
)
from conference.exchange.sheets import refusals
from conference.exchange.sheets.columns import target_of
from conference.exchange.sheets.values import clock_of, day_of, languages_of, minutes_of, names_of

EVENT = PlainEvent(
    slug="rivers", title={"de": "Flüsse"}, zone="Europe/Berlin", first_day=date(2027, 6, 1), last_day=date(2027, 6, 20),
    languages=("de", "tr", "en"),
)  # fmt: skip


def taken(text: str | bytes, **ties: tuple[str, str]) -> sheets.Taken:
    data = text.encode() if isinstance(text, str) else text
    sheet = sheets.open_sheet(data)
    return sheets.read_sheet(
        sheet, sheets.guessed(sheet.heading.columns), sheets.Into(PlainProgramme(event=EVENT), ties)
    )


def only(text: str | bytes):
    found = taken(text)
    assert found.wrong == ()
    assert len(found.programme.sessions) == 1
    return found.programme.sessions[0]


def refusal_in(text: str) -> rules.Misfit:
    found = taken(text)
    assert len(found.wrong) == 1, found.wrong
    assert found.programme.sessions == ()
    return found.wrong[0].refusal


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Titel", "title"), ("Başlık", "title"), ("session_title", "title"), ("Titel (Deutsch)", "title.de"),
        ("Başlık TR", "title.tr"), ("Title [EN]", "title.en"), ("title fr", "title.fr"), ("Abstract de", "abstract.de"),
        ("Referent*innen", "speakers"), ("Sprecher:in", "speakers"), ("Konuşmacılar", "speakers"),
        ("fullname", "speakers"),
        ("Beginn", "start"), ("startTime", "start"), ("Başlangıç", "start"), ("Dauer (Minuten)", "length"),
        ("Süre", "length"), ("Raum", "room"), ("Salon", "room"), ("E-Mail", "emails"),
        ("Städtepartnerschaft", "partnerships"),
        ("submission_id", "id"), ("Event Name", "title"), ("Event Start", "start"), ("Room/Location", "room"),
        ("Bemerkungen der Jury", None), ("", None),
    ],
)  # fmt: skip
def test_headings_are_known_in_three_languages(heading, target):
    assert target_of(heading) == target


@pytest.mark.parametrize(
    "text",
    ["2027-06-14", "14.06.2027", "14.6.27", "Mo, 14.06.2027", "14. Juni 2027", "14 Haziran 2027", "June 14, 2027",
     "06/14/2027", "14/06/2027", "Pazartesi 14 Haz 2027", "46552"],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(text):
    assert day_of(text, "A1") == date(2027, 6, 14)


def test_a_day_that_could_be_two_is_refused():
    with pytest.raises(refusals.DayUnclear):
        day_of("06/07/2027", "A1")
    assert day_of("06/06/2027", "A1") == date(2027, 6, 6)


@pytest.mark.parametrize("text", ["31.02.2027", "morgen", "2027-13-01", "14.06."])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(refusals.NotReadable):
        day_of(text, "A1")


@pytest.mark.parametrize(
    ("text", "clock"),
    [("9:30", time(9, 30)), ("09.30 Uhr", time(9, 30)), ("9 Uhr", time(9)), ("9 pm", time(21)),
     ("12:15 AM", time(0, 15)),
     ("saat 9.30", time(9, 30)), ("0930", time(9, 30)), ("09:30:00", time(9, 30)), ("0.5", time(12)),
     ("0.395833333333333", time(9, 30)), (".3958333", time(9, 30))],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(text, clock):
    assert clock_of(text, "A1") == clock


@pytest.mark.parametrize("text", ["90", "1:30", "1h30", "90 Minuten", "1,5 h", "PT90M", "90 dk", "1 Std. 30 Min."])
def test_a_length_is_read_as_people_write_it(text):
    assert minutes_of(text, "A1") == 90


def test_names_are_told_apart():
    assert names_of("Ada Lovelace (University of California, San Diego)") == (
        "Ada Lovelace (University of California, San Diego)",
    )
    assert names_of("Ada Lovelace, Gülşen Akın") == ("Ada Lovelace", "Gülşen Akın")
    assert names_of("Müller, Anna") == ("Müller, Anna",)
    assert names_of("Müller, Anna; Öz, Ali") == ("Müller, Anna", "Öz, Ali")
    assert languages_of("Deutsch / Türkisch", "A1") == ("de", "tr")


def test_a_german_table_is_read_whole():
    session = only(
        "Nr;Titel;Titel (Türkisch);Tag;Beginn;Ende;Raum;Themenfeld;Referent*innen;Sprache;Plätze;Art\n"
        "7;Wärmewende;Isı dönüşümü;14.06.2027;09.30;11:00;Großer Saal;Klima;Ada Lovelace (Stadt Kiel);Deutsch, Türkisch"
        ";30;Workshop\n"
    )

    assert session.id == "7"
    assert session.title == {"de": "Wärmewende", "tr": "Isı dönüşümü"}
    assert session.starts_at == datetime(2027, 6, 14, 7, 30, tzinfo=UTC)
    assert (session.minutes, session.seats, session.format) == (90, 30, "workshop")
    assert session.spoken == ("de", "tr")
    assert session.abstract == {}


def test_a_turkish_table_in_windows_1254_is_read_and_said():
    text = "Başlık;Tarih;Saat;Süre;Konuşmacı\nIşığın şehri;14.06.2027;10:00;45;İbrahim Kılıç\n"

    found = taken(text.encode("cp1254"))

    assert found.programme.sessions[0].title == {"de": "Işığın şehri"}
    assert found.programme.speakers[0].name == "İbrahim Kılıç"
    assert EncodingTaken("Windows-1254", is_declared=False) in found.programme.remarks


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_known_by_the_content(encoding, delimiter):
    text = delimiter.join(["Titel", "Tag", "Beginn", "Raum"]) + "\r\n"
    text += delimiter.join(["Grün am Fluss", "14.06.2027", "9:30", "Öffentlich"]) + "\r\n"

    session = only(text.encode(encoding))

    assert session.title == {"de": "Grün am Fluss"}
    assert session.starts_at == datetime(2027, 6, 14, 7, 30, tzinfo=UTC)


def test_icelandic_letters_in_an_old_encoding_are_asked_back():
    with pytest.raises(refusals.EncodingUnclear):
        sheets.open_sheet("Title,Speaker\nÞórður í Reykjavík,Ð\n".encode("cp1252"))


def test_the_heading_is_found_below_what_stands_above():
    session = only("Programm der Woche,,\n,,\nTitel,Tag,Beginn\nGrün,14.06.2027,09:00\n")

    assert session.title == {"de": "Grün"}


def test_quotes_and_line_breaks_in_cells_are_kept():
    session = only('title,abstract\nOne,"He said ""yes"".\r\n\r\nThen, nothing."\n')

    assert session.abstract == {"de": 'He said "yes".\n\nThen, nothing.'}


def test_times_without_offset_are_those_of_the_event_and_of_the_zone_named():
    found = taken("title,start,zone\nOne,2027-06-14 09:00,\nTwo,2027-06-14 09:00,Istanbul\nThree,2027-06-14T09:00Z,\n")

    assert [session.starts_at.hour for session in found.programme.sessions] == [7, 6, 9]
    assert LocalTimes(1, "Europe/Berlin") in found.programme.remarks


def test_an_end_by_the_clock_alone_may_be_after_midnight():
    assert only("title,day,start,end\nNight,14.06.2027,23:00,01:00\n").minutes == 120


@pytest.mark.parametrize(
    "start", ["14.6.2027 9:00–10:30", "14.06.2027, 9.00 - 10.30 Uhr", "2027-06-14 09:00 bis 10:30"]
)
def test_a_day_with_a_span_is_read_from_one_cell(start):
    session = only(f"Titel;Beginn\nA;{start}\n")

    assert (session.starts_at, session.minutes) == (datetime(2027, 6, 14, 7, tzinfo=UTC), 90)


def test_day_and_time_may_be_one_number_as_spreadsheet_programs_count():
    assert only("Titel;Beginn\nA;46552.375\n").starts_at == datetime(2027, 6, 14, 7, tzinfo=UTC)


def test_a_row_without_a_day_is_of_the_day_above_and_that_is_said():
    found = taken("Titel;Tag;Beginn\nA;14.06.2027;9:00\nB;;10:00\nC;15.06.2027;9:00\nD;;\n")

    assert [one.starts_at and one.starts_at.day for one in found.programme.sessions] == [14, 14, 15, None]
    assert DayFromAbove(1, ("B",)) in found.programme.remarks
    assert refusal_in("Titel;Tag;Beginn\nA;;9:00\n").place == "C2"


def test_a_length_that_cannot_be_is_mended_and_said():
    found = taken("title,start,end\nOne,2027-06-14T09:00Z,2027-06-14T09:00Z\n")

    assert found.programme.sessions[0].minutes == 5
    assert LengthMended("One", 0, 5) in found.programme.remarks


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("title,day,start\nOne,06/07/2027,09:00\n", refusals.DayUnclear),
        ("title,day,start\nOne,28.03.2027,02:30\n", refusals.ClockUnclear),
        ("title,start\nOne,09:00\n", refusals.NotReadable),
        ("title,start\nOne,soon\n", refusals.NotReadable),
        ("title,length\nOne,long\n", refusals.NotReadable),
        ("title,seats\nOne,0\n", rules.OutOfRange),
        ("title,seats\nOne,many\n", refusals.NotReadable),
        ("title,link\nOne,http://example.org\n", rules.Malformed),
        ("title,language\nOne,Klingonisch\n", refusals.NotReadable),
        ("title,speaker,email\nOne,Ada,not an address\n", refusals.NotReadable),
        ("title,partnership\nOne,Osnabrück – Çanakkale\n", refusals.NotOffered),
        ("title,room\n,Hall\n", rules.Missing),
        (f"title,room\n{'x' * 301},Hall\n", rules.TooLong),
        ("title,room\n=1+1,Hall\n", refusals.FormulaInCell),
        ("title,room\n@SUM(A1),Hall\n", refusals.FormulaInCell),
        ("title,zone,start\nOne,Atlantis,2027-06-14 09:00\n", refusals.NotReadable),
    ],
)
def test_a_wrong_cell_is_named_and_its_row_left_out(row, kind):
    refusal = refusal_in(row)

    assert isinstance(refusal, kind)
    assert refusal.place.endswith("2")


def test_all_wrong_cells_are_named_at_once_with_their_rows():
    found = taken("title,seats,start\nOne,x,soon\nTwo,3,\nThree,0,\n")

    assert [(one.row, one.column) for one in found.wrong] == [(2, "start"), (2, "seats"), (4, "seats")]
    assert [session.title for session in found.programme.sessions] == [{"de": "Two"}]
    assert found.rows == {"two": 3}


def test_an_id_given_twice_is_wrong():
    found = taken("id,title\n1,One\n1,Two\n")

    assert isinstance(found.wrong[0].refusal, rules.GivenTwice)


def test_what_only_looks_like_a_formula_is_text():
    assert only("title,abstract\n- a point,+49 541 1\n").abstract == {"de": "+49 541 1"}


def test_a_partnership_is_found_by_its_towns():
    found = taken("title,partnership\nOne,Çanakkale & Osnabrück\n", **{"o-c": ("Osnabrück", "Çanakkale")})

    assert found.programme.sessions[0].partnerships == ("o-c",)


def test_what_has_no_field_is_kept_below_the_abstract():
    found = taken("title,abstract,Format\nOne,Text,Industry hour\n")

    assert found.programme.sessions[0].abstract == {"de": "Text\n\nFormat: Industry hour"}


def test_without_ids_two_of_one_title_get_ids_that_the_next_reading_gives_again():
    text = "title,start\nWeekly,2027-06-07T09:00Z\nWeekly,2027-06-14T09:00Z\n"
    ids = [session.id for session in taken(text).programme.sessions]

    assert len(set(ids)) == 2
    assert [session.id for session in taken(text).programme.sessions] == ids


def workbook(*rows, **others) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for name, more in others.items():
        other = book.create_sheet(name)
        for row in more:
            other.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_workbook_with_real_days_times_and_numbers_is_read():
    session = only(
        workbook(["Titel", "Tag", "Beginn", "Ende", "Plätze"], ["Grün", date(2027, 6, 14), time(9, 30), time(11), 30.0])
    )

    assert session.starts_at == datetime(2027, 6, 14, 7, 30, tzinfo=UTC)
    assert (session.minutes, session.seats) == (90, 30)


def test_a_formula_of_a_workbook_is_refused_by_its_cell():
    found = taken(workbook(["Titel", "Plätze"], ["Grün", "=10*3"]))

    assert isinstance(found.wrong[0].refusal, refusals.FormulaInCell)
    assert found.wrong[0].refusal.place == "B2"


def test_a_formula_in_a_column_that_is_left_out_does_no_harm():
    assert only(workbook(["Titel", "Jury"], ["Grün", "=10*3"])).title == {"de": "Grün"}


def test_the_sheet_of_the_sessions_is_found_among_others():
    data = workbook(["Notizen"], ["nichts"], Programm=[["Titel", "Tag", "Beginn"], ["Grün", "14.06.2027", "9:00"]])

    assert only(data).title == {"de": "Grün"}


def test_further_sheets_with_tables_are_named():
    book = openpyxl.Workbook()
    for number, sheet in enumerate((book.active, book.create_sheet("4. Juni"), book.create_sheet("Notizen"))):
        for row in (("Titel", "Beginn"), ("A", "2027-06-14 09:00")) if number < 2 else (("Kuchen", "Kaffee"),):
            sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)

    assert LeftOut("sheets", 1, ("4. Juni",)) in taken(packed.getvalue()).programme.remarks


def test_a_table_without_titles_is_told_from_one_with():
    assert not sheets.is_table(b"a,b,c\n1,2,3\n")
    assert not sheets.is_table(b"BEGIN:VCALENDAR\nSUMMARY,title\n")
    assert sheets.is_table(b"title,room\nOne,Hall\n")
