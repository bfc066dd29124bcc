"""Pages of draft."""

from flask import Blueprint

bp = Blueprint("draft", __name__)
