"""Error pages in the house style, also when there is no database to ask."""

import pytest
from sqlalchemy import create_engine

from conference.db import db
from tests.factories import accounts


@pytest.mark.parametrize("language", ["de", "tr", "en"])
def test_an_address_that_leads_nowhere_has_a_page_of_the_house(client, language):
    answer = client.get(f"/nothing/here/at/all?lang={language}")

    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.text
    assert 'href="/static/css/tokens.css' in answer.text


def test_an_outage_of_the_database_has_a_page_also_for_those_who_are_signed_in(client, tmp_path, monkeypatch):
    client.sign_in(accounts.account(name="Ada Example"))
    unreachable = create_engine(f"sqlite:///{tmp_path / 'away' / 'nowhere.sqlite'}")

    with monkeypatch.context() as outage:
        outage.setitem(db.engines, None, unreachable)
        answer = client.get("/account")

    assert answer.status_code in (500, 503)
    assert "Ada Example" not in answer.text
    assert 'href="/static/css/tokens.css' in answer.text
