"""What becomes of a proposal: its state, its letter, its session."""

import pytest
from sqlalchemy import func, select

from conference.db import act_as, db
from conference.draft import services as drafting
from conference.draft.queries import draft_document, session_of
from conference.draft.tables import Session, Speaker
from conference.events.tables import AuditEntry
from conference.proposals import services
from conference.proposals.queries import proposal_code_of_session, proposal_of, review_of
from conference.proposals.rules.states import State
from conference.proposals.services import LetterWords, NotYours, Person
from conference.worker import words_of
from tests.databases import TEST_SECRET
from tests.factories import accounts, draft
from tests.factories import proposals as make

LETTER = LetterWords("Zu {title}", "Hallo {name},\n\n{event}\n\n{link}\n")


@pytest.fixture
def made(app):
    made = draft.drafted("cities")
    make.call(made.event, themes=[made.theme.slug])
    return made


def decide(made, *proposals, state=State.ACCEPTED, letters=None, now):
    codes = [proposal.code for proposal in proposals]
    return services.decide_proposals(
        made.event.id, codes, state, letters=letters or {}, secret_key=TEST_SECRET, now=now
    )


def sessions():
    return db.session.scalar(select(func.count()).select_from(Session))


def test_an_accepted_proposal_becomes_an_unscheduled_session(made, now):
    proposal = make.proposal(
        made.event, theme=made.theme.slug, format="workshop", minutes=90, municipality="Osnabrück", country="DE",
        partner="Çanakkale",
    )  # fmt: skip

    decision = decide(made, proposal, now=now)

    code = decision.sessions[proposal.code]
    session = next(one for one in draft_document(made.event).sessions if one.code == code)
    stored = session_of(made.event.id, code)
    assert session.title == {"de": "Hitzeschutz im Altbau"}
    assert session.abstract == {"de": "Wie wir **kühlen**."}
    assert (session.slot, stored.minutes, session.format) == (None, 90, "workshop")
    assert session.themes == (made.theme.slug,)
    assert session.partnerships == (made.partnership.slug,)
    assert session.passport.spoken == ("de",)
    assert proposal_code_of_session(made.event.id, session.uid) == proposal.code
    assert proposal_of(made.event.id, proposal.code).state == "accepted"


def test_accepting_twice_makes_one_session_and_sends_one_letter(made, now, outbox):
    proposal = make.proposal(made.event)
    before = sessions()

    first = decide(made, proposal, letters={"tr": LETTER}, now=now)
    second = decide(made, proposal, letters={"tr": LETTER}, now=now)

    assert first.sessions == second.sessions
    assert (first.told, second.told) == ((proposal.code,), ())
    assert second.changed == ()
    assert sessions() == before + 1
    assert [letter.name for letter in outbox()] == ["proposals/received", "proposals/decided"]


def test_a_decision_can_become_another_one_and_the_session_stays(made, now):
    proposal = make.proposal(made.event)
    code = decide(made, proposal, now=now).sessions[proposal.code]

    decide(made, proposal, state=State.WAITING, now=now)
    assert session_of(made.event.id, code)
    assert decide(made, proposal, now=now).sessions == {proposal.code: code}


def test_a_session_that_was_removed_and_brought_back_is_linked_again(made, now):
    proposal = make.proposal(made.event)
    code = decide(made, proposal, now=now).sessions[proposal.code]
    removed = drafting.remove_session(made.event.id, code)
    drafting.bring_back(made.event.id, removed, now=now)

    assert decide(made, proposal, now=now).sessions == {proposal.code: code}


def test_a_session_that_was_removed_for_good_is_made_anew(made, now):
    proposal = make.proposal(made.event)
    code = decide(made, proposal, now=now).sessions[proposal.code]
    drafting.remove_session(made.event.id, code)

    again = decide(made, proposal, now=now).sessions[proposal.code]
    assert again != code
    assert session_of(made.event.id, again)


def test_speakers_are_known_by_address_then_by_name_and_else_are_new(made, now):
    known = drafting.add_speaker(made.event.id, name="Jemand", email="AYSE@example.org")
    namesake = drafting.add_speaker(made.event.id, name="Gülşen Akın", email="gulsen@example.org")
    proposal = make.proposal(
        made.event,
        speakers=[
            Person("Ayşe Yılmaz", "ayse@example.org"), Person("gülsen akin"), Person("Neu Neumann", "neu@example.org"),
        ],
    )  # fmt: skip
    drafting.remove_session(made.event.id, made.session.code)
    drafting.remove_speaker(made.event.id, made.speaker.code)

    code = decide(made, proposal, now=now).sessions[proposal.code]

    session = next(one for one in draft_document(made.event).sessions if one.code == code)
    new = db.session.scalars(select(Speaker).where(Speaker.name == "Neu Neumann")).one()
    assert session.speakers == (known.code, namesake.code, new.code)
    assert new.email == "neu@example.org"


