"""No line of a log names a person, or an address of a page by which one gets in."""

import logging
import re
from time import process_time

import pytest

from conference.web.redaction import LOGGERS, RedactTokens, redacted
from config import ROOT

SECRET = "kJ3-token_of-tests"


def test_every_address_with_a_token_is_struck_out(app):
    rules = [rule for rule in app.url_map.iter_rules() if "token" in rule.arguments]
    assert len(rules) > 10
    with app.test_request_context():
        addresses = [
            app.url_map.bind("localhost").build(
                rule.endpoint, {name: SECRET if name == "token" else "x" for name in rule.arguments}
            )
            for rule in rules
        ]

    assert [one for one in addresses if SECRET in redacted(f'"GET {one} HTTP/1.1" 200')] == []


@pytest.mark.parametrize(
    "address",
    [
        "/Feeds/{}.ics", "/FEEDS/{}", "/feeds//{}.ics", "//feeds///{}.jcal", "/%66eeds/{}.ics", "/feeds%2F{}.ics",
        "/sign-in?next=%2Ffeeds%2F{}.ics", "/cities/{}", "https://m.example/?url=webcal%3A%2F%2Fm.example%2Ffeeds%2F{}.ics",
    ],
)  # fmt: skip
def test_a_token_is_struck_out_of_mistyped_addresses_too(address):
    token = "D9BW9JSHgnjppgCIDy0SGsFvWSADzdkdX1CWkhN_FnA"

    assert token not in redacted(f'"GET {address.format(token)} HTTP/1.1" 404')


def test_long_names_of_the_public_are_left(app):
    line = "GET /cities/themes/digitalisation-and-sustainable-development-of-cities-2027 HTTP/1.1"

    assert redacted(line) == line


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("550 <ada@example.org> unknown", "550 <…@…> unknown"),
        ("Key (email)=(ada.o'neil+x@mail.example.org) exists", "Key (email)=(…@…) exists"),
        ("GET /cities/register?group=press&email=ada%40example.org&name=Ada+L HTTP", None),
        ("GET /cities/participants?q=Lovelace&page=2 HTTP", None),
        ("GET /cities/register?q_diet=Ada-eats-no-nuts&q_2=x HTTP", "GET /cities/register?q_diet=…&q_2=… HTTP"),
        ("to ada@example.org+ada%40example.org.", "to …@…."),
        ("@example.org", "@example.org"),
        ("GET /cities/programme?view=list HTTP", "GET /cities/programme?view=list HTTP"),
        ("letter 9 (mail) sent at 07:37", "letter 9 (mail) sent at 07:37"),
        ("işık@örnek.example", "…@…"),
    ],
)
def test_addresses_of_people_and_what_they_typed_are_struck_out(line, wanted):
    told = redacted(line)

    assert wanted is None or told == wanted
    assert not re.search(r"ada|Lovelace|Ada", told)


@pytest.mark.parametrize("piece", ["a", "a%40", "a@", "a@b.", "q_a"])
def test_a_long_line_costs_no_more_than_its_length(piece):
    began = process_time()

    redacted(f"GET /{piece * (200_000 // len(piece))} HTTP/1.1")

    assert process_time() - began < 2  # quadratic, it takes an hour


def test_every_logger_is_watched(app):
    names = {
        name
        for path in sorted((ROOT / "conference").rglob("*.py"))
        for name in re.findall(r'getLogger\("([^"]+)"\)', path.read_text(encoding="utf-8"))
    }

    assert names <= set(LOGGERS)
    for name in LOGGERS:
        assert any(isinstance(one, RedactTokens) for one in logging.getLogger(name).filters)


def test_a_traceback_names_nobody_either(app):
    record = logging.LogRecord("meridian", logging.ERROR, __file__, 1, "failed for %s", ("ada@example.org",), None)
    error = ValueError("no such mailbox: ada@example.org")
    record.exc_info = (type(error), error, None)

    RedactTokens().filter(record)

    text = logging.Formatter().format(record)
    assert "ada@" not in text
    assert "ValueError: no such mailbox: …@…" in text
