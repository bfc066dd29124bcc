"""The blueprint of events, their people and their log."""

from flask import Blueprint

bp = Blueprint("events", __name__)
