"""Deleting an account: counts stay, the person does not, in whatever table or line of a log."""

import json
import logging
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from conference.accounts.services import ask_for_address
from conference.accounts.tables import Account, Passkey
from conference.agenda.services import book_session, note_attendance, share_agenda
from conference.agenda.tables import Booking, SessionSeats
from conference.dashboard.queries import registered, seats_by_session
from conference.db import db, transaction
from conference.draft import services as draft_services
from conference.events import services as event_services
from conference.events.queries import kept_counts
from conference.events.rules import RoleName
from conference.events.tables import AuditEntry, CountKind
from conference.live.queries import questions_of
from conference.live.services import ask_question, support_question
from conference.mail.services import deliver_due_letters, put_letter
from conference.mail.services.carriers import Undeliverable
from conference.mail.tables import Letter
from conference.privacy.queries.participants import participants_of
from conference.privacy.services import let_see
from conference.programme.queries import newest_release, released_document
from conference.proposals.tables import Proposal
from conference.registrations import services as registration_services
from conference.registrations.queries import registration_of
from conference.registrations.rules import SeenBy
from conference.registrations.tables import Registration
from conference.speaking import services as speaking_services
from conference.wording import words_of
from conference.worker import deliver_letters
from tests.databases import TEST_SECRET
from tests.factories import accounts, agenda, calendars, draft, events, proposals
from tests.factories.accounts import PASSWORD
from tests.factories.programme import HALF_TIME, OPENING, YOUTH, at, published_event

PAGE = "/account/delete"
EMAIL = "xanthippe.quibblezwick@kumquat-hof.example"
NAME = "Xanthippe Quibblezwick-Ölçer"
PLACE = "Verein zur Pflege des Zwölffingerhorns"
ADDRESS_OF_NETWORK = "203.0.113.77"
SURE = {"understood": "y", "password": PASSWORD}
TRACES = ("quibblezwick", "xanthippe", "zwoelffingerhorn", "zwölffingerhorn", "kumquat-hof", ADDRESS_OF_NETWORK)


@pytest.fixture
def event(app):
    return published_event()


@pytest.fixture
def person(app):
    return accounts.account(EMAIL, name=NAME, language="de")


def register(event, person, now, *, place=PLACE, municipality="Osnabrück"):
    return registration_services.register(
        event.id, person.id, group="press", organisation=place, municipality=municipality, consent_version="1", now=now
    )


def traces():
    """Return every column of every table that still holds a trace of the person."""
    found = []
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            for column, value in row.items():
                text = value.decode("utf-8", "replace") if isinstance(value, bytes) else (
                    json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
                )  # fmt: skip
                found += [f"{table.name}.{column}: {text[:90]}" for trace in TRACES if trace in text.lower()]
    return found


def figures(event):
    kept = kept_counts(event.id)
    seats = seats_by_session(event.id)
    return {
        "registered": len(registered(event.id)) + sum(kept[CountKind.DAY].values()),
        "past seats": seats.get(OPENING.uid),
        "supports": [one.supports for one in questions_of(event.id, OPENING.uid, registration_id=None)],
        "towns": sum(one.municipality == "Osnabrück" for one in registered(event.id))
        + kept[CountKind.MUNICIPALITY].get("Osnabrück", 0),
        "attended": (
            db.session.scalar(select(func.count()).select_from(Booking).where(Booking.attended_at.is_not(None)))
            + sum(kept[CountKind.ATTENDED].values())
        ),
    }


def delete_from_outside(client, person, **said):
    client.environ_base["REMOTE_ADDR"] = ADDRESS_OF_NETWORK
    client.sign_in(person)
    return client.fill_in(PAGE, {**SURE, **said})


ABOUT = {"title": {"en": NAME}, "slug": "stage", "first_day": "2027-06-03", "last_day": "2027-06-04"}


