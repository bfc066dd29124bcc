"""Reviewing: who may, the list, one proposal, decisions with letters, the table."""

import csv
import io
import re

import pytest
from sqlalchemy import func, select

from conference.db import db
from conference.draft.tables import Session
from conference.events.rules import RoleName
from conference.proposals import services
from conference.proposals.queries import proposal_of, review_of
from conference.worker import words_of
from tests.factories import draft
from tests.factories import proposals as make

LIST = "/cities/organise/proposals"


@pytest.fixture
def proposal(made):
    return make.proposal(made.event, theme=made.theme.slug)


@pytest.mark.parametrize("role", [RoleName.OWNER, RoleName.EDITOR])
def test_owners_and_editors_review(as_role, proposal, role):
    browser = as_role(role)

    assert proposal.contact_email in browser.get(f"{LIST}/{proposal.code}").text
    assert browser.submit(f"{LIST}/{proposal.code}/score", {"score": "4"}).status_code == 303
    assert browser.get("/cities/organise/call").status_code == 200


def test_observers_read_without_addresses_and_change_nothing(as_role, made, proposal):
    browser = as_role(RoleName.OBSERVER)
    page = browser.get(f"{LIST}/{proposal.code}")

    assert page.status_code == 200
    assert "Hitzeschutz im Altbau" in page.text
    assert "ayse@example.org" not in page.text
    assert proposal.contact_email not in page.text
    assert proposal.contact_email not in browser.get(LIST).text
    assert proposal.title not in browser.get(f"{LIST}?q=ayse@example.org").text
    for address in (f"{LIST}.csv", f"{LIST}/decide?code={proposal.code}&to=accepted", "/cities/organise/call"):
        assert browser.get(address).status_code == 403
    for address in ("score", "comments", "labels", "remove"):
        assert browser.submit(f"{LIST}/{proposal.code}/{address}", {"score": "5"}).status_code == 403
    assert browser.submit(f"{LIST}/decide?code={proposal.code}&to=accepted", {"silent": "1"}).status_code == 403


@pytest.mark.parametrize("role", [RoleName.HOST, None])
def test_hosts_and_strangers_see_nothing_of_it(as_role, proposal, role):
    browser = as_role(role)

    for address in (LIST, f"{LIST}/{proposal.code}", f"{LIST}.csv"):
        assert browser.get(address).status_code == 403


def test_the_navigation_tells_how_many_are_new(desk, proposal):
    assert "1 new" in desk.get("/cities/organise/?lang=en").text


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", {"Hitze", "Brunnen", "Spielplatz"}),
        ("q=hitze", {"Hitze"}),
        ("q=OSNABRUCK", {"Brunnen"}),
        ("state=waiting", {"Spielplatz"}),
        ("language=tr", {"Brunnen"}),
        ("city=Kilis", {"Hitze", "Spielplatz"}),
        ("score=4", {"Hitze"}),
        ("score=none", {"Brunnen", "Spielplatz"}),
        ("score=not-mine", {"Brunnen", "Spielplatz"}),
        ("q=nichts", set()),
    ],
)
def test_the_list_is_searched_and_filtered(desk, made, now, arguments, expected):
    hot = make.proposal(made.event, title="Hitze")
    make.proposal(made.event, title="Brunnen", language="tr", municipality="Osnabrück", country="DE")
    waits = make.proposal(made.event, title="Spielplatz")
    services.score_proposal(made.event.id, hot.code, made.owner.id, 5, now=now)
    services.decide_proposals(
        made.event.id, [waits.code], make.services.proposing.State.WAITING, letters={}, secret_key="x", now=now
    )

    page = desk.get(f"{LIST}?{arguments}").text

    assert {title for title in ("Hitze", "Brunnen", "Spielplatz") if f">{title}</a></h3>" in page} == expected


