"""The blueprint of CalDAV."""

from flask import Blueprint

bp = Blueprint("caldav", __name__)
