"""The public calendars as pages offer them: which feed, in which language, by which ways."""

import html
import re
from dataclasses import replace
from urllib.parse import quote, urlsplit

import pytest

from conference.calendars.render import Shelf
from conference.calendars.render.codes import LONGEST_ADDRESS
from conference.calendars.views import offers
from tests.factories.programme import SLUG, published_event, session

PLACES = [
    ("/cities/programme?lang=en", "/cities/calendar.ics?lang=en", "Conference of Cities"),
    ("/cities/programme?lang=de", "/cities/calendar.ics", "Konferenz der Städte"),
    (
        "/cities/programme?format=plenary&theme=youth&view=list&page=1&lang=en",
        "/cities/calendar.ics?theme=youth&format=plenary&lang=en",
        "Conference of Cities – Youth · Plenary",
    ),
    ("/cities/programme?day=2027-06-08&lang=de", "/cities/calendar.ics?day=2027-06-08", "Dienstag, 8. Juni"),
    ("/cities/themes/arrival?lang=tr", "/cities/themes/arrival.ics?lang=tr", "Varmak ve kalmak"),
    ("/cities/speakers/ZEYNEP?lang=en", "/cities/speakers/ZEYNEP.ics?lang=en", "Zeynep Yıldırım"),
    (
        "/cities/partnerships/osnabrueck-canakkale?lang=en",
        "/cities/partnerships/osnabrueck-canakkale.ics?lang=en",
        "Osnabrück – Çanakkale",
    ),
]


@pytest.fixture
def event(app):
    return published_event()


@pytest.mark.parametrize(("page", "feed", "name"), PLACES)
def test_a_page_offers_the_calendar_of_what_it_shows(client, event, page, feed, name):
    text = html.unescape(client.get(page).text)

    offer = text[text.index('class="fold share offer"') :]
    offer = offer[: offer.index("</details>")]
    address = f"http://localhost{feed}"
    assert name in offer
    assert f'href="webcal://localhost{feed}"' in offer
    assert f"cid={quote(f'webcal://localhost{feed}', safe='')}" in offer
    assert offer.count(f"addfromweb?url={quote(address, safe='')}") == 2
    assert f'<a href="{address}" download>' in offer
    assert f'value="{address}" readonly' in offer
    assert f'<link rel="alternate" type="text/calendar" href="{address}"' in text
    answer = client.get(feed)
    assert f"SOURCE;VALUE=URI:{address}" in answer.text.replace("\r\n ", "")
    code = re.search(r'<img class="qr-code" src="([^"]+)"', offer)
    assert code
    assert client.get(code[1]).status_code == 200


def test_a_preview_offers_no_calendar(client, event, sign_in):
    from tests.factories.accounts import account  # noqa: PLC0415
    from tests.factories.events import role  # noqa: PLC0415

    person = account()
    role(event.row, holder=person)
    sign_in(client, person)

    page = client.get(f"/{SLUG}/organise/preview/programme").text

    assert "Preview" in page or "Vorschau" in page
    assert "share offer" not in page
    assert 'type="text/calendar"' not in page


def test_what_was_searched_for_is_escaped_wherever_it_stands(client, event):
    page = client.get("/cities/programme", query_string={"q": 'kilis"><script>x</script>', "lang": "en"}).text

    assert "<script>x" not in page
    assert "webcal://localhost/cities/calendar.ics?q=kilis%22%3E%3Cscript%3E" in page.replace("+", "%20")


def test_the_page_of_all_lists_each_kind(client, event):
    page = client.get("/cities/subscribe?lang=en").text

    for feed in (
        "calendar", "themes/youth", "themes/arrival", "rooms/porsuk", "rooms/neckar", "languages/de", "languages/tr",
        "partnerships/osnabrueck-canakkale", "speakers/ZEYNEP",
    ):  # fmt: skip
        assert f'href="webcal://localhost/cities/{feed}.ics?lang=en"' in page
    for target in ("theme-youth", "room-porsuk", "language-tr", "partnership-osnabrueck-canakkale", "speaker-ZEYNEP"):
        assert page.count(f'id="{target}"') == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_page_of_all_explains_each_program_without_scripts(client, event):
    for language, words in (("en", "Subscribe from web"), ("de", "Aus dem Internet abonnieren"), ("tr", "abone ol")):
        page = client.get(f"/cities/subscribe?lang={language}").text
        assert page.count('<details class="program">') == 8
        assert words in page


def test_the_page_of_all_costs_as_many_queries_with_few_feeds_as_with_many(client, app, queries):
    few = published_event(())
    client.get("/cities/subscribe")
    queries.clear()
    client.get("/cities/subscribe")
    asked = len(queries)
    published_event([session(f"MANY2{n}") for n in "23456789"], slug="many")
    client.get("/many/subscribe")
    queries.clear()

    client.get("/many/subscribe")

    assert few
    assert len(queries) == asked


def test_a_qr_code_is_an_image_for_everyone_to_keep(client, event):
    answer = client.get("/cities/subscribe/theme/youth.svg?lang=tr")

    assert answer.content_type == "image/svg+xml; charset=utf-8"
    assert answer.data.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert "Set-Cookie" not in answer.headers
    assert answer.data != client.get("/cities/subscribe/theme/youth.svg?lang=de").data


