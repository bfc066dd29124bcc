"""Stopping letters by the link that each of them carries."""

import pytest
from itsdangerous import URLSafeSerializer

from conference.letter_wishes.queries import wishes_of
from conference.letter_wishes.rules import LetterKind, stop_token
from tests.databases import TEST_SECRET
from tests.factories.accounts import account
from tests.factories.programme import published_event
from tests.factories.registrations import registration


@pytest.fixture
def person(app):
    return account(email="ada@example.org")


@pytest.fixture
def theirs(person):
    return registration(published_event().id, person)


@pytest.fixture
def wanted(theirs):
    return lambda: wishes_of(theirs.id).kinds


def address_for(registration, kind=LetterKind.CHANGES):
    return f"/account/notices/{stop_token(registration.id, kind, secret_key=TEST_SECRET)}"


@pytest.fixture
def address(theirs):
    return address_for(theirs)


@pytest.mark.parametrize("kind", LetterKind)
def test_opening_the_link_changes_nothing_and_the_button_stops_its_kind_alone(client, theirs, wanted, kind):
    before, address = wanted(), address_for(theirs, kind)
    shown = client.get(address)
    assert shown.status_code == 200
    assert "ada@example.org" in shown.text
    assert "Conference of Cities" in shown.text
    assert wanted() == before

    assert client.fill_in(address, {"wanted": "no"}).status_code == 303
    assert wanted() == before - {kind}
    assert "gets none of these letters" in client.get(address).text

    client.fill_in(address, {"wanted": "yes"})
    assert wanted() == before | {kind}


def test_a_link_that_was_tampered_with_works_for_nobody(client, theirs, address, wanted):
    other = URLSafeSerializer(TEST_SECRET, salt="meridian-notices")
    wrong = (
        address[:-2],
        f"/account/notices/{theirs.id}",
        f"/account/notices/{stop_token(theirs.id, LetterKind.CHANGES, secret_key='other')}",
        f"/account/notices/{stop_token(2**31 - 1, LetterKind.CHANGES, secret_key=TEST_SECRET)}",
        *(f"/account/notices/{other.dumps(odd)}" for odd in ([theirs.id, "all"], [theirs.id], ["1", "changes"])),
    )

    assert [client.get(one).status_code for one in wrong] == [404] * len(wrong)
    assert client.submit(wrong[1], {"wanted": "no"}).status_code == 404
    assert LetterKind.CHANGES in wanted()


def test_links_in_letters_sent_before_there_were_kinds_stop_news_of_changes_for_all_events(
    client, person, theirs, wanted
):
    other = registration(published_event((), slug="towns").id, person)
    stranger = registration(published_event((), slug="villages").id)
    old = f"/account/notices/{URLSafeSerializer(TEST_SECRET, salt='meridian-notices').dumps(person.id)}"

    assert client.get(old).text.count("Conference of Cities") >= 2
    client.fill_in(old, {"wanted": "no"})

    assert LetterKind.CHANGES not in wanted() | wishes_of(other.id).kinds
    assert LetterKind.CHANGES in wishes_of(stranger.id).kinds


def test_the_address_is_kept_nowhere_and_needs_a_token_of_its_form(client, address):
    shown = client.get(address)
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert client.post(address, data={"wanted": "no"}).status_code == 400


def test_one_click_of_a_mail_program_stops_them_without_cookie_or_form(app, address, wanted):
    stranger = app.test_client()

    answer = stranger.post(f"{address}/at-once", data={"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, answer.data) == (204, b"")
    assert LetterKind.CHANGES not in wanted()
    assert stranger.post(f"{address}/at-once", data={"List-Unsubscribe": "One-Click"}).status_code == 204


def test_one_click_is_nothing_less_and_for_nobody_else(client, address, wanted):
    assert client.post(f"{address}/at-once").status_code == 400
    assert client.post(f"{address[:-2]}/at-once", data={"List-Unsubscribe": "One-Click"}).status_code == 404
    shown = client.get(f"{address}/at-once")
    assert (shown.status_code, shown.headers["Location"]) == (303, address)
    assert LetterKind.CHANGES in wanted()
