"""A call that is open, and those who come to it."""

import pytest

from conference.events.rules import RoleName
from tests.factories import draft, events
from tests.factories import proposals as make


@pytest.fixture
def made(app):
    """An event with a little of everything and an open call, not published."""
    made = draft.drafted("cities")
    make.call(made.event, themes=[made.theme.slug], introduction={"de": "Was **wirkt** bei Ihnen?"})
    return made


@pytest.fixture
def desk(client, made):
    """The browser of the event's owner."""
    client.sign_in(made.owner)
    return client


@pytest.fixture
def as_role(client, made):
    """``as_role(RoleName.OBSERVER)``: a browser of somebody with this role, or for None with none."""

    def browser(name: RoleName | None):
        other = client.application.test_client()
        holder = events.organiser(made.event, name=name) if name else events.account()
        other.sign_in(holder)
        return other

    return browser
