"""A browser whose tries are counted."""

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest
from flask import Flask

import config
from conference.app import create_app
from conference.db import db
from conference.web.limits import limiter
from tests.client import Client


@pytest.fixture
def limited_app(settings: config.Settings, app: Flask) -> Iterator[Flask]:
    """The application with rate limits on; the counts start at nothing."""
    limited = create_app(replace(settings, rate_limits=True))
    limited.test_client_class = Client
    with limited.app_context():
        limiter.reset()
        yield limited
        limiter.reset()
        db.session.remove()
        db.engine.dispose()
    limiter.enabled = False


@pytest.fixture
def limited_client(limited_app: Flask) -> Client:
    """A browser with an empty cookie jar, whose tries are counted."""
    return cast("Client", limited_app.test_client())
