"""Whatever changes the programme, the roles or the releases of an event stands in its audit log."""

import inspect
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from conference import clock
from conference.accounts.tables import Authenticator
from conference.db import db, transaction
from conference.draft import services as draft_services
from conference.draft.queries import draft_document
from conference.draft.rules.going_back import fingerprint
from conference.draft.services import MunicipalityFacts, SessionFacts
from conference.events import services as event_services
from conference.events.rules import RoleName
from conference.events.services import EventFacts
from conference.events.tables import AuditEntry, Event
from conference.mail.tables import Letter
from tests.factories import accounts, draft, events
from tests.factories.programme import at

UNLOGGED = {
    draft_services.facts_of: "reads",
    event_services.keep_count: "counts those who are gone",
    event_services.kept_texts: "reckons",
    event_services.locked_event: "locks",
    event_services.record: "is the log",
    event_services.record_role: "is the log",
}
"""Public functions that change nothing of the programme, the roles or the releases, and why."""

Recipe = Callable[[Event], Callable[[], object]]
SCENES: dict[Callable[..., object], Recipe] = {}
"""For each service: prepare an event, then give what calls the service once so that something changes."""


def scene(service: Callable[..., object]) -> Callable[[Recipe], Recipe]:
    def put(recipe: Recipe) -> Recipe:
        SCENES[service] = recipe
        return recipe

    return put


def facts(event: Event, **others: object) -> EventFacts:
    values = {name: getattr(event, name) for name in EventFacts.__dataclass_fields__}
    return EventFacts(**{**values, **others})


D, E = draft_services, event_services
OSNABRUECK = MunicipalityFacts(name="Osnabrück", country="DE")
IZMIR = MunicipalityFacts(name="İzmir", country="TR")


@scene(D.add_theme)
def _(event):
    return lambda: D.add_theme(event.id, title={"de": "Klima"}, colour="#112233")


@scene(D.edit_theme)
def _(event):
    theme = draft.theme(event)
    return lambda: D.edit_theme(event.id, theme.slug, title={"de": "Wasser"}, colour="#112233")


@scene(D.move_theme)
def _(event):
    theme, _other = draft.theme(event), draft.theme(event, "Wasser")
    return lambda: D.move_theme(event.id, theme.slug, step=1)


@scene(D.remove_theme)
def _(event):
    theme = draft.theme(event)
    return lambda: D.remove_theme(event.id, theme.slug)


@scene(D.add_room)
def _(event):
    return lambda: D.add_room(event.id, name={"de": "Hase"})


@scene(D.edit_room)
def _(event):
    room = draft.room(event)
    return lambda: D.edit_room(event.id, room.key, name={"de": "Fuchs"})


@scene(D.move_room)
def _(event):
    room, _other = draft.room(event), draft.room(event, "Fuchs")
    return lambda: D.move_room(event.id, room.key, step=1)


@scene(D.remove_room)
def _(event):
    room = draft.room(event)
    return lambda: D.remove_room(event.id, room.key)


@scene(D.add_speaker)
def _(event):
    return lambda: D.add_speaker(event.id, name="Gülşen Akın")


@scene(D.edit_speaker)
def _(event):
    speaker = draft.speaker(event)
    return lambda: D.edit_speaker(event.id, speaker.code, name="Gülşen Akın-Meyer")


@scene(D.remove_speaker)
def _(event):
    speaker = draft.speaker(event)
    return lambda: D.remove_speaker(event.id, speaker.code)


@scene(D.add_municipality)
def _(event):
    return lambda: D.add_municipality(event.id, OSNABRUECK)


@scene(D.edit_municipality)
def _(event):
    town = D.add_municipality(event.id, OSNABRUECK)
    return lambda: D.edit_municipality(event.id, town.key, IZMIR)


@scene(D.remove_municipality)
def _(event):
    town = D.add_municipality(event.id, OSNABRUECK)
    return lambda: D.remove_municipality(event.id, town.key)


@scene(D.add_partnership)
def _(event):
    return lambda: D.add_partnership(event.id, first=OSNABRUECK, second=IZMIR)


@scene(D.edit_partnership)
def _(event):
    tie = draft.partnership(event)
    return lambda: D.edit_partnership(event.id, tie.slug, first="osnabrueck", second="canakkale", since=1999)


