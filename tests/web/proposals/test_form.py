"""The public form, the private page, and what strangers do not see."""

import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from conference.db import db
from conference.proposals.queries import proposal_of
from conference.proposals.rules.states import State
from conference.proposals.services import LetterWords, decide_proposals
from conference.proposals.tables import Proposal
from conference.questions.rules.asking import Kind
from conference.web.redaction import RedactTokens
from tests.databases import TEST_SECRET
from tests.factories import draft
from tests.factories import proposals as make

FORM = "/cities/propose"
FILLED = {
    "title": "Trinkbrunnen", "abstract": "Vierzig **Brunnen**.", "language": "de", "theme": "", "format": "workshop",
    "minutes": "90", "municipality": "osnabrück", "country": "", "partner": "Çanakkale",
    "speakers-name": ["Lena Fritz", ""], "speakers-email": ["lena@example.org", ""], "speakers-affiliation": ["", ""],
    "contact_name": "Lena Fritz", "contact_email": "lena@example.org", "consent": "y", "sent_from": "one",
}  # fmt: skip


def stored():
    return list(db.session.scalars(select(Proposal).order_by(Proposal.id)))


def test_anybody_proposes_a_session_of_an_event_that_is_not_published(client, made, outbox):
    assert client.get("/cities/").status_code == 404
    page = client.get(f"{FORM}?lang=de").text
    assert "<strong>wirkt</strong>" in page
    assert "Osnabrück" in page

    answer = client.submit(FORM, FILLED, follow_redirects=True)

    (proposal,) = stored()
    assert answer.status_code == 200
    assert "lena@example.org" in answer.text
    assert (proposal.municipality_key, proposal.country) == ("osnabrueck", "DE")
    assert proposal.partnership == made.partnership.slug
    assert [letter.recipient for letter in outbox()] == ["lena@example.org"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Please fill this in"),
        ("title", "x" * 201, "too long"),
        ("minutes", "4", "Choose a number"),
        ("minutes", "viel", "whole number"),
        ("contact_email", "lena@", "not an e-mail address"),
        ("consent", "", "Please agree"),
        ("municipality", "Nirgendwo", "in which country Nirgendwo is"),
        ("speakers-name", ["", ""], "Please fill this in"),
        ("speakers-email", ["lena@", ""], "does not look like an e-mail"),
        ("format", "dance", "Not a valid choice"),
        ("theme", "nothing-known", "Not a valid choice"),
    ],
)
def test_bad_input_is_named_and_kept_and_nothing_is_stored(client, made, field, value, words):
    answer = client.submit(f"{FORM}?lang=en", {**FILLED, field: value})

    assert answer.status_code == 422
    assert words in answer.text
    assert "Vierzig **Brunnen**." in answer.text
    assert stored() == []


def test_somebody_has_to_present_it(client, made):
    nobody = {"speakers-name": "", "speakers-email": "", "speakers-affiliation": ""}

    answer = client.submit(f"{FORM}?lang=en", {**FILLED, **nobody})

    assert answer.status_code == 422
    assert "Name at least one person" in answer.text


def test_more_lines_for_people_come_without_complaint_and_with_what_was_written(client, made):
    page = client.submit(FORM, {**FILLED, "title": "", "more": "1"})

    assert page.status_code == 200
    assert page.text.count('name="speakers-name"') == 4
    assert "Lena Fritz" in page.text
    assert "field-error" not in page.text
    assert stored() == []


def test_a_program_that_fills_in_the_trap_is_thanked_and_forgotten(client, made, outbox):
    answer = client.submit(FORM, {**FILLED, "website": "https://spam.example"})

    assert (answer.status_code, answer.location) == (303, f"{FORM}/thanks")
    assert stored() == []
    assert outbox() == []


def test_the_same_form_sent_twice_is_one_proposal(client, made):
    for _time in range(2):
        assert client.submit(FORM, FILLED).status_code == 303
    assert len(stored()) == 1


def test_who_goes_back_and_corrects_the_address_has_not_sent_it_twice(client, made, outbox):
    client.submit(FORM, {**FILLED, "contact_email": "wrnog@example.org"})
    client.submit(FORM, {**FILLED, "contact_email": "right@example.org"})

    assert len(stored()) == 2
    assert outbox()[-1].recipient == "right@example.org"


def test_a_format_that_the_call_no_longer_offers_stays_with_the_proposal_that_has_it(client, made):
    proposal = make.proposal(made.event, format="workshop")
    make.call(made.event, formats=["talk"])

    page = client.get(f"/proposals/{make.token(proposal)}/edit").text

    assert re.search(r'<option[^>]*selected[^>]*value="workshop"|value="workshop"[^>]*selected', page)


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LONG_TEXT, Kind.ONE, Kind.SEVERAL, Kind.CONSENT, Kind.LINK])
def test_a_question_that_must_be_answered_is_missed(client, made, kind):
    choices = ({"de": "Ja"}, {"de": "Nein"}) if kind in {Kind.ONE, Kind.SEVERAL} else ()
    asked = make.question(made.event, "Warum?", kind=kind, choices=choices, is_required=True)
    good = {Kind.ONE: "c1", Kind.SEVERAL: ["c1", "c2"], Kind.CONSENT: "y", Kind.LINK: "https://a.example/x"}
    name = f"question_{asked.id}"

    assert client.submit(FORM, FILLED).status_code == 422
    assert client.submit(FORM, {**FILLED, name: good.get(kind, "Darum")}).status_code == 303
    expected = {Kind.ONE: "c1", Kind.SEVERAL: ["c1", "c2"], Kind.CONSENT: True, Kind.LINK: "https://a.example/x"}
    assert stored()[0].answers == {str(asked.id): expected.get(kind, "Darum")}