def live_everywhere(event, person, now):
    """Let somebody do all that one can do, and others write about them."""
    opening = at(3, 10)
    own = register(event, person, opening)
    other = agenda.registration(event.id, accounts.account(name="Bo Other"), now=opening)
    for one in (own, other):
        book_session(one.id, OPENING.uid, now=opening)
    there = {one.id for one in db.session.scalars(select(Booking).where(Booking.session_uid == OPENING.uid))}
    note_attendance(event.id, OPENING.uid, there, now=now)
    book_session(own.id, YOUTH.uid, now=now)
    let_see(own.id, SeenBy.EVERYONE)
    asked = ask_question(own.id, OPENING.uid, text=f"Who hears {NAME}?", is_named=True, now=now)
    theirs = ask_question(other.id, OPENING.uid, text="And others?", is_named=False, now=now)
    support_question(theirs.id, session_uid=OPENING.uid, registration_id=own.id, wanted=True)
    support_question(asked.id, session_uid=OPENING.uid, registration_id=other.id, wanted=True)
    calendars.subscription(own, name=f"Phone of {NAME}")
    share_agenda(own.id, name=NAME, secret_key=TEST_SECRET, now=now)
    share_agenda(other.id, name="For a friend", secret_key=TEST_SECRET, now=now)
    ask_for_address(person.id, f"new.{EMAIL}", now=now)
    registration_services.write_note(event.id, own.id, note=f"{NAME} comes late", now=now)
    with transaction():
        db.session.add(
            Passkey(
                account_id=person.id, name=f"Key of {NAME}", credential_id="c", public_key="p", sign_count=0,
                user_handle="h", transports=[], added_at=now,
            )
        )  # fmt: skip
    return own, other


def work_everywhere(person, now):
    """Let somebody organise, speak and propose in an event of its own, which is published twice."""
    made = events.event("stage")
    owner = events.organiser(made)
    event_services.invite(made.id, email=EMAIL, role=RoleName.EDITOR, language="de", inviter_id=owner.id, now=now)
    event_services.set_role(made.id, person.id, name=RoleName.HOST)
    speaker = draft.speaker(made, NAME)
    draft_services.edit_speaker(
        made.id, speaker.code, name=NAME, email=EMAIL, affiliation={"de": PLACE}, biography={"en": f"{NAME} plays."}
    )
    held = draft.session(
        made, f"An evening with {NAME}", starts_at=at(9, 10), speakers=[speaker.code], abstract={"en": f"By {NAME}."}
    )
    draft_services.publish_release(made.id, author_id=person.id, note=f"With {NAME}", now=now)
    draft.session(made, "Another", starts_at=at(10, 10))
    draft_services.publish_release(made.id, author_id=person.id, note="", now=now)
    draft_services.set_hosts(made.id, held.code, [person.id], note=f"Ask {NAME} or {EMAIL}")
    speaking_services.send_link(made.id, speaker.code, language="de", secret_key=TEST_SECRET, now=now)
    proposals.call(made)
    one = proposals.Person(NAME, EMAIL, PLACE)
    proposals.proposal(made, title=f"{NAME} again", contact_name=NAME, contact_email=EMAIL, speakers=[one], now=now)
    proposals.proposal(made, title="Of somebody else", speakers=[one], now=now)
    with transaction():
        put_letter(
            "registrations/registered", to="boss@example.org", language="en", event_id=made.id, now=now,
            data={"name": "Boss", "zone": "UTC", "about": f"{NAME} <{EMAIL}>", "event": ABOUT},
        )  # fmt: skip
    return made


def test_nothing_is_left_of_the_person_in_any_table_or_log(client, event, person, now, caplog):
    caplog.set_level(logging.DEBUG)
    live_everywhere(event, person, now)
    stage = work_everywhere(person, now)
    deliver_letters()
    assert len({one.split(".")[0] for one in traces()}) > 12
    before = figures(event)
    caplog.clear()

    answer = delete_from_outside(client, person, leaves_programme="y")
    deliver_letters()

    assert answer.status_code == 200, answer.text
    assert traces() == [], "\n".join(traces())
    assert figures(event) == before
    assert [line for line in caplog.text.lower().splitlines() for trace in TRACES if trace in line] == []
    assert newest_release("stage").programme.document == released_document(stage.id, 2)
    assert "(Name entfernt)" in client.get("/stage/speakers").text
    for page in ("/", "/cities/", "/stage/", "/stage/changes", "/stage/releases/1", "/cities/participants"):
        shown = client.get(page)
        assert shown.status_code == 200
        assert [trace for trace in TRACES if trace in shown.text.lower()] == []


