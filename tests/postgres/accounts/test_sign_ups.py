from contextvars import Context
from threading import Barrier, Thread

import pytest

from conference.accounts import services
from conference.accounts.tables import Account
from conference.db import db

CALLERS = 5


def at_once(app, work):
    start = Barrier(CALLERS)
    outcomes = []

    def call(number):
        with app.app_context():
            start.wait()
            try:
                outcomes.append(work(number))
            except Exception as error:  # noqa: BLE001 - whatever happened is what the test looks at
                outcomes.append(error)

    callers = [Thread(target=Context().run, args=(call, number)) for number in range(CALLERS)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    return outcomes


def test_sign_ups_of_one_address_at_once_leave_one_account_and_one_working_link(app, now, outbox):
    def sign_up(number):
        return services.open_account(
            email="ada@example.org",
            name=f"Ada {number}",
            password=f"correct horse {number}",
            language="en",
            zone="UTC",
            consent_version="1",
            now=now,
        )

    outcomes = at_once(app, sign_up)

    assert [outcome for outcome in outcomes if not isinstance(outcome, Account)] == []
    (stored,) = db.session.query(Account)
    password = stored.name.replace("Ada", "correct horse")
    works = []
    for letter in outbox():
        try:
            works.append(services.confirm_address(letter.data["secrets"]["token"], password=password, now=now))
        except services.LinkNotValid:
            continue
    assert len(works) == 1
    assert services.check_sign_in("ada@example.org", password)


def test_a_link_pressed_many_times_at_once_works_once(app, now, outbox):
    services.open_account(
        email="ada@example.org",
        name="Ada",
        password="correct horse",
        language="en",
        zone="UTC",
        consent_version="1",
        now=now,
    )
    token = outbox()[0].data["secrets"]["token"]
    db.session.rollback()

    outcomes = at_once(app, lambda _number: services.confirm_address(token, password="correct horse", now=now))

    assert sum(isinstance(outcome, Account) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, services.LinkNotValid) for outcome in outcomes) == CALLERS - 1
    with pytest.raises(services.LinkNotValid):
        services.confirm_address(token, password="correct horse", now=now)
