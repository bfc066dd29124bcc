"""Speakers' links, what they send, and what becomes of it."""

import pytest

from conference.draft import services as draft_services
from conference.draft.queries import draft_programme, speaker_of, speaker_spans
from conference.draft.services import SessionFacts, facts_of
from conference.speaking import queries, services
from conference.speaking.rules import Answer, SpeakerStanding
from conference.speaking.tables import ContributionState
from tests.databases import TEST_SECRET
from tests.factories import draft, events
from tests.factories.programme import at


@pytest.fixture
def event(app):
    return events.event("cities")


@pytest.fixture
def speaker(event):
    made = draft.speaker(event)
    draft_services.edit_speaker(
        event.id, made.code, name=made.name, affiliation=made.affiliation, email="gulsen@example.org"
    )
    return made


@pytest.fixture
def session(event, speaker):
    return draft.session(event, "Stadtgrün", starts_at=at(8, 10), speakers=[speaker.code])


def send(event, speaker, now):
    return services.send_link(event.id, speaker.code, language="tr", secret_key=TEST_SECRET, now=now)


def standing(event, speaker):
    return queries.speaker_standings(event.id, draft_programme(event)).get(speaker.code)


def test_a_link_goes_by_letter_and_opens_by_its_token_alone(event, speaker, session, outbox, now):
    link = send(event, speaker, now)

    letter = outbox()[-1]
    token = letter.data["secrets"]["token"]
    assert (letter.recipient, letter.language) == ("gulsen@example.org", "tr")
    assert letter.data["sessions"][0]["starts_at"] == at(8, 10).isoformat()
    assert queries.link_by_token(token)[1].id == speaker.id
    assert queries.token_of(link, TEST_SECRET) == token
    assert token.encode() not in link.token_sealed
    with pytest.raises(queries.LinkNotFound):
        queries.link_by_token(link.token_hash)


def test_sending_again_sends_the_same_link(event, speaker, outbox, now):
    send(event, speaker, now)
    send(event, speaker, now)

    first, second = (letter.data["secrets"]["token"] for letter in outbox())
    assert first == second


def test_a_revoked_link_opens_nothing(event, speaker, outbox, now):
    send(event, speaker, now)
    services.revoke_link(event.id, speaker.code)

    with pytest.raises(queries.LinkNotFound):
        queries.link_by_token(outbox()[-1].data["secrets"]["token"])


def test_links_go_to_all_with_an_address_and_no_link_yet(event, speaker, outbox, now):
    draft.speaker(event, "Without address")
    other = draft_services.add_speaker(event.id, name="Other", email="other@example.org")
    send(event, speaker, now)

    assert queries.speakers_to_ask(event.id) == [other.code]
    assert services.send_links(event.id, language="de", secret_key=TEST_SECRET, now=now) == (1, 0)
    assert [letter.recipient for letter in outbox()] == ["gulsen@example.org", "other@example.org"]
    assert queries.speakers_to_ask(event.id) == []


def test_without_an_address_no_letter_goes(event, now):
    somebody = draft.speaker(event, "Without address")

    with pytest.raises(services.NoAddress):
        send(event, somebody, now)


def test_a_confirmed_slot_counts_until_it_moves(event, speaker, session, now):
    assert standing(event, speaker) is None
    send(event, speaker, now)
    assert standing(event, speaker) is SpeakerStanding.ASKED

    services.answer_slot(speaker, session.code, Answer.CONFIRMED, words="", now=now)
    assert standing(event, speaker) is SpeakerStanding.CONFIRMED
    assert queries.waiting_contributions(event.id) == 0

    draft_services.schedule_session(event.id, session.code, starts_at=at(9, 10), now=now)
    assert standing(event, speaker) is SpeakerStanding.ASKED


def test_a_refusal_waits_for_an_editor_and_the_last_answer_counts(event, speaker, session, now):
    services.answer_slot(speaker, session.code, Answer.DECLINED, words="Bayram", now=now)
    assert standing(event, speaker) is SpeakerStanding.DECLINED
    assert queries.waiting_contributions(event.id) == 1

    services.answer_slot(speaker, session.code, Answer.CONFIRMED, words="", now=now)
    assert standing(event, speaker) is SpeakerStanding.CONFIRMED
    assert queries.waiting_contributions(event.id) == 0


