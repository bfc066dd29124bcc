"""The blueprint of what is kept of oneself."""

from flask import Blueprint

bp = Blueprint("privacy", __name__)
