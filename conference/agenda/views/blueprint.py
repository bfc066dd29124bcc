"""The blueprint of the participants' pages."""

from flask import Blueprint

bp = Blueprint("agenda", __name__)