@scene(D.remove_partnership)
def _(event):
    tie = draft.partnership(event)
    return lambda: D.remove_partnership(event.id, tie.slug)


@scene(D.add_session)
def _(event):
    return lambda: draft.session(event)


@scene(D.edit_session)
def _(event):
    session = draft.session(event)
    wanted = SessionFacts(title={"de": "Anders"})
    return lambda: D.edit_session(event.id, session.code, wanted, now=clock.now())


@scene(D.repeat_session)
def _(event):
    session = draft.session(event, starts_at=at(8, 10))
    return lambda: D.repeat_session(event.id, session.code, starts=[at(9, 10)], now=clock.now())


@scene(D.copy_event)
def _(event):
    owner = accounts.account()
    wanted = D.CopyFacts(slug="copy", title={"de": "Zweite"}, first_day=event.first_day)
    return lambda: D.copy_event(event.id, wanted, owner_id=owner.id, now=clock.now())


@scene(D.create_event_from)
def _(event):
    wanted = vars(facts(event))
    return lambda: D.create_event_from(None, owner_id=None, slug="another", now=clock.now(), **wanted)


@scene(D.set_speaker_spans)
def _(event):
    speaker = draft.speaker(event)
    return lambda: D.set_speaker_spans(event.id, speaker.code, [(at(8, 9), at(8, 12))])


@scene(D.set_room_spans)
def _(event):
    room = draft.room(event)
    return lambda: D.set_room_spans(event.id, room.key, [(at(8, 9), at(8, 12))])


@scene(D.accept_warning)
def _(event):
    return lambda: D.accept_warning(event.id, "f" * 32, kind="night", name="Konzert", reason="So", now=clock.now())


@scene(D.withdraw_acceptance)
def _(event):
    D.accept_warning(event.id, "f" * 32, kind="night", name="Konzert", reason="So", now=clock.now())
    return lambda: D.withdraw_acceptance(event.id, "f" * 32)


@scene(D.schedule_session)
def _(event):
    session = draft.session(event)
    return lambda: D.schedule_session(event.id, session.code, starts_at=at(8, 10), now=clock.now())


@scene(D.unschedule_session)
def _(event):
    session = draft.session(event, starts_at=at(8, 10))
    return lambda: D.unschedule_session(event.id, session.code, now=clock.now())


@scene(D.cancel_session)
def _(event):
    session = draft.session(event)
    return lambda: D.cancel_session(event.id, session.code, now=clock.now())


@scene(D.revive_session)
def _(event):
    session = draft.session(event, state="cancelled")
    return lambda: D.revive_session(event.id, session.code, now=clock.now())


@scene(D.remove_session)
def _(event):
    session = draft.session(event)
    return lambda: D.remove_session(event.id, session.code)


@scene(D.bring_back)
def _(event):
    removed = D.remove_room(event.id, draft.room(event).key)
    return lambda: D.bring_back(event.id, removed, now=clock.now())


@scene(D.publish_release)
def _(event):
    draft.session(event, starts_at=at(8, 10))
    return lambda: D.publish_release(event.id, author_id=None, note="", now=clock.now())


@scene(D.edit_settings)
def _(event):
    wanted = facts(event, last_day=event.last_day + timedelta(days=1))
    return lambda: D.edit_settings(event.id, wanted, slug=event.slug)


@scene(E.create_event)
def _(_event):
    owner = accounts.account()
    days = vars(facts(_event))
    return lambda: E.create_event(owner_id=owner.id, slug="another", now=clock.now(), **days)


@scene(E.edit_event)
def _(event):
    return lambda: E.edit_event(event.id, facts(event, second_zone=None))


@scene(E.rename_event)
def _(event):
    return lambda: E.rename_event(event.id, slug="another")


@scene(E.set_role)
def _(event):
    person = accounts.account()
    return lambda: E.set_role(event.id, person.id, name=RoleName.EDITOR)


@scene(E.require_second_factor)
def _(event):
    owner = accounts.account()
    with transaction():
        db.session.add(Authenticator(account_id=owner.id, sealed_secret="x", last_step=0, added_at=clock.now()))
    return lambda: E.require_second_factor(event.id, is_required=True, account_id=owner.id)


SPAN = [(at(8, 9), at(8, 12))]
LATER = timedelta(hours=1)


