"""The blueprint of letters."""

from typing import Any

from flask import Blueprint, current_app
from werkzeug.exceptions import NotFound

from conference.events.services import EventGone
from conference.letters.forms import kind_name
from conference.letters.queries import LetterNotFound, given_up_letters

bp = Blueprint("letters", __name__)
bp.add_app_template_global(given_up_letters, "given_up_letters")
bp.add_app_template_global(kind_name, "letter_kind")


@bp.errorhandler(LetterNotFound)
@bp.errorhandler(EventGone)
def show_missing(_refusal: Exception) -> Any:
    """Answer 404 where an address names what the event does not have."""
    return current_app.handle_http_exception(NotFound())
