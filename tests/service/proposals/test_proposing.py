"""Handing in, changing and withdrawing a proposal."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from conference.accounts.rules import MOST_LETTERS
from conference.codes import is_code
from conference.db import db
from conference.events.tables import AuditEntry
from conference.proposals import services
from conference.proposals.queries import NoSuchProposal, proposal_by_token, proposal_of
from conference.proposals.rules.states import CallClosed, Decided, State
from conference.proposals.services import TooManyLetters
from conference.proposals.tables import Proposal
from conference.questions.rules.asking import Kind
from conference.worker import words_of
from tests.databases import TEST_SECRET
from tests.factories import draft
from tests.factories import proposals as make


@pytest.fixture
def made(app):
    made = draft.drafted("cities")
    make.call(made.event)
    return made


def propose(event, mark="form", **facts):
    return services.propose(
        event.id, make.facts(**facts), letters_language="tr", consent_version="1", sent_from=mark,
        secret_key=TEST_SECRET, now=event.created_at,
    )  # fmt: skip


def decide(event, code, state, now):
    return services.decide_proposals(event.id, [code], state, letters={}, secret_key=TEST_SECRET, now=now)


def test_a_proposal_is_kept_with_all_that_it_says_and_found_by_its_private_address(made):
    stored = make.proposal(made.event, municipality="Osnabrück", country="DE", partner="ÇANAKKALE")

    proposal, event = proposal_by_token(make.token(stored))
    assert (proposal.id, event.id) == (stored.id, made.event.id)
    assert is_code(proposal.code)
    assert proposal.state == "new"
    assert proposal.municipality_key == "osnabrueck"
    assert proposal.partnership == made.partnership.slug
    assert proposal.speakers == [
        {"name": "Ayşe Yılmaz", "email": "ayse@example.org", "affiliation": "Kilis Belediyesi"}
    ]


def test_the_token_is_stored_nowhere_in_the_clear(made):
    stored = make.proposal(made.event)
    token = make.token(stored)

    row = db.session.execute(select(Proposal.__table__).where(Proposal.id == stored.id)).one()
    assert token
    assert all(
        token not in str(value) and token.encode() not in (value if isinstance(value, bytes) else b"") for value in row
    )


def test_a_city_of_the_same_name_in_another_country_is_another_city(made):
    assert make.proposal(made.event, municipality="Osnabrück", country="US").municipality_key is None


def test_the_letter_names_the_private_address_in_the_language_of_the_proposer(made, outbox):
    stored = make.proposal(made.event, letters_language="de")

    (letter,) = outbox()
    words = words_of(letter.name, letter.language, letter.data)
    assert letter.recipient == stored.contact_email
    assert f"/proposals/{make.token(stored)}" in words.text
    assert f"/proposals/{make.token(stored)}" in words.html
    assert "Hitzeschutz im Altbau" in words.subject


@pytest.mark.parametrize("closed", [{"is_public": False}, {"closes_at": -1}, {"opens_at": 1}])
def test_a_call_that_is_not_open_takes_nothing(made, now, closed):
    window = {name: now + timedelta(days=value) if name.endswith("_at") else value for name, value in closed.items()}
    make.call(made.event, **window)

    with pytest.raises(CallClosed):
        make.proposal(made.event)
    assert db.session.scalar(select(func.count()).select_from(Proposal)) == 0


def test_the_same_form_sent_twice_is_one_proposal(made, outbox):
    first, second = (propose(made.event, contact_email="mehmet@example.org") for _time in range(2))

    assert first.id == second.id
    assert len(outbox()) == 1


def test_nobody_can_flood_a_strangers_mailbox(made, now):
    for number in range(MOST_LETTERS):
        propose(made.event, f"form {number}", contact_email="Victim@example.org")

    with pytest.raises(TooManyLetters):
        propose(made.event, "one more", contact_email="victim@example.org")


def test_those_who_made_it_change_it_while_the_call_is_open(made, now):
    asked = make.question(made.event)
    kept = make.question(made.event, "Old")
    stored = make.proposal(made.event, answers={str(asked.id): "so", str(kept.id): "old"})

    services.edit_proposal(
        stored.id, make.facts(title="Anders", contact_email="other@example.org", answers={str(asked.id): ""}), now=now
    )

    changed = proposal_of(made.event.id, stored.code)
    assert changed.title == "Anders"
    assert changed.answers == {str(kept.id): "old"}
    assert changed.contact_email == stored.contact_email != "other@example.org"


def test_nothing_can_be_changed_after_the_call_or_the_decision(made, now):
    stored = make.proposal(made.event)
    decide(made.event, stored.code, State.DECLINED, now)
    with pytest.raises(Decided):
        services.edit_proposal(stored.id, make.facts(title="Anders"), now=now)

    other = make.proposal(made.event)
    make.call(made.event, closes_at=now)
    with pytest.raises(CallClosed):
        services.edit_proposal(other.id, make.facts(title="Anders"), now=now)


def test_a_withdrawn_proposal_stays_withdrawn(made, now):
    stored = make.proposal(made.event)
    services.withdraw_proposal(stored.id, now=now)

    decision = decide(made.event, stored.code, State.ACCEPTED, now)

    assert proposal_of(made.event.id, stored.code).state == "withdrawn"
    assert decision.withdrawn == (stored.code,)
    assert decision.changed == ()
    with pytest.raises(Decided):
        services.withdraw_proposal(stored.id, now=now)


def test_a_removed_proposal_leaves_no_trace_of_people(made, now, outbox):
    stored = make.proposal(made.event, contact_name="Mehmet Kaya")
    services.comment_on(made.event.id, stored.code, made.owner.id, "Gut", now=now)
    services.score_proposal(made.event.id, stored.code, made.owner.id, 4, now=now)
    token = make.token(stored)

    services.remove_proposal(made.event.id, stored.code)

    with pytest.raises(NoSuchProposal):
        proposal_by_token(token)
    assert outbox() == []
    for table in db.metadata.sorted_tables:
        if table.name.startswith("proposal"):
            assert db.session.execute(select(table)).all() == [], table.name
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.kind, entry.key, entry.action) == ("proposal", stored.code, "removed")
    assert "Mehmet" not in f"{entry.name} {entry.before}"


def test_a_proposal_of_another_event_is_none_of_this_one(made, now):
    other = draft.drafted("others")
    stored = make.proposal(made.event)

    with pytest.raises(NoSuchProposal):
        decide(other.event, stored.code, State.ACCEPTED, now)
    with pytest.raises(NoSuchProposal):
        services.remove_proposal(other.event.id, stored.code)
    with pytest.raises(NoSuchProposal):
        services.score_proposal(other.event.id, stored.code, made.owner.id, 3, now=now)


def test_an_answer_outlives_the_question_that_is_no_longer_asked(made):
    asked = make.question(made.event, kind=Kind.LONG_TEXT)
    stored = make.proposal(made.event, answers={str(asked.id): "weil"})
    services.set_asked(made.event.id, asked.id, is_asked=False)

    assert proposal_of(made.event.id, stored.code).answers == {str(asked.id): "weil"}
    assert services.remove_question(made.event.id, asked.id) == 1


def test_a_new_question_is_not_answered_by_what_was_said_to_a_removed_one(made):
    removed = make.question(made.event)
    stored = make.proposal(made.event, answers={str(removed.id): "weil"})
    services.remove_question(made.event.id, removed.id)

    # SQLite gives the number again
    asked = make.question(made.event)

    assert str(asked.id) not in proposal_of(made.event.id, stored.code).answers
    assert proposal_of(made.event.id, stored.code).answers == {}
