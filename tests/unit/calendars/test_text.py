import pytest

from conference.calendars.render import Shelf, cleaned, colour_name, plain_text, subscribe_links


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Ein *Satz* mit **Gewicht** und `Code`.", "Ein Satz mit Gewicht und Code."),
        ("# Titel\n\nAbsatz\nweiter", "Titel\n\nAbsatz weiter"),
        ("- eins\n- zwei\n  - drei\n\nEnde", "• eins\n• zwei\n  • drei\n\nEnde"),
        ("3. drei\n4. vier", "3. drei\n4. vier"),
        ("[Rathaus](https://stadt.example/a?b=1&c=2)", "Rathaus (https://stadt.example/a?b=1&c=2)"),
        ("<https://stadt.example>", "https://stadt.example"),
        ("<mail@stadt.example>", "mail@stadt.example"),
        ("A &amp; B &lt;b&gt; &amp;amp;", "A & B <b> &amp;"),
        ("<b>roh</b>", "<b>roh</b>"),
        ("> Zitat\n\n---\n\nDanach", "Zitat\n\nDanach"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a\nb\n\n1\n2"),
        ("```\nx = 1\n```", "x = 1"),
        ("", ""),
    ],
)
def test_markdown_becomes_text_that_reads_well(markdown, text):
    assert plain_text(markdown) == text


def test_text_is_normalised_and_keeps_its_direction():
    assert cleaned("I\u0307stanbul") == "İstanbul"
    assert cleaned("\u202bשלום\u202c") == "\u202bשלום\u202c"


@pytest.mark.parametrize(
    ("colour", "name"), [("#ff0000", "red"), ("#1a4fb8", "royalblue"), ("#FFCB05", "gold"), ("nothing", "black")]
)
def test_a_colour_has_the_nearest_name(colour, name):
    assert colour_name(colour) == name


def test_links_are_encoded_once_for_each_program():
    links = subscribe_links("https://m.example/städte/calendar.ics?lang=tr", "Şehirler & Köyler")

    assert links.webcal == "webcal://m.example/städte/calendar.ics?lang=tr"
    assert links.google == (
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fm.example%2Fst%C3%A4dte%2Fcalendar.ics%3Flang%3Dtr"
    )
    assert links.outlook == (
        "https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fm.example%2Fst%C3%A4dte%2Fcalendar.ics"
        "%3Flang%3Dtr&name=%C5%9Eehirler%20%26%20K%C3%B6yler"
    )
    assert links.office.startswith("https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2F")


def test_a_shelf_lets_go_of_what_was_unused_for_longest():
    shelf = Shelf(10, len)
    shelf.get("a", lambda: b"aaaa")
    shelf.get("b", lambda: b"bbbb")
    shelf.get("a", lambda: b"never made")
    shelf.get("c", lambda: b"cccc")

    assert shelf.get("a", lambda: b"new") == b"aaaa"
    assert shelf.get("b", lambda: b"new") == b"new"
    assert shelf.bytes <= 10
    assert shelf.get("large", lambda: b"x" * 11) == b"x" * 11
    assert len(shelf) <= 2
