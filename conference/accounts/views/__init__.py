"""Pages of accounts."""

from conference.accounts.views import devices, preferences, reset, sign_in, sign_up
from conference.accounts.views.blueprint import bp

__all__ = ["bp", "devices", "preferences", "reset", "sign_in", "sign_up"]