def test_who_stays_in_the_programme_goes_on_being_named_there_and_nowhere_else(client, event, person, now):
    work_everywhere(person, now)

    delete_from_outside(client, person)

    left = {one.split(":")[0] for one in traces()}
    assert left <= {
        "speakers.name", "speakers.affiliation", "speakers.biography", "releases.document", "releases.changes",
        "releases.notes", "sessions.title", "sessions.abstract", "letters.recipient", "letters.data",
        # Where they work, as the programme says, but not who:
        "audit_entries.after", "audit_entries.words",
    }  # fmt: skip
    assert "speakers.name" in left
    assert NAME in client.get("/stage/speakers").text


def test_the_last_letter_says_so_and_goes_once_it_is_sent(client, event, person, outbox, mailbox, settings):
    register(event, person, person.created_at)

    delete_from_outside(client, person)

    (last,) = [one for one in outbox() if one.recipient == EMAIL]
    assert (last.name, last.language) == ("privacy/account_deleted", "de")
    deliver_letters()
    assert [one for one in outbox() if one.recipient == EMAIL] == []
    folder = settings.instance / "mail"
    assert any(EMAIL in file.read_text(encoding="utf-8") for file in folder.glob("*.eml"))


def test_a_last_letter_that_cannot_be_delivered_goes_too(client, person, outbox, now):
    class Refusing:
        def deliver(self, _mail):
            raise Undeliverable(f"550 <{EMAIL}> unknown")

        def close(self):
            pass

    delete_from_outside(client, person)
    deliver_due_letters(render=words_of, carrier=Refusing(), sender="M <m@example.org>", now=lambda: now)

    assert outbox() == []


def test_seats_ahead_go_to_who_waits_and_seats_of_what_is_over_stay_counted(client, event, person, now, outbox):
    opening = at(3, 10)
    first = register(event, person, opening)
    book_session(first.id, OPENING.uid, now=opening)
    seats = HALF_TIME.seats or YOUTH.seats
    scarce = HALF_TIME if HALF_TIME.seats else YOUTH
    book_session(first.id, scarce.uid, now=opening)
    for _number in range(seats):
        book_session(agenda.registration(event.id, now=opening).id, scarce.uid, now=opening)
    waiting = db.session.scalars(select(Booking).where(Booking.state == "waiting")).one()
    taken = seats_by_session(event.id)[OPENING.uid]

    delete_from_outside(client, person)

    db.session.expire_all()
    assert db.session.get(Booking, waiting.id).state == "booked"
    assert seats_by_session(event.id)[scarce.uid] == (seats, 0)
    assert seats_by_session(event.id)[OPENING.uid] == taken
    assert db.session.get(SessionSeats, scarce.uid).taken == seats


def test_a_seat_of_the_event_goes_to_who_waits_for_one(client, event, person, now, outbox):
    registration_services.edit_settings(
        event.id,
        registration_services.SettingsFacts(cap=1),
        now=now,
    )
    register(event, person, now)
    second = accounts.account()
    agenda.registration(event.id, second)
    assert registration_of(event.id, second.id) is None

    delete_from_outside(client, person)

    assert registration_of(event.id, second.id) is not None
    assert [one.name for one in outbox() if one.recipient == second.email][-1] == "registrations/moved_up"


def test_addresses_that_were_given_away_stop_at_once(client, app, event, person, now):
    own = register(event, person, now)
    _subscription, token = calendars.subscription(own)
    _share, shared = share_agenda(own.id, name="Bo", secret_key=TEST_SECRET, now=now)
    other = app.test_client()
    other.sign_in(person)

    answer = delete_from_outside(client, person)

    assert client.get(f"/feeds/{token}.ics").status_code == 404
    assert client.get(f"/agendas/{shared}").status_code == 404
    for browser in (client, other):
        assert browser.get("/account").status_code == 302
    assert '"storage"' in answer.headers["Clear-Site-Data"]
    assert client.submit("/sign-in", {"email": EMAIL, "password": PASSWORD}).status_code == 422


