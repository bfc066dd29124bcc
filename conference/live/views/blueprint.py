"""The blueprint of the pages of the day itself."""

from flask import Blueprint

bp = Blueprint("live", __name__)