def test_what_need_not_be_answered_can_be_left_out_and_bad_answers_are_refused(client, made):
    one = make.question(made.event, kind=Kind.ONE, choices=({"de": "Ja"}, {"de": "Nein"}))
    link = make.question(made.event, kind=Kind.LINK)

    assert client.submit(FORM, {**FILLED, f"question_{one.id}": "c9"}).status_code == 422
    assert client.submit(FORM, {**FILLED, f"question_{link.id}": "javascript:alert(1)"}).status_code == 422
    assert client.submit(FORM, FILLED).status_code == 303


def test_a_call_that_was_never_opened_does_not_exist_for_strangers(client, made):
    make.call(made.event, is_public=False)

    assert client.get(FORM).status_code == 404
    assert client.submit(FORM, FILLED).status_code == 404


def test_before_and_after_the_call_the_page_says_so_and_takes_nothing(client, made, now):
    make.call(made.event, opens_at=now + timedelta(days=2))
    assert "The call opens soon" in client.get(f"{FORM}?lang=en").text
    make.call(made.event, closes_at=now - timedelta(days=2))

    assert "The call is closed" in client.get(f"{FORM}?lang=en").text
    assert client.submit(FORM, FILLED).status_code == 422
    assert stored() == []


def test_the_form_names_only_what_the_organisers_opened(client, made):
    hidden = draft.theme(made.event, "Geheimes Thema")
    make.call(made.event, themes=[made.theme.slug], suggests_places=False, formats=["talk"])

    page = client.get(FORM).text
    assert hidden.title["de"] not in page
    assert "Osnabrück" not in page
    assert 'value="workshop"' not in page


def test_the_welcome_page_announces_an_open_call(client, made):
    draft.publish(made.event)
    assert f'href="{FORM}"' in client.get("/cities/").text

    make.call(made.event, is_public=False)
    assert f'href="{FORM}"' not in client.get("/cities/").text


def test_the_private_page_shows_changes_and_withdraws(client, made):
    proposal = make.proposal(made.event)
    own = f"/proposals/{make.token(proposal)}"

    page = client.get(f"{own}?lang=en")
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    # Without any referrer Flask-WTF refuses the page's own forms under https.
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert 'name="referrer"' not in page.text
    assert "Hitzeschutz im Altbau" in page.text

    changed = {**FILLED, "title": "Neuer Titel", "contact_email": "evil@example.org"}
    assert client.submit(f"{own}/edit", changed).status_code == 303
    assert proposal_of(made.event.id, proposal.code).title == "Neuer Titel"
    assert proposal_of(made.event.id, proposal.code).contact_email == proposal.contact_email
    assert client.submit(f"{own}/withdraw").status_code == 303
    assert proposal_of(made.event.id, proposal.code).state == "withdrawn"
    assert client.get(f"{own}/edit").status_code == 303


def test_bad_changes_are_refused_and_kept(client, made):
    proposal = make.proposal(made.event)

    answer = client.submit(f"/proposals/{make.token(proposal)}/edit", {**FILLED, "title": ""})

    assert answer.status_code == 422
    assert "Vierzig **Brunnen**." in answer.text
    assert proposal_of(made.event.id, proposal.code).title == "Hitzeschutz im Altbau"


def test_a_decision_stands_on_the_private_page_only_once_it_was_told(client, made, now):
    proposal = make.proposal(made.event)
    own = f"/proposals/{make.token(proposal)}?lang=en"

    def decide(letters):
        decide_proposals(
            made.event.id, [proposal.code], State.ACCEPTED, letters=letters, secret_key=TEST_SECRET, now=now
        )

    decide({})
    assert "Accepted" not in client.get(own).text
    decide({"tr": LetterWords("Ja", "Ja")})
    assert "Accepted" in client.get(own).text


def test_an_unknown_private_address_is_not_found(client, made):
    for page in ("/proposals/nothing", "/proposals/nothing/edit"):
        assert client.get(page).status_code == 404
    assert client.submit("/proposals/nothing/withdraw").status_code == 404


def test_markdown_of_strangers_is_made_safe(client, made, desk):
    proposal = make.proposal(
        made.event, abstract="<script>alert(1)</script> [x](javascript:alert(1))", title="<b>fett</b>"
    )

    for page in (f"/proposals/{make.token(proposal)}", f"/cities/organise/proposals/{proposal.code}"):
        text = desk.get(page).text
        assert "<script>alert" not in text
        assert 'href="javascript:' not in text
        assert "<b>fett</b>" not in text


def test_private_addresses_do_not_reach_the_log():
    record = logging.LogRecord("x", 20, "", 1, '"GET /proposals/s3cret/edit HTTP/1.1"', (), None)
    RedactTokens().filter(record)
    assert record.getMessage() == '"GET /proposals/…/edit HTTP/1.1"'


def test_too_many_proposals_at_once_are_held_up(app, client, made, monkeypatch):
    answers = [client.submit(FORM, {**FILLED, "sent_from": str(number)}) for number in range(6)]

    assert [answer.status_code for answer in answers] == [303] * 5 + [422]
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == 5
    assert re.search(r"wait an hour", client.submit(f"{FORM}?lang=en", {**FILLED, "sent_from": "9"}).text)
