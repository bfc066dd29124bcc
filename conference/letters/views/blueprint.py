"""The blueprint of letters."""

from typing import Any

from flask import Blueprint, current_app
from werkzeug.exceptions import NotFound

from conference.events.services import EventGone
from conference.letters.forms import kind_name
from conference.letters.queries import LetterNotFound, MessageNotFound, given_up_letters
from conference.letters.render import paragraphs
from conference.letters.rules.placeholders import filled
from conference.letters.rules.wordings import LetterNotWordable

bp = Blueprint("letters", __name__)
bp.add_app_template_global(given_up_letters, "given_up_letters")
bp.add_app_template_global(kind_name, "letter_kind")
bp.add_app_template_filter(filled, "filled")
bp.add_app_template_filter(paragraphs, "paragraphs")


@bp.errorhandler(LetterNotFound)
@bp.errorhandler(MessageNotFound)
@bp.errorhandler(LetterNotWordable)
@bp.errorhandler(EventGone)
def show_missing(_refusal: Exception) -> Any:
    """Answer 404 where an address names what the event does not have."""
    return current_app.handle_http_exception(NotFound())
