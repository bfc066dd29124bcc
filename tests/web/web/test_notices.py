import re
from dataclasses import replace

import pytest

from conference.accounts import rules
from conference.mail.services import outbox


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_privacy_notice_names_laws_cookies_and_its_wording(client):
    page = text_of(client.get("/privacy").text)

    for words in ("GDPR", "KVKK", "meridian_stay", "meridian_known", "language", "zone", rules.PRIVACY_NOTICE):
        assert words in page


def test_the_privacy_notice_tells_the_spans_that_the_code_keeps(client):
    page = text_of(client.get("/privacy").text)

    assert f"never confirmed: {rules.UNCONFIRMED_ACCOUNT_LIFETIME.days} days" in page
    assert f"{rules.hours_of(rules.CONFIRM_LINK_LIFETIME)} hours to confirm an address" in page
    assert f"{rules.hours_of(rules.RESET_LINK_LIFETIME)} hours to choose a new password" in page
    assert f"Letters: {outbox.SENT_LETTERS_ARE_KEPT.days} days" in page
    assert f"signed in for {rules.STAYS.days} days" in page


@pytest.mark.parametrize("address", ["/privacy", "/accessibility"])
def test_the_notices_say_where_to_write(settings, now, new_app, address):
    app = new_app(replace(settings, contact="people@example.org"))

    assert 'href="mailto:people@example.org"' in app.test_client().get(address).text


@pytest.mark.parametrize("address", ["/privacy", "/accessibility"])
@pytest.mark.parametrize("language", ["de", "tr", "en"])
def test_the_notices_can_be_read_in_every_language(client, address, language):
    page = client.get(f"{address}?lang={language}")

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