@pytest.mark.parametrize(
    "address",
    [
        "/cities/subscribe/theme/gone.svg",
        "/cities/subscribe/tree/youth.svg",
        "/nowhere/subscribe/theme/youth.svg",
        "/cities/subscribe/programme.svg?q=" + "%F0%9F%8E%89" * 200,
    ],
)
def test_there_is_no_code_of_what_is_not_there_or_too_long(client, event, address):
    assert client.get(address).status_code == 404


def test_an_address_too_long_for_a_code_is_offered_without_one(client, event):
    text = "ü" * 190
    page = client.get("/cities/programme", query_string={"q": text, "lang": "en"}).text

    assert 'class="fold share offer"' in page
    assert "qr-code" not in page
    assert len(urlsplit(quote(text)).path) > LONGEST_ADDRESS


FEEDS = [
    ("theme/youth", "themes/youth", "Youth participation"),
    ("room/porsuk", "rooms/porsuk", "Porsuk"),
    ("language/tr", "languages/tr", "Türkçe"),
    ("partnership/osnabrueck-canakkale", "partnerships/osnabrueck-canakkale", "Osnabrück – Çanakkale"),
    ("speaker/ZEYNEP", "speakers/ZEYNEP", "Zeynep Yıldırım"),
]


@pytest.mark.parametrize(("of", "feed", "title"), FEEDS)
def test_each_calendar_has_a_page_with_its_address_its_code_and_the_steps(client, event, of, feed, title):
    assert f'href="/cities/subscribe/{of}"' in client.get("/cities/subscribe?lang=en").text
    page = html.unescape(client.get(f"/cities/subscribe/{of}?lang=en").text)

    address = f"http://localhost/cities/{feed}.ics?lang=en"
    assert f"<h1><span>{title}</span></h1>" in page
    assert f"{address}</code>" in page
    assert f'href="webcal://{address.removeprefix("http://")}"' in page
    assert f"cid={quote(address.replace('http://', 'webcal://'), safe='')}" in page
    assert page.count(f"addfromweb?url={quote(address, safe='')}") == 2
    assert f'<link rel="alternate" type="text/calendar" href="{address}"' in page
    assert page.count('<details class="program">') == 8
    code = re.search(r'<img class="qr-code" src="([^"]+)"', page)
    assert code
    assert client.get(code[1]).content_type == "image/svg+xml; charset=utf-8"


def test_one_session_is_subscribed_to_from_its_page(client, event):
    page = client.get("/cities/sessions/HALF44?lang=en").text
    assert 'href="/cities/subscribe/session/HALF44"' in page

    offer = html.unescape(client.get("/cities/subscribe/session/HALF44?lang=en").text)

    assert 'href="webcal://localhost/cities/sessions/HALF44.ics?lang=en"' in offer
    assert client.get("/cities/subscribe/session/HALF44.svg?lang=en").status_code == 200


@pytest.mark.parametrize("of", ["theme/gone", "tree/youth", "session/GONE27", "room/", "session/NSLT77"])
def test_there_is_no_page_of_a_calendar_that_is_not_there(client, event, of):
    assert client.get(f"/cities/subscribe/{of}").status_code == 404


@pytest.mark.usefixtures("event")
class TestDrawing:
    """A code of a view that was not asked for lately takes as long as a hundred feeds: one asker has only so many."""

    @pytest.fixture
    def settings(self, settings):
        return replace(settings, rate_limits=True)

    @pytest.fixture(autouse=True)
    def _no_codes(self, monkeypatch):
        monkeypatch.setattr(offers, "kept_codes_of_views", Shelf(100_000, len))

    def test_made_up_views_are_drawn_only_so_many_times_a_minute(self, client):
        answers = [client.get(f"/cities/subscribe/programme.svg?q=word{number}") for number in range(61)]

        assert [answer.status_code for answer in answers] == [200] * 60 + [429]
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
        # What is there already, and what is not made up, costs nothing.
        assert client.get("/cities/subscribe/programme.svg?q=word59&empty=1").status_code == 200
        assert client.get("/cities/subscribe/theme/youth.svg").status_code == 200
        elsewhere = client.get("/cities/subscribe/programme.svg?q=other", environ_base={"REMOTE_ADDR": "192.0.2.9"})
        assert elsewhere.status_code == 200

    def test_a_page_of_the_programme_asks_for_no_code_of_its_own(self, client):
        for _ in range(70):
            assert client.get("/cities/subscribe/programme.svg").status_code == 200


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/cities/", "/cities/calendar.ics"),
        ("/cities/subscribe", "/cities/calendar.ics"),
        ("/cities/sessions/YUTH22", "/cities/sessions/YUTH22.ics"),
        ("/s/YUTH22", "/cities/sessions/YUTH22.ics"),
    ],
)
def test_a_calendar_that_a_page_names_speaks_its_language(client, event, page, feed):
    for language, query in (("de", ""), ("tr", "?lang=tr"), ("en", "?lang=en")):
        text = client.get(f"{page}?lang={language}").text

        named = set(re.findall(rf'href="({re.escape(feed)}[^"]*)"', text))
        assert named == {f"{feed}{query}"}
