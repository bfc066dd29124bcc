"""The blueprint of import and export."""

from typing import Any

from flask import Blueprint, current_app, request
from werkzeug.exceptions import NotFound

from conference.exchange.queries import UploadNotThere
from conference.exchange.rules import MEGABYTE, MOST_BYTES

bp = Blueprint("exchange", __name__, url_prefix="/<event>/organise/exchange")


@bp.url_value_preprocessor
def let_files_be_larger(endpoint: str | None, _values: Any) -> None:
    """Let a programme's file be larger than any other form. This runs before the form is looked at for its token."""
    if endpoint == "exchange.upload_file":
        request.max_content_length = MOST_BYTES + MEGABYTE


@bp.errorhandler(UploadNotThere)
def show_missing(_refusal: Exception) -> Any:
    """Answer 404 where an address names no file, or another's."""
    return current_app.handle_http_exception(NotFound())