def test_the_best_scored_come_first_where_asked_for(desk, made, now):
    for title, score in (("Mittel", 3), ("Gut", 5), ("Ohne", None)):
        one = make.proposal(made.event, title=title)
        services.score_proposal(made.event.id, one.code, made.owner.id, score, now=now)

    page = desk.get(f"{LIST}?order=score").text

    assert re.findall(r">(Mittel|Gut|Ohne)</a></h3>", page) == ["Gut", "Mittel", "Ohne"]


def test_many_proposals_come_on_pages_in_as_many_queries(desk, made, queries):
    def asked():
        queries.clear()
        assert desk.get(LIST).status_code == 200
        return len(queries)

    make.proposal(made.event)
    few = asked()
    for number in range(55):
        make.proposal(made.event, title=f"Nummer {number}")

    assert asked() == few
    assert "page=2" in desk.get(LIST).text


def test_one_goes_from_proposal_to_proposal_within_what_was_filtered(desk, made):
    first, _other, last = (make.proposal(made.event, title=title) for title in ("Hitze 1", "Brunnen", "Hitze 2"))

    page = desk.get(f"{LIST}/{last.code}?q=hitze&order=title").text

    assert f'rel="prev" aria-keyshortcuts="Alt+K" href="{LIST}/{first.code}?' in page
    assert 'rel="next"' not in page


def test_scores_comments_and_labels_are_noted(desk, made, proposal):
    one = f"{LIST}/{proposal.code}"
    label = services.add_label(made.event.id, name="Eröffnung", colour=2)
    assert desk.submit(f"{one}/score", {"score": "4"}).status_code == 303
    assert desk.submit(f"{one}/score", {"score": "6"}).status_code == 400
    assert desk.submit(f"{one}/comments", {"text": "Sehr <b>gut</b>"}).status_code == 303
    assert desk.submit(f"{one}/comments", {"text": " "}).status_code == 422
    assert desk.submit(f"{one}/labels", {"label": [str(label.id), "x", "9" * 30]}).status_code == 303

    page = desk.get(one).text
    assert "Sehr &lt;b&gt;gut&lt;/b&gt;" in page
    assert 'value="4" aria-keyshortcuts="Alt+4" aria-pressed="true"' in page
    assert review_of(proposal.id).labels == (label.id,)


def test_a_comment_that_is_removed_can_be_taken_back(desk, as_role, made, proposal, now):
    comment = services.comment_on(made.event.id, proposal.code, made.owner.id, "Unbedingt", now=now)
    address = f"{LIST}/{proposal.code}/comments/{comment.id}"
    assert as_role(RoleName.EDITOR).submit(f"{address}/remove").status_code == 404
    assert as_role(RoleName.EDITOR).get(address).status_code == 404
    assert desk.submit(address, {"text": "Unbedingt!"}).status_code == 303

    page = desk.submit(f"{address}/remove")

    assert review_of(proposal.id).comments == ()
    assert "Unbedingt!</textarea>" in page.text.replace("\n", "").replace("\r", "")


def test_the_letter_begins_in_the_language_of_the_proposer_and_can_be_previewed(desk, made, proposal, outbox):
    address = f"{LIST}/decide?code={proposal.code}&to=declined"
    page = desk.get(f"{address}&lang=en").text
    assert 'name="subject_tr"' in page
    assert "{title}" in page

    words = {"subject_tr": "Konu {title}", "body_tr": "Merhaba {name}\n\n{link}"}
    preview = desk.submit(address, {**words, "preview": "1"}).text
    assert "Konu Hitzeschutz im Altbau" in preview
    assert "Merhaba Mehmet Kaya" in preview
    assert proposal_of(made.event.id, proposal.code).state == "new"

    assert desk.submit(address, words).status_code == 303
    letter = outbox()[-1]
    assert words_of(letter.name, letter.language, letter.data).subject == "Konu Hitzeschutz im Altbau"
    assert proposal_of(made.event.id, proposal.code).state == "declined"


def test_a_letter_that_names_what_does_not_exist_is_refused_and_kept(desk, made, proposal):
    words = {"subject_tr": "Konu", "body_tr": "Merhaba {nmae}"}

    answer = desk.submit(f"{LIST}/decide?code={proposal.code}&to=accepted&lang=en", words)

    assert answer.status_code == 422
    assert "{nmae} stands for nothing" in answer.text
    assert "Merhaba {nmae}" in answer.text
    assert proposal_of(made.event.id, proposal.code).state == "new"


