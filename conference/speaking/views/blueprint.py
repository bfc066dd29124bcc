"""The blueprint of speakers' pages."""

from typing import Any

from flask import Blueprint, current_app
from werkzeug.exceptions import NotFound

import config
from conference.draft.queries.rows import NotThere
from conference.events.services import EventGone
from conference.speaking.queries import NoSuchContribution, waiting_contributions
from conference.speaking.services import NotTheirs

bp = Blueprint("speaking", __name__)
bp.add_app_template_global(waiting_contributions, "waiting_contributions")


def installation() -> config.Settings:
    """Return the settings of this installation."""
    settings: config.Settings = current_app.config["SETTINGS"]
    return settings


@bp.errorhandler(NotThere)
@bp.errorhandler(NotTheirs)
@bp.errorhandler(NoSuchContribution)
@bp.errorhandler(EventGone)
def show_missing(_refusal: Exception) -> Any:
    """Answer 404 where an address names what there is not."""
    return current_app.handle_http_exception(NotFound())
