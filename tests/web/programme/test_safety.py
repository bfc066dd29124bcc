"""What must never reach a visitor: drafts, meeting addresses, other people's markup."""

import re
from html import unescape
from xml.etree import ElementTree as ET

import msgspec
import pytest

from conference.programme.document import Speaker
from tests.factories import draft
from tests.factories.programme import YOUTH, at, document, event_row, publish, published_event, session

OWN_IMAGE = re.compile(r'<img class="qr-code" src="/[^"<>]*"[^<>]*>')
EVIL = '<script>alert("x")</script><img src=x onerror=alert(1)>'
LINK = "[click](javascript:alert(1)) <b onclick=alert(1)>raw</b>\n\n# Heading\n\n![p](https://spy.example/p.png)"


def pages(slug, code):
    return [
        f"/{slug}/", f"/{slug}/programme", f"/{slug}/programme?view=list", f"/{slug}/programme?view=timetable",
        f"/{slug}/sessions/{code}", f"/{slug}/speakers", f"/{slug}/speakers/EVIL22", f"/{slug}/themes/youth",
        f"/{slug}/partnerships", f"/{slug}/partnerships/osnabrueck-canakkale", f"/{slug}/changes",
        f"/{slug}/changes.atom",
        f"/{slug}/live", f"/s/{code}",
    ]  # fmt: skip


@pytest.fixture
def evil(app):
    """An event all of whose texts try to be markup."""
    texts = {"de": EVIL, "tr": EVIL, "en": EVIL}
    plain = document(
        [
            session(
                "EVLL22", title=texts, abstract={"en": LINK}, starts_at=at(8, 10), speakers=("EVIL22",),
                partnerships=("osnabrueck-canakkale",), label=texts, remains={"en": LINK},
            )
        ],
        title=texts, summary=texts, welcome={"en": LINK},
    )  # fmt: skip
    evil = msgspec.structs.replace(
        plain,
        themes=tuple(msgspec.structs.replace(theme, title=texts, short=texts, summary=texts) for theme in plain.themes),
        rooms=tuple(
            msgspec.structs.replace(room, name=texts, note=texts, joining={"en": LINK}) for room in plain.rooms
        ),
        speakers=(Speaker(code="EVIL22", name=EVIL, affiliation=texts, biography={"en": LINK}),),
        municipalities=tuple(msgspec.structs.replace(town, name=EVIL) for town in plain.municipalities),
        partnerships=tuple(msgspec.structs.replace(tie, summary={"en": LINK}) for tie in plain.partnerships),
    )
    return publish(event_row(evil).id, evil, note=EVIL)


def test_texts_never_become_markup(client, evil):
    for page in pages("cities", "EVLL22"):
        answer = client.get(page)
        html = answer.text
        if page.endswith(".atom"):
            feed = ET.fromstring(answer.data)  # noqa: S314 - our own bytes
            html = "".join(element.text or "" for element in feed.iter("{http://www.w3.org/2005/Atom}content"))

        assert answer.status_code == 200, page
        assert "<script>alert" not in html, page
        assert "<img" not in OWN_IMAGE.sub("", html), page
        assert "onclick=" not in re.sub(r"&lt;.*?&gt;", "", html), page
        assert not re.search(r"href=[\"']?\s*javascript:", unescape(html)), page
        assert "spy.example" not in html, page


def test_no_public_page_names_the_address_of_a_meeting(client, app):
    published_event()

    for page in pages("cities", YOUTH.code):
        assert "meet.example" not in client.get(page).text, page


def test_nothing_of_a_draft_is_seen_until_it_is_published(client, app):
    made = draft.drafted("cities", title="Before the release")
    assert client.get("/cities/").status_code == 404
    assert client.get("/cities/programme?view=list").status_code == 404

    draft.publish(made.event)
    draft.session(made.event, "Only in the draft", starts_at=at(9, 10))
    draft.theme(made.event, "Secret theme")
    draft.speaker(made.event, "Secret Speaker")
    draft.partnership(made.event, "Secretstadt", "Gizliköy")

    listed = client.get("/cities/programme?view=list").text
    code = re.search(r"/cities/sessions/(\w{6})\"", listed)[1]
    assert "Before the release" in listed
    for page in pages("cities", code):
        text = unescape(client.get(page).text)
        assert "Only in the draft" not in text
        assert "Secret" not in text
        assert "Gizli" not in text


def test_after_the_next_release_it_is_seen(client, app):
    made = draft.drafted("cities", title="Before the release")
    draft.publish(made.event)
    client.get("/cities/programme?view=list")
    draft.session(made.event, "Only in the draft", starts_at=at(9, 10))

    draft.publish(made.event)

    assert "Only in the draft" in client.get("/cities/programme?view=list").text
