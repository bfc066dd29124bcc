from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from conference.programme.render.atom import AtomEntry, AtomFeed, atom_xml

NAMES = {"a": "http://www.w3.org/2005/Atom"}
WHEN = datetime(2027, 6, 8, 7, 37, tzinfo=UTC)


def feed(title="Changes", html="<p>x</p>"):
    return AtomFeed(
        id="urn:uuid:6f3c1a52-0f0e-4d7e-9d3f-4f6f0c9b2a11",
        title=title,
        author="Conference",
        language="tr",
        page="https://meridian.example/cities/changes?a=1&b=2",
        address="https://meridian.example/cities/changes.atom",
        updated_at=WHEN,
        entries=(AtomEntry("urn:uuid:2", title, "https://meridian.example/x", WHEN, html),),
    )


def test_a_feed_has_all_that_rfc_4287_demands():
    root = ET.fromstring(atom_xml(feed()))  # noqa: S314 - our own bytes

    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    for holder in (root, root.find("a:entry", NAMES)):
        assert holder.findtext("a:id", None, NAMES)
        assert holder.findtext("a:title", None, NAMES) == "Changes"
        assert holder.findtext("a:updated", None, NAMES) == "2027-06-08T07:37:00Z"
    assert root.findtext("a:author/a:name", None, NAMES) == "Conference"
    assert {link.get("rel"): link.get("href") for link in root.findall("a:link", NAMES)} == {
        "self": "https://meridian.example/cities/changes.atom",
        "alternate": "https://meridian.example/cities/changes?a=1&b=2",
    }
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "tr"


def test_no_text_becomes_markup():
    root = ET.fromstring(atom_xml(feed(title="<script>alert(1)</script> & ]]>", html="<p>&lt;script&gt;</p>")))  # noqa: S314 - our own bytes

    assert root.findtext("a:title", None, NAMES) == "<script>alert(1)</script> & ]]>"
    assert root.find("a:entry/a:content", NAMES).text == "<p>&lt;script&gt;</p>"
    assert len(list(root.iter("{http://www.w3.org/2005/Atom}script"))) == 0


def test_characters_that_xml_forbids_are_left_out():
    root = ET.fromstring(atom_xml(feed(title="a\x00b\x08c\ufffe\U0001f600")))  # noqa: S314 - our own bytes

    assert root.findtext("a:title", None, NAMES) == "abc\U0001f600"
