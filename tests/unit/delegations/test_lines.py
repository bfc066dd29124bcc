"""Whom lines invite."""

from time import process_time

import pytest

from conference.delegations.rules import Fault, Invitee, is_plain_name, read_lines


@pytest.mark.parametrize(
    "line",
    [
        "Ayşe Demir <ayse@example.org>",
        "  Ayşe  Demir   <AYSE@example.org> ",
        "Ayşe Demir; ayse@example.org",
        "Ayşe Demir, ayse@example.org,",
        "Ayşe Demir\tayse@example.org",
        '"Ayşe Demir" <ayse@example.org>',
    ],
)
def test_a_line_names_a_person_in_the_ways_people_write_it(line):
    assert read_lines(line, language="de").people == (Invitee("Ayşe Demir", "ayse@example.org", "de"),)


def test_a_line_may_end_with_a_language_of_its_own():
    read = read_lines("Ayşe <ayse@example.org> tr\nBeate <beate@example.org>", language="de")

    assert [one.language for one in read.people] == ["tr", "de"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Ayşe Demir", Fault.UNREADABLE),
        ("Ayşe <ayse@example.org> <other@example.org>", Fault.UNREADABLE),
        ("x" * 501, Fault.UNREADABLE),
        ("<ayse@example.org>", Fault.NO_NAME),
        ("Ayşe <ayse@localhost>", Fault.ADDRESS),
        ("Ayşe <ayse@@example.org>", Fault.ADDRESS),
        ("Win at https://evil.example <ayse@example.org>", Fault.ODD_NAME),
        ("casino.com <ayse@example.org>", Fault.ODD_NAME),
        ("x" * 101 + " <ayse@example.org>", Fault.ODD_NAME),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(line, fault):
    read = read_lines(f"\nBeate <beate@example.org>\n{line}\n", language="de")

    assert [(one.number, one.fault) for one in read.faults] == [(3, fault)]
    assert [one.name for one in read.people] == ["Beate"]


@pytest.mark.parametrize(
    "line", ["a@" * 245 + " x y", "@a" * 245 + "<", " " * 490 + "x", "a" * 240 + "@" + "b" * 240 + " x!"]
)
def test_lines_made_to_be_slow_are_read_at_once(line):
    began = process_time()

    read = read_lines("\n".join([line] * 40), language="de")

    assert len(read.faults) == 40
    assert process_time() - began < 20  # with every place tried against every other, minutes


def test_an_address_twice_is_asked_once():
    text = "Ayşe <ayse@example.org>\nAyşe Demir <Ayse@Example.org>\nBeate <beate@example.org>"

    read = read_lines(text, language="de", known={"beate@example.org"})

    assert [one.name for one in read.people] == ["Ayşe"]
    assert read.repeated == (2, 3)


@pytest.mark.parametrize("name", ["Jugend Osnabrück & Çanakkale", "St. Marien e.V.", "O’Neill, Dr. M. de Vries", "Ә"])
def test_names_of_people_and_towns_are_plain(name):
    assert is_plain_name(name)


def test_long_lines_without_an_end_are_read_at_once():
    read = read_lines("\n".join(" ," * 240 for _ in range(50)) + "\n" + "a " * 249, language="de")

    assert [one.fault for one in read.faults] == [Fault.UNREADABLE]