def test_the_only_owner_of_an_event_is_told_what_to_do(client, person):
    made = events.event("mine")
    events.role(made, holder=person)
    person_id = person.id
    client.sign_in(person)

    page = client.get(PAGE)
    assert "/mine/organise/people" in page.text
    assert 'name="password"' not in page.text
    assert client.submit(PAGE, SURE).status_code == 409
    assert db.session.get(Account, person.id) is not None

    events.role(made)
    assert client.fill_in(PAGE, SURE).status_code == 200
    assert db.session.get(Account, person_id) is None
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.kind, entry.action, entry.before) == ("role", "removed", {"role": "owner"})


@pytest.mark.parametrize(
    "said", [{"password": PASSWORD}, {"understood": "y", "password": "wrong one"}, {"understood": "y"}, {}]
)
def test_nothing_is_deleted_without_the_tick_and_the_password(client, person, said):
    client.sign_in(person)

    assert client.fill_in(PAGE, said).status_code == 422
    assert db.session.get(Account, person.id) is not None
    assert client.get("/account").status_code == 200


def test_who_has_no_password_needs_none(client, person):
    with transaction():
        db.session.get(Account, person.id).has_password = False
    client.sign_in(person)
    person_id = person.id

    assert client.fill_in(PAGE, {"understood": "y"}).status_code == 200
    assert db.session.get(Account, person_id) is None


def test_one_shows_again_who_one_is(client, person, set_clock):
    client.sign_in(person)
    set_clock(timedelta(minutes=16))

    assert client.get(PAGE).headers["Location"].startswith("/account/prove")
    assert client.submit(PAGE, SURE).headers["Location"].startswith("/account/prove")
    assert db.session.get(Account, person.id) is not None


def test_what_others_did_and_are_called_stays(client, event, person, now):
    twin = accounts.account("twin@example.org", name=NAME)
    theirs = register(event, twin, now, place="Another place")
    register(event, person, now)
    deliver_letters()

    delete_from_outside(client, person)

    kept = db.session.get(Registration, theirs.id)
    assert (kept.organisation, kept.state) == ("Another place", "confirmed")
    assert db.session.get(Account, twin.id).name == NAME
    (letter,) = db.session.scalars(select(Letter).where(Letter.recipient == "twin@example.org"))
    assert NAME in letter.text


def test_what_was_asked_stays_without_its_author(client, event, person, now):
    own, other = live_everywhere(event, person, now)
    own_id = own.id

    delete_from_outside(client, person)

    shown = questions_of(event.id, OPENING.uid, registration_id=other.id)
    assert {(one.name, one.is_own) for one in shown} == {(None, False), (None, True)}
    assert questions_of(event.id, OPENING.uid, registration_id=None)[0].is_own is False
    assert participants_of(event.id, is_participant=True, account_id=None) == []
    assert own_id not in {one.id for one in db.session.scalars(select(Registration))}


def test_proposals_that_nobody_accepted_are_taken_back_and_emptied(client, person, now):
    made = work_everywhere(person, now)

    delete_from_outside(client, person)

    mine, others = db.session.scalars(select(Proposal).where(Proposal.event_id == made.id).order_by(Proposal.id))
    assert (mine.state, mine.title, mine.contact_email, mine.speakers) == ("withdrawn", "—", "", [])
    assert (others.state, others.title, others.speakers) == ("new", "Of somebody else", [])
    assert mine.withdrawn_at == now


def test_who_did_it_reads_a_deleted_person_in_the_audit_log(client, person, now):
    made = work_everywhere(person, now)
    deleted = db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.account_id == person.id))

    delete_from_outside(client, person)
    client.sign_in(events.organiser(made))
    page = client.get("/stage/organise/log").text

    assert "quibblezwick" not in page.lower()
    assert db.session.scalar(select(func.count()).where(AuditEntry.was_by_person)) == (deleted or 0)
    assert client.get("/stage/organise/figures").status_code == 200
