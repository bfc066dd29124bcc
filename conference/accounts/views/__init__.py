"""Pages of accounts."""

from conference.accounts.views import devices, preferences, prove, reset, safety, second_step, sign_in, sign_up
from conference.accounts.views.blueprint import bp

__all__ = ["bp", "devices", "preferences", "prove", "reset", "safety", "second_step", "sign_in", "sign_up"]
