"""Pages of accounts."""

from conference.accounts.views import preferences, reset, sign_in, sign_up
from conference.accounts.views.blueprint import bp

__all__ = ["bp", "preferences", "reset", "sign_in", "sign_up"]
