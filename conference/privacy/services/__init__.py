"""Changes of what others see of a person, and of what is kept of them."""

from conference.privacy.services.seeing import let_see

__all__ = ["let_see"]
