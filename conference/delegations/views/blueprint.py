"""The blueprint of delegations."""

from typing import Any

from flask import Blueprint, current_app
from werkzeug.exceptions import NotFound

from conference.delegations.queries import DelegationNotFound, MemberNotFound

bp = Blueprint("delegations", __name__)


@bp.errorhandler(DelegationNotFound)
@bp.errorhandler(MemberNotFound)
def show_missing(_refusal: Exception) -> Any:
    """Answer 404 where an address names a delegation, or somebody of it, that is not there or not for these eyes."""
    return current_app.handle_http_exception(NotFound())
