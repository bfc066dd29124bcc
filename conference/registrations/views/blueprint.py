"""The blueprint of registering."""

from typing import Any

from flask import Blueprint, current_app, request
from werkzeug.exceptions import NotFound

from conference.events.services import EventGone
from conference.questions.queries import NoSuchQuestion
from conference.questions.rules.files import MEGABYTE
from conference.registrations.queries import GroupNotFound, RegistrationNotFound, file_questions
from conference.registrations.rules import UnknownGroup

bp = Blueprint("registrations", __name__)
WITH_FILES = frozenset({"registrations.register", "registrations.accept", "registrations.show_own"})
"""Whose forms may hold files."""


@bp.url_value_preprocessor
def let_files_be_larger(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let a form be larger where files answer its questions. This runs before the form is looked at for its token.

    There is room for files larger than their own limits, so that these are refused with a word and all else is kept.
    """
    if request.method != "POST" or endpoint not in WITH_FILES:
        return
    number = file_questions(str((values or {}).get("event")))
    if number:
        largest = current_app.config["SETTINGS"].largest_file_mb
        request.max_content_length = current_app.config["MAX_CONTENT_LENGTH"] + number * largest * MEGABYTE


@bp.errorhandler(NoSuchQuestion)
@bp.errorhandler(RegistrationNotFound)
@bp.errorhandler(GroupNotFound)
@bp.errorhandler(UnknownGroup)
@bp.errorhandler(EventGone)
def show_missing(_refusal: Exception) -> Any:
    """Answer 404 where an address names what the event does not have."""
    return current_app.handle_http_exception(NotFound())
