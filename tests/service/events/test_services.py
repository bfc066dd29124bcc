from datetime import date

import pytest

from conference.db import db
from conference.events import rules, services
from conference.events.queries import event_by_slug, events_organised_by, role_of
from conference.events.rules import RoleName
from conference.zones import UnknownZone
from tests.factories import events
from tests.factories.accounts import account

FACTS = {
    "slug": "cities", "title": {"de": "Städte", "tr": "Şehirler"}, "summary": {}, "welcome": {},
    "first_day": date(2027, 6, 3), "last_day": date(2027, 6, 16), "zone": "Europe/Berlin",
    "second_zone": "Europe/Istanbul", "languages": ["de", "tr"],
}  # fmt: skip


@pytest.fixture
def owner(app):
    return account()


def create(owner, now, **other):
    return services.create_event(owner_id=owner.id, now=now, **{**FACTS, **other})


def test_whoever_creates_an_event_owns_it(owner, now):
    event = create(owner, now)

    assert event_by_slug("cities").id == event.id
    assert role_of(event.id, owner.id) is RoleName.OWNER
    assert events_organised_by(owner.id) == [event]


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"slug": "Städte"}, rules.SlugMalformed),
        ({"slug": "api"}, rules.SlugMalformed),
        ({"last_day": date(2027, 6, 2)}, rules.EndsBeforeStart),
        ({"last_day": date(2028, 6, 16)}, rules.TooManyDays),
        ({"first_day": date(1, 1, 1), "last_day": date(1, 1, 2)}, rules.DayOutOfRange),
        ({"zone": "Berlin"}, UnknownZone),
        ({"second_zone": "EST5EDT"}, UnknownZone),
        ({"languages": []}, rules.LanguageNotKnown),
        ({"languages": ["de", "xx"]}, rules.LanguageNotKnown),
        ({"title": {"tr": "Şehirler"}}, rules.TextMissing),
        ({"title": {"de": "x" * 301}}, rules.TextTooLong),
        ({"welcome": {"de": "x" * 20_001}}, rules.TextTooLong),
    ],
)
def test_an_impossible_event_is_refused_and_nothing_stored(owner, now, other, refusal):
    with pytest.raises(refusal):
        create(owner, now, **other)

    assert events_organised_by(owner.id) == []


def test_a_slug_belongs_to_one_event(owner, now):
    create(owner, now)
    with pytest.raises(services.SlugTaken):
        create(owner, now)
    other = create(owner, now, slug="towns")
    with pytest.raises(services.SlugTaken):
        services.rename_event(other.id, slug="cities")


def facts(**other):
    return services.EventFacts(**{**{k: v for k, v in FACTS.items() if k != "slug"}, **other})


def test_an_event_can_be_edited_and_a_stale_form_is_told_what_is_stored(owner, now):
    event = create(owner, now)
    opened = event.version
    services.edit_event(event.id, facts(title={"de": "Neu"}), version=opened)

    with pytest.raises(services.StaleVersion) as refusal:
        services.edit_event(event.id, facts(title={"de": "Anders"}), version=opened)

    assert refusal.value.stored["title"] == {"de": "Neu"}
    assert refusal.value.wanted["title"] == {"de": "Anders"}
    assert refusal.value.differing == ("title",)
    assert event_by_slug("cities").title == {"de": "Neu"}


def test_texts_in_a_language_given_up_are_kept_should_it_come_back(owner, now):
    event = create(owner, now)

    services.edit_event(event.id, facts(title={"de": "Städte"}, languages=["de"]))

    assert event.title == {"de": "Städte", "tr": "Şehirler"}


def test_a_second_zone_that_is_the_first_is_none(owner, now):
    assert create(owner, now, second_zone="Europe/Berlin").second_zone is None


def test_an_event_keeps_one_owner(app):
    event = events.event()
    owner, helper = events.organiser(event), account()
    services.set_role(event.id, helper.id, name=RoleName.EDITOR)
    with pytest.raises(services.LastOwner):
        services.set_role(event.id, owner.id, name=None)
    services.set_role(event.id, helper.id, name=RoleName.OWNER)
    services.set_role(event.id, owner.id, name=None)

    assert role_of(event.id, helper.id) is RoleName.OWNER
    assert role_of(event.id, owner.id) is None


def test_what_was_removed_meanwhile_is_said_to_be_gone(owner, now):
    event = create(owner, now)
    db.session.delete(event)
    db.session.commit()

    with pytest.raises(services.EventGone):
        services.edit_event(event.id, facts())
