"""Pages of accounts."""

from conference.accounts.views import (
    address,
    devices,
    links,
    preferences,
    prove,
    reset,
    safety,
    second_step,
    sign_in,
    sign_up,
)
from conference.accounts.views.blueprint import bp

__all__ = [
    "address",
    "bp",
    "devices",
    "links",
    "preferences",
    "prove",
    "reset",
    "safety",
    "second_step",
    "sign_in",
    "sign_up",
]
