"""Pages of accounts."""

from conference.accounts.views import (
    address,
    attending,
    devices,
    links,
    openid,
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
    "attending",
    "bp",
    "devices",
    "links",
    "openid",
    "preferences",
    "prove",
    "reset",
    "safety",
    "second_step",
    "sign_in",
    "sign_up",
]
