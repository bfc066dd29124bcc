"""The blueprint of the participants' pages."""

from flask import Blueprint, current_app

import config

bp = Blueprint("agenda", __name__)


def installation() -> config.Settings:
    """Return the settings of this installation."""
    found: config.Settings = current_app.config["SETTINGS"]
    return found