def published(event, title="Stadtgrün"):
    draft.session(event, title, starts_at=at(8, 10))
    return D.publish_release(event.id, author_id=None, note="", now=clock.now())


def planned(event):
    due_at = clock.now() + LATER
    return D.plan_release(event.id, due_at=due_at, notes={"de": "Bald"}, author_id=None, now=clock.now())


def accepted(event):
    D.accept_warning(event.id, "abc", kind="night", name="Stadtgrün", reason="So gewollt", now=clock.now())


@scene(D.set_speaker_spans)
def _(event):
    speaker = draft.speaker(event)
    return lambda: D.set_speaker_spans(event.id, speaker.code, SPAN)


@scene(D.set_room_spans)
def _(event):
    room = draft.room(event)
    return lambda: D.set_room_spans(event.id, room.key, SPAN)


@scene(D.accept_warning)
def _(event):
    return lambda: accepted(event)


@scene(D.withdraw_acceptance)
def _(event):
    accepted(event)
    return lambda: D.withdraw_acceptance(event.id, "abc")


@scene(D.plan_release)
def _(event):
    return lambda: planned(event)


@scene(D.change_plan)
def _(event):
    plan = planned(event)
    due_at = clock.now() + 2 * LATER
    return lambda: D.change_plan(event.id, plan.id, due_at=due_at, notes={}, author_id=None, now=clock.now())


@scene(D.withdraw_plan)
def _(event):
    plan = planned(event)
    return lambda: D.withdraw_plan(event.id, plan.id, now=clock.now())


@scene(D.publish_due)
def _(event):
    draft.session(event, starts_at=at(8, 10))
    planned(event)
    return lambda: D.publish_due(now=clock.now() + LATER)


@scene(D.go_back_to)
def _(event):
    published(event)
    published(event, "Anders")
    seen = fingerprint(draft_document(event))
    return lambda: D.go_back_to(event.id, 1, newest=2, seen=seen, author_id=None, note={}, now=clock.now())


@scene(D.set_hosts)
def _(event):
    session, host = draft.session(event), events.organiser(event)
    return lambda: D.set_hosts(event.id, session.code, [host.id], note="")


@scene(D.add_remains)
def _(event):
    session, host = draft.session(event), events.organiser(event)
    D.set_hosts(event.id, session.code, [host.id], note="")
    return lambda: D.add_remains(
        event.id, session.code, host_id=host.id, remains={"de": "Danke"}, recording_url=None, version=session.version,
        now=clock.now(),
    )  # fmt: skip


def asked(event, email="nil@example.org"):
    return E.invite(event.id, email=email, role=RoleName.HOST, language="tr", inviter_id=None, now=clock.now())


def token_of_letter() -> str:
    return db.session.scalars(select(Letter).order_by(Letter.id.desc())).first().data["secrets"]["token"]


@scene(E.invite)
def _(event):
    return lambda: asked(event)


@scene(E.resend_invitation)
def _(event):
    sent = asked(event)
    return lambda: E.resend_invitation(event.id, sent.id, now=clock.now() + timedelta(hours=1))


@scene(E.withdraw_invitation)
def _(event):
    sent = asked(event)
    return lambda: E.withdraw_invitation(event.id, sent.id)


@scene(E.accept_invitation)
def _(event):
    asked(event)
    person = accounts.account()
    return lambda: E.accept_invitation(token_of_letter(), account_id=person.id, now=clock.now())


@scene(E.open_invited_account)
def _(event):
    asked(event)
    who = {"name": "Nil Yeni", "password": accounts.PASSWORD, "language": "tr", "zone": "UTC", "consent_version": "1"}
    return lambda: E.open_invited_account(token_of_letter(), now=clock.now(), **who)


def public_services() -> list[Callable[..., object]]:
    found = [getattr(module, name) for module in (D, E) for name in module.__all__]
    return [service for service in dict.fromkeys(found) if inspect.isfunction(service) and service not in UNLOGGED]


def entries() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


@pytest.mark.parametrize("service", public_services(), ids=lambda service: service.__name__)
def test_a_service_that_changes_something_notes_it(app, service):
    assert service in SCENES, f"{service.__name__} has no scene here: write one, or say in UNLOGGED why it needs none"
    event = events.event()
    act = SCENES[service](event)
    before = entries()

    act()

    assert entries() > before
