"""An organiser before their draft."""

import pytest

from tests.factories import draft as make


@pytest.fixture
def made(app):
    """An event with a little of everything, not published."""
    return make.drafted("cities")


@pytest.fixture
def desk(client, made):
    """The browser of the event's owner."""
    client.sign_in(made.owner)
    return client
