"""The blueprint of the call and of proposals."""

from typing import Any

from flask import Blueprint, current_app
from werkzeug.exceptions import NotFound

from conference.events.services import EventGone
from conference.proposals.queries import NoSuchProposal, new_proposals, proposal_code_of_session
from conference.questions.queries import NoSuchQuestion

bp = Blueprint("proposals", __name__)
bp.add_app_template_global(new_proposals, "new_proposals")
bp.add_app_template_global(proposal_code_of_session, "proposal_code_of_session")


@bp.errorhandler(NoSuchProposal)
@bp.errorhandler(NoSuchQuestion)
@bp.errorhandler(EventGone)
def show_missing(_refusal: Exception) -> Any:
    """Answer 404 where an address names what the event does not have."""
    return current_app.handle_http_exception(NotFound())
