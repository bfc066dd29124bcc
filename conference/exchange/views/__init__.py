"""Pages of import and export."""

from conference.exchange.views import exporting, importing
from conference.exchange.views.blueprint import bp

__all__ = ["bp", "exporting", "importing"]
