"""Subscriptions for tests, made by the service."""

from typing import Any

from conference import clock
from conference.calendars import services
from conference.calendars.rules import Choices
from conference.calendars.tables import Subscription
from conference.registrations.tables import Registration
from tests.databases import TEST_SECRET


def subscription(
    of: Registration, name: str = "Phone", *, language: str = "en", **choices: Any
) -> tuple[Subscription, str]:
    """Make a private address of a registration's agenda; give it with its token."""
    return services.make_subscription(
        of.id, name=name, language=language, secret_key=TEST_SECRET, now=clock.now(), choices=Choices(**choices)
    )
