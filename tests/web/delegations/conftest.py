"""A delegation whose contact is signed in."""

import pytest

from tests.factories.accounts import account
from tests.factories.delegations import delegation
from tests.factories.programme import published_event


@pytest.fixture
def event(app):
    """The example event, with its first release."""
    return published_event()


@pytest.fixture
def ada(event):
    """Who gathers the delegation; her name is to be escaped."""
    return account("ada@example.org", name="Ada <Example>")


@pytest.fixture
def youth(event, ada, client):
    """A delegation whose contact is signed in."""
    made = delegation(event.id, ada)
    client.sign_in(ada)
    return made
