"""What the lines of a guest list say."""

import pytest

from conference.registrations.rules.guests import Fault, GuestFacts, read_guests

GROUPS = {
    "administration": {"de": "Kommunalverwaltung", "tr": "Belediye yönetimi"},
    "press": {"de": "Presse", "tr": "Basın"},
}


def read(*lines):
    return read_guests(list(enumerate(lines, 1)), groups=GROUPS)


def test_a_heading_in_any_language_tells_what_the_columns_are_for():
    listed = read(
        ["Adı Soyadı", "E-posta", "Grup", "Belediye", "Dil"],
        ["Şeyma Gökçe", "seyma@example.org", "basin", "Kilis", "Türkisch"],
    )

    assert listed.guests == (
        GuestFacts(email="seyma@example.org", name="Şeyma Gökçe", group="press", municipality="Kilis", language="tr"),
    )
    assert not listed.faulty


def test_without_a_heading_addresses_and_names_are_told_apart():
    listed = read(
        ["Ada Ay <ada@example.org>"], ["bo@example.org"], ["Can Er", "can@example.org"], ["<dil@example.org>"]
    )

    assert [(one.name, one.email) for one in listed.guests] == [
        ("Ada Ay", "ada@example.org"), ("", "bo@example.org"), ("Can Er", "can@example.org"), ("", "dil@example.org"),
    ]  # fmt: skip


def test_a_language_may_stand_behind_the_address():
    listed = read(["Ada Ay <ada@example.org> tr"], ["Bo <bo@example.org> Deutsch"], ["Can <can@example.org> Klingon"])

    assert [one.language for one in listed.guests] == ["tr", "de"]
    assert [one.fault for one in listed.faulty] == [Fault.NO_SUCH_LANGUAGE]


def test_several_addresses_on_a_line_are_as_many_guests():
    listed = read(["Ada Ay <ada@example.org>", '"Er, Can" <can@example.org>', "bo@example.org"])

    assert [one.email for one in listed.guests] == ["ada@example.org", "can@example.org", "bo@example.org"]
    assert listed.guests[1].name == "Er, Can"


def test_of_an_address_twice_the_last_line_counts():
    listed = read(["e-mail", "name"], ["ada@example.org", "A."], ["ADA@example.org", "Ada Ay"])

    assert [one.name for one in listed.guests] == ["Ada Ay"]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (["", "Ada"], Fault.NO_EMAIL),
        (["no address", "Ada"], Fault.NOT_EMAIL),
        (["ada@nowhere", "Ada"], Fault.NOT_EMAIL),
        (["a@b.c\r\nBcc: d@e.f", "Ada"], Fault.NOT_EMAIL),
        (["ş@example.org", "Ada"], Fault.NOT_EMAIL),
        ([f"{'x' * 250}@example.org", "Ada"], Fault.NOT_EMAIL),
        (["ada@example.org", "A" * 201], Fault.TOO_LONG),
        (["ada@example.org", "Ada", "spies"], Fault.NO_SUCH_GROUP),
        (["ada@example.org", "Ada", "press", "Klingon"], Fault.NO_SUCH_LANGUAGE),
    ],
)
def test_a_line_that_says_nothing_of_use_is_named_with_its_number(cells, fault):
    listed = read(["e-mail", "name", "group", "language"], ["bo@example.org"], cells)

    assert [one.email for one in listed.guests] == ["bo@example.org"]
    (faulty,) = listed.faulty
    assert (faulty.number, faulty.fault) == (3, fault)
    assert len(faulty.text) <= 200