def test_a_namesake_with_another_address_is_another_person(made, now):
    drafting.edit_speaker(made.event.id, made.speaker.code, name="Ayşe Yılmaz", email="another@example.org")
    proposal = make.proposal(made.event, speakers=[Person("Ayşe Yılmaz", "ayse@example.org")])

    code = decide(made, proposal, now=now).sessions[proposal.code]

    session = next(one for one in draft_document(made.event).sessions if one.code == code)
    assert session.speakers != (made.speaker.code,)


def test_what_the_draft_no_longer_has_is_left_out(made, now):
    gone = draft.theme(made.event, "Weg")
    proposal = make.proposal(made.event, theme=gone.slug)
    drafting.remove_theme(made.event.id, gone.slug)

    code = decide(made, proposal, now=now).sessions[proposal.code]

    assert next(one for one in draft_document(made.event).sessions if one.code == code).themes == ()


def test_a_letter_is_filled_in_and_keeps_its_secret(made, now, outbox):
    proposal = make.proposal(made.event, contact_name="<Mehmet> {link}", letters_language="tr")
    decide(made, proposal, letters={"tr": LETTER}, now=now)

    letter = outbox()[-1]
    words = words_of(letter.name, letter.language, letter.data)
    assert words.subject == "Zu Hitzeschutz im Altbau"
    assert "Hallo <Mehmet>" in words.text
    assert "&lt;Mehmet&gt;" in words.html
    assert "Konuşan şehirler" in words.text
    assert f"/proposals/{make.token(proposal)}" in words.text
    kept = review_of(proposal.id).letters[-1][0]
    assert make.token(proposal) not in str(kept.text)
    assert kept.subject == "Zu Hitzeschutz im Altbau"


def test_only_languages_that_were_written_are_sent(made, now, outbox):
    turkish, german = make.proposal(made.event), make.proposal(made.event, letters_language="de")
    decision = decide(made, turkish, german, state=State.DECLINED, letters={"de": LETTER}, now=now)

    assert decision.changed == (turkish.code, german.code)
    assert decision.told == (german.code,)


def test_a_letter_can_follow_a_decision_that_was_made_without_one(made, now):
    proposal = make.proposal(made.event)
    decide(made, proposal, now=now)

    decision = decide(made, proposal, letters={"tr": LETTER}, now=now)

    assert (decision.changed, decision.told) == ((), (proposal.code,))


def test_a_decision_stands_in_the_audit_log_under_the_name_of_who_made_it(made, now):
    proposal = make.proposal(made.event)
    act_as(made.owner.id)
    decide(made, proposal, state=State.WAITING, now=now)
    act_as(None)

    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.kind == "proposal")).one()
    assert (entry.key, entry.account_id) == (proposal.code, made.owner.id)
    assert (entry.before, entry.after) == ({"state": "new"}, {"state": "waiting"})


def test_each_reviewer_has_one_score_and_can_take_it_back(made, now):
    proposal, other = make.proposal(made.event), accounts.account()
    for account, score in ((made.owner, 2), (made.owner, 5), (other, 3)):
        services.score_proposal(made.event.id, proposal.code, account.id, score, now=now)

    scores = review_of(proposal.id).scores
    assert (scores.mean, scores.spread, scores.number) == (4, (3, 5), 2)
    services.score_proposal(made.event.id, proposal.code, other.id, None, now=now)
    assert review_of(proposal.id).scores.number == 1


def test_only_ones_own_comment_can_be_changed_or_removed(made, now):
    proposal, other = make.proposal(made.event), accounts.account()
    comment = services.comment_on(made.event.id, proposal.code, made.owner.id, "Gut", now=now)

    with pytest.raises(NotYours):
        services.edit_comment(made.event.id, proposal.code, comment.id, other.id, "Schlecht", now=now)
    with pytest.raises(NotYours):
        services.remove_comment(made.event.id, proposal.code, comment.id, other.id)
    services.edit_comment(made.event.id, proposal.code, comment.id, made.owner.id, "Sehr gut", now=now)
    assert [(one.text, name) for one, name in review_of(proposal.id).comments] == [("Sehr gut", made.owner.name)]


def test_labels_of_other_events_cannot_be_put_on(made, now):
    other = draft.drafted("others")
    own = services.add_label(made.event.id, name="Eröffnung", colour=1)
    foreign = services.add_label(other.event.id, name="Fremd", colour=1)
    proposal = make.proposal(made.event)

    services.label_proposal(made.event.id, proposal.code, [own.id, foreign.id])

    assert review_of(proposal.id).labels == (own.id,)
