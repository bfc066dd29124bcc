"""Releases and what changed, as a page and as a feed."""

import re
from datetime import timedelta
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from tests.factories.programme import ARRIVING, HALF_TIME, NOW, YOUTH, at, document, publish, published_event, session

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def event(app):
    """An event whose second release moved, cancelled, changed and added one session each."""
    made = published_event([YOUTH, ARRIVING, HALF_TIME])
    newer = document(
        [
            session("YUTH22", title={"en": "Another name"}, starts_at=at(8, 10), minutes=90, seats=2),
            session("ARRV33", title=ARRIVING.title, starts_at=at(8, 15), room="porsuk", themes=("arrival",), seats=30),
            session("HALF44", title=HALF_TIME.title, starts_at=at(9, 18), room="neckar", cancelled=True),
            session("NEWC22", title={"en": "Brand new"}, starts_at=at(11, 9)),
        ]
    )
    publish(made.id, newer, note="Read this & that", now=NOW)
    return made


def test_each_release_tells_what_it_brought(client, event):
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", client.get("/cities/changes").text)))

    second, first = text[text.index("Release 2 ") :].split("Release 1 ", 1)
    assert "Read this & that" in second
    assert re.search(r"1 cancelled.*Half-time", second)
    assert re.search(
        r"1 moved.*Arriving in Kilis.*10:30 Berlin \| 11:30 İ?I?stanbul.*Neckar.*15:00 Berlin.*Porsuk", second
    )
    assert re.search(r"1 added.*Brand new", second)
    assert re.search(r"1 changed.*Another name.*Changed: title, text, format, speakers, partnerships", second)
    assert "3 added" in first


def test_the_feed_has_an_entry_for_each_release(client, event):
    answer = client.get("/cities/changes.atom", headers={"Accept-Language": "de"})
    root = ET.fromstring(answer.data)  # noqa: S314 - our own bytes
    entries = root.findall("a:entry", ATOM)

    assert answer.mimetype == "application/atom+xml"
    assert entries[0].findtext("a:title", None, ATOM).endswith("2")
    assert len(entries) == 2
    assert len({entry.findtext("a:id", None, ATOM) for entry in entries}) == 2
    assert "Read this &amp; that" in entries[0].find("a:content", ATOM).text
    assert f"/s/{ARRIVING.code}" in entries[0].find("a:content", ATOM).text
    assert root.findtext("a:updated", None, ATOM) == "2027-06-08T07:37:00Z"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"


def test_the_feed_answers_that_nothing_changed(client, event):
    first = client.get("/cities/changes.atom")
    again = client.get("/cities/changes.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")

    publish(event.id, document([YOUTH]), now=NOW + timedelta(hours=1))
    assert client.get("/cities/changes.atom", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_identifiers_do_not_depend_on_the_host_that_was_asked(client, event):
    one = client.get("/cities/changes.atom", headers={"Host": "one.example"}).data
    other = client.get("/cities/changes.atom", headers={"Host": "other.example"}).data

    assert one == other
