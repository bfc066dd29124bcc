"""The blueprint of registering."""

from typing import Any

from flask import Blueprint, current_app
from werkzeug.exceptions import NotFound

from conference.events.services import EventGone
from conference.registrations.queries import GroupNotFound, RegistrationNotFound
from conference.registrations.rules import UnknownGroup

bp = Blueprint("registrations", __name__)


@bp.errorhandler(RegistrationNotFound)
@bp.errorhandler(GroupNotFound)
@bp.errorhandler(UnknownGroup)
@bp.errorhandler(EventGone)
def show_missing(_refusal: Exception) -> Any:
    """Answer 404 where an address names what the event does not have."""
    return current_app.handle_http_exception(NotFound())
