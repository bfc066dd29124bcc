"""The blueprint of the organiser's pages."""

from typing import Any

from flask import Blueprint, current_app
from werkzeug.exceptions import NotFound

from conference.draft.queries.rows import NotThere
from conference.draft.services import NotInDraft
from conference.events.services import EventGone

bp = Blueprint("draft", __name__, url_prefix="/<event>/organise")


@bp.errorhandler(NotThere)
@bp.errorhandler(NotInDraft)
@bp.errorhandler(EventGone)
def show_missing(_refusal: Exception) -> Any:
    """Answer 404 where an address names what the event does not have."""
    return current_app.handle_http_exception(NotFound())
