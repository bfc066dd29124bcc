"""The blueprint of registering."""

from flask import Blueprint

bp = Blueprint("registrations", __name__)
