"""Seats of an event and its groups, the waiting list, and what organisers decide."""

from datetime import timedelta

import pytest

from conference.db import db
from conference.registrations import services
from conference.registrations.queries import (
    RegistrationNotFound,
    counted_by_state,
    find_registrations,
    group_of,
    groups_of,
    own_registration,
    place_in_queue,
)
from conference.registrations.rules import (
    Mode,
    OpensAfterClosing,
    Order,
    RegistrationClosed,
    RegistrationFilter,
    UnknownGroup,
)
from conference.registrations.services import GroupFacts, GroupInUse, SettingsFacts, StaleSettings
from tests.factories.accounts import account
from tests.factories.programme import NOW, published_event
from tests.factories.registrations import registration

pytestmark = pytest.mark.usefixtures("app", "now")


@pytest.fixture
def event():
    return published_event()


def settings(event, **facts):
    return services.edit_settings(event.id, SettingsFacts(**facts), now=NOW)


def come(event, name="Ada", *, group="youth", **account_facts):
    person = account(name=name, **account_facts)
    return services.register(
        event.id, person.id, group=group, organisation="", municipality="Kilis", consent_version="1", now=NOW
    )


def names(outbox):
    return [letter.name.partition("/")[2] for letter in outbox()]


def states(*registrations):
    return [db.session.get(type(one), one.id, populate_existing=True).state for one in registrations]


def test_an_event_begins_with_groups_and_stores_them_once_somebody_comes(event):
    before = [group.key for group in groups_of(event.id)]

    come(event)

    assert before == ["administration", "youth", "civil_society", "school", "press", "other"]
    assert [group.key for group in groups_of(event.id)] == before
    assert group_of(event.id, "press").name["tr"] == "Basın"


def test_beyond_the_cap_people_wait_in_order_and_move_up_in_order(event, outbox):
    settings(event, cap=2)
    people = [come(event, name) for name in "abcd"]

    assert states(*people) == ["confirmed", "confirmed", "waiting", "waiting"]
    assert [place_in_queue(one) for one in people] == [None, None, 1, 2]
    services.withdraw(event.id, people[0].id, now=NOW)

    assert states(*people) == ["withdrawn", "confirmed", "confirmed", "waiting"]
    assert names(outbox) == ["registered", "registered", "waiting", "waiting", "moved_up", "withdrawn"]


@pytest.mark.parametrize("count", [1, 6])
def test_those_who_come_to_wait_read_their_place_by_one_question(event, outbox, queries, count):
    settings(event, cap=1, mode=Mode.APPROVAL)
    first, *others = [come(event, name) for name in "abcdefg"[: count + 1]]
    services.approve(event.id, [first.id], now=NOW)
    queries.clear()

    services.approve(event.id, [one.id for one in others], now=NOW)

    assert [one.data["place"] for one in outbox() if one.name.endswith("/waiting")] == list(range(1, count + 1))
    assert sum("count(*)" in one and "queued_as" in one for one in queries) == 0
    assert sum(one.startswith("SELECT registrations.id") and "queued_as <=" in one for one in queries) == 1
    assert sum("FROM accounts" in one for one in queries) == 2  # for the letters, and for the log


def test_a_full_group_holds_up_nobody_but_itself(event):
    come(event)
    services.edit_group(event.id, "youth", GroupFacts(name={"de": "Jugend"}, seats=1), now=NOW)

    second, press = come(event), come(event, group="press")

    assert states(second, press) == ["waiting", "confirmed"]
    services.edit_group(event.id, "youth", GroupFacts(name={"de": "Jugend"}, seats=2), now=NOW)
    assert states(second) == ["confirmed"]


def test_a_seat_raised_by_organisers_goes_to_who_waited_longest_not_to_who_comes_now(event):
    settings(event, cap=1)
    _first, second, third = (come(event) for _ in range(3))

    settings(event, cap=2)
    fourth = come(event)

    assert states(second, third, fourth) == ["confirmed", "waiting", "waiting"]


def test_with_approval_nobody_is_in_before_organisers_say_so(event, outbox):
    settings(event, mode=Mode.APPROVAL, cap=1)
    first, second, third = (come(event) for _ in range(3))
    assert states(first, second, third) == ["pending"] * 3

    changed = services.approve(event.id, [second.id, first.id], now=NOW)
    services.decline(event.id, [third.id], now=NOW)

    assert {one.id for one in changed} == {first.id, second.id}
    assert states(first, second, third) == ["confirmed", "waiting", "declined"]
    assert names(outbox) == ["received"] * 3 + ["approved", "waiting", "declined"]
    assert services.approve(event.id, [first.id], now=NOW) == []
    services.decide_later(event.id, [third.id, first.id], now=NOW)
    assert states(first, third) == ["confirmed", "pending"]