def test_several_are_accepted_at_once_without_letters(desk, made, outbox):
    both = [make.proposal(made.event), make.proposal(made.event, letters_language="de")]
    letters = len(outbox())
    before = db.session.scalar(select(func.count()).select_from(Session))
    address = f"{LIST}/decide?to=accepted&" + "&".join(f"code={one.code}" for one in both)
    page = desk.get(address).text
    assert 'name="subject_tr"' in page
    assert 'name="subject_de"' in page

    for _time in range(2):
        assert desk.submit(address, {"silent": "1"}).status_code == 303

    assert len(outbox()) == letters
    assert db.session.scalar(select(func.count()).select_from(Session)) == before + 2
    assert [proposal_of(made.event.id, one.code).state for one in both] == ["accepted", "accepted"]


def test_the_form_of_a_session_leads_back_to_its_proposal(desk, made, proposal):
    desk.submit(f"{LIST}/decide?code={proposal.code}&to=accepted", {"silent": "1"})
    page = desk.get(f"{LIST}/{proposal.code}").text
    link = re.search(r'href="(/cities/organise/sessions/[A-Z2-9]{6})"', page)

    assert f'href="{LIST}/{proposal.code}"' in desk.get(link[1]).text


def test_nothing_ticked_or_unknown_is_answered(desk, made, proposal):
    assert desk.get(f"{LIST}/decide?to=accepted").status_code == 303
    assert desk.get(f"{LIST}/decide?to=dance&code={proposal.code}").status_code == 404
    assert desk.get(f"{LIST}/decide?to=accepted&code=XXXXXX").status_code == 404
    assert desk.get(f"{LIST}/XXXXXX").status_code == 404


def test_another_events_proposal_is_not_found(desk, made):
    other = draft.drafted("others")
    make.call(other.event)
    foreign = make.proposal(other.event)

    for address in (f"{LIST}/{foreign.code}", f"{LIST}/{foreign.code}/remove"):
        assert desk.get(address).status_code == 404
    assert desk.submit(f"{LIST}/{foreign.code}/score", {"score": "1"}).status_code == 404


def test_the_table_holds_everything_and_no_formula(desk, made):
    asked = make.question(made.event, "Warum?")
    make.proposal(made.event, title='=HYPERLINK("x")', municipality="+Kilis", answers={str(asked.id): "-1+2"})
    make.proposal(made.event, title="Andere", language="tr")

    answer = desk.get(f"{LIST}.csv?language=de")

    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert answer.headers["Cache-Control"] == "no-store"
    assert [row["Title"] for row in rows] == ['\'=HYPERLINK("x")']
    assert rows[0]["Municipality"] == "'+Kilis"
    assert rows[0]["Warum?"] == "'-1+2"


def test_a_proposal_is_removed_after_asking(desk, made, proposal):
    assert "goes for good" in desk.get(f"{LIST}/{proposal.code}/remove?lang=en").text
    one = f"{LIST}/{proposal.code}"
    assert desk.submit(f"{one}/remove").status_code == 303
    assert desk.get(one).status_code == 404


def test_labels_are_added_changed_and_removed(desk, made):
    page = "/cities/organise/labels"
    assert desk.submit(page, {"name": "Offen", "colour": "3"}).status_code == 303
    assert desk.submit(page, {"name": "Offen", "colour": "1"}).status_code == 422
    assert desk.submit(page, {"name": "Bunt", "colour": "99"}).status_code == 422
    number = re.search(rf'href="{page}/(\d+)"', desk.get(page).text)[1]
    assert desk.submit(f"{page}/{number}", {"name": "Zu", "colour": "4"}).status_code == 303
    assert "Zu" in desk.get(page).text
    assert desk.submit(f"{page}/{number}/remove").status_code == 303
    assert desk.get(f"{page}/{number}").status_code == 404