def test_nobody_answers_for_a_session_of_others(event, speaker, now):
    other = draft.session(event, "Andere", starts_at=at(9, 10))

    with pytest.raises(services.NotTheirs):
        services.answer_slot(speaker, other.code, Answer.CONFIRMED, words="", now=now)
    with pytest.raises(services.NotTheirs):
        services.send_material(speaker, other.code, title="x", url="https://x.example", now=now)


def propose(speaker, now, **wants):
    was = {"name": speaker.name, "affiliation": speaker.affiliation, "biography": speaker.biography}
    return services.propose_profile(speaker, was=was, now=now, **{**was, **wants})


def test_a_profile_is_written_once_it_is_accepted_beside_what_organisers_changed(event, speaker, now):
    sent = propose(speaker, now, biography={"de": "Plant Parks."})
    assert speaker_of(event.id, speaker.code).biography == {}
    draft_services.edit_speaker(
        event.id, speaker.code, name="Gülşen Akın-Meyer", affiliation=speaker.affiliation, email=speaker.email
    )

    services.accept_contribution(event.id, sent.id, decider_id=None, now=now)

    written = speaker_of(event.id, speaker.code)
    assert (written.name, written.biography) == ("Gülşen Akın-Meyer", {"de": "Plant Parks."})
    assert written.email == "gulsen@example.org"


def test_a_wish_taken_back_waits_no_longer(event, speaker, now):
    sent = propose(speaker, now, name="Another")

    assert propose(speaker, now) is None

    assert queries.contributions_waiting(event.id) == []
    with pytest.raises(services.AlreadyDecided):
        services.accept_contribution(event.id, sent.id, decider_id=None, now=now)


def test_a_newer_proposal_replaces_the_one_that_waits(event, speaker, now):
    first = propose(speaker, now, name="One")
    propose(speaker, now, name="Two")

    assert [one.contribution.data["wants"]["name"] for one in queries.contributions_waiting(event.id)] == ["Two"]
    with pytest.raises(services.AlreadyDecided):
        services.accept_contribution(event.id, first.id, decider_id=None, now=now)


def test_a_proposal_that_changes_nothing_is_none(speaker, now):
    assert propose(speaker, now) is None


def test_what_is_declined_changes_nothing_and_tells_the_speaker_why(event, speaker, now):
    sent = propose(speaker, now, name="Superstar")

    services.decline_contribution(event.id, sent.id, reply="Bitte mit Ihrem Namen.", decider_id=None, now=now)

    assert speaker_of(event.id, speaker.code).name == "Gülşen Akın"
    (told,) = queries.contributions_of(speaker)
    assert (told.contribution.state, told.contribution.reply) == (
        ContributionState.DECLINED, "Bitte mit Ihrem Namen.",
    )  # fmt: skip
    with pytest.raises(services.AlreadyDecided):
        services.accept_contribution(event.id, sent.id, decider_id=None, now=now)


def test_accepted_material_stands_with_what_remains(event, speaker, session, now):
    facts = SessionFacts(**{**facts_of(session), "remains": {"de": "Danke."}})
    draft_services.edit_session(event.id, session.code, facts, now=now)
    sent = services.send_material(speaker, session.code, title="Folien", url="https://x.example/f.pdf", now=now)

    services.accept_contribution(event.id, sent.id, decider_id=None, now=now)

    assert facts_of(session)["remains"] == {"de": "Danke.\n\n- [Folien](https://x.example/f.pdf)"}
    assert facts_of(session)["speakers"] == (speaker.code,)


def test_availability_counts_at_once(event, speaker, now):
    services.state_availability(speaker, [(at(8, 9), at(8, 12))], now=now)

    assert speaker_spans(event.id) == {speaker.code: [(at(8, 9), at(8, 12))]}
    assert queries.waiting_contributions(event.id) == 0


def test_another_events_contribution_is_not_found(event, speaker, now):
    sent = propose(speaker, now, name="One")
    other = events.event("other")

    with pytest.raises(queries.NoSuchContribution):
        services.accept_contribution(other.id, sent.id, decider_id=None, now=now)


def test_nobody_floods_the_queue(event, speaker, session, now):
    for number in range(50):
        services.send_material(speaker, session.code, title=f"x{number}", url="https://x.example", now=now)

    with pytest.raises(services.TooManyContributions):
        services.send_material(speaker, session.code, title="one more", url="https://x.example", now=now)