def test_a_decision_about_what_the_event_lacks_changes_nothing(event):
    settings(event, mode=Mode.APPROVAL)
    known = come(event)

    with pytest.raises(RegistrationNotFound):
        services.approve(event.id, [known.id, 99_999], now=NOW)

    assert states(known) == ["pending"]


@pytest.mark.parametrize(
    ("facts", "stage"),
    [({"opens_at": NOW + timedelta(hours=1)}, "ahead"), ({"closes_at": NOW}, "over")],
)
def test_outside_its_window_an_event_takes_nobody(event, facts, stage):
    settings(event, **facts)

    with pytest.raises(RegistrationClosed) as refusal:
        come(event)

    assert refusal.value.stage == stage
    assert counted_by_state(event.id) == {}


def test_who_withdrew_comes_again_at_the_end_and_what_they_say_then_counts(event):
    settings(event, cap=1)
    first, second = come(event), come(event)
    services.withdraw(event.id, first.id, now=NOW)

    again = services.register(
        event.id, first.account_id, group="press", organisation="", municipality="", consent_version="1", now=NOW
    )

    assert again.id == first.id
    assert states(first, second) == ["waiting", "confirmed"]
    assert own_registration(event.id, first.account_id).group_id == group_of(event.id, "press").id


def test_a_group_no_longer_offered_keeps_its_people_and_takes_nobody(event):
    inside = come(event)
    services.edit_group(event.id, "youth", GroupFacts(name={"de": "Jugend"}, is_offered=False), now=NOW)

    with pytest.raises(UnknownGroup):
        come(event)

    assert states(inside) == ["confirmed"]
    with pytest.raises(GroupInUse):
        services.remove_group(event.id, "youth", now=NOW)


def test_groups_are_added_moved_and_removed(event):
    made = services.add_group(event.id, GroupFacts(name={"tr": "Gönüllüler", "de": "Freiwillige"}), now=NOW)
    services.move_group(event.id, made.key, step=-1, now=NOW)

    assert made.key == "freiwillige"
    assert [group.key for group in groups_of(event.id)][-2:] == ["freiwillige", "other"]
    services.remove_group(event.id, "freiwillige", now=NOW)
    assert "freiwillige" not in [group.key for group in groups_of(event.id)]


def test_settings_keep_their_order_and_their_newer_version(event):
    stored = settings(event, cap=3)

    with pytest.raises(StaleSettings):
        services.edit_settings(event.id, SettingsFacts(cap=9), version=stored.version - 1, now=NOW)
    with pytest.raises(OpensAfterClosing):
        settings(event, opens_at=NOW, closes_at=NOW)

    assert stored.cap == 3


def test_registrations_are_found_by_what_they_say(event, queries):
    ayse = come(event, "Ayşe Işık", language="tr")
    registration(event.id, account(name="Jörg Koch", language="de"))
    services.withdraw(event.id, ayse.id, now=NOW)

    def found(**wanted):
        rows = find_registrations(event.id, RegistrationFilter(**wanted), language="de")
        return [one.account.name for one in rows]

    assert found(text="isik KILIS") == ["Ayşe Işık"]
    assert found(text="joerg") == ["Jörg Koch"]
    assert found(state="withdrawn") == found(group="youth") == found(language="tr") == ["Ayşe Işık"]
    assert found(municipality="Osnabrück") == ["Jörg Koch"]
    assert found(since=NOW.date(), until=NOW.date(), order=Order.NAME) == ["Ayşe Işık", "Jörg Koch"]
    assert found(until=NOW.date() - timedelta(days=1)) == []
    queries.clear()
    found()
    assert len(queries) == 2


def test_accounts_that_are_cleared_leave_their_seats_to_those_who_wait(event, outbox):
    settings(event, cap=1)
    first, second = come(event), come(event)
    db.session.delete(first)
    db.session.commit()

    assert services.settle_all_registrations(now=NOW) == 1
    assert states(second) == ["confirmed"]
    assert services.settle_all_registrations(now=NOW) == 0
