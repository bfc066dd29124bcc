"""The blueprint of what is kept of oneself."""

from typing import Any

from flask import Blueprint, current_app
from werkzeug.exceptions import NotFound

from conference.draft.queries.rows import NotThere

bp = Blueprint("privacy", __name__)


@bp.errorhandler(NotThere)
def show_missing(_refusal: Exception) -> Any:
    """Answer 404 for a speaker that the event does not have."""
    return current_app.handle_http_exception(NotFound())
