"""Whole numbers in addresses: those that the database can hold, so that no view need look whether one is."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from conference.db import LARGEST_KEY


class BoundedInteger(IntegerConverter):
    """What ``<int:…>`` stands for in an address. A greater number is of nothing, so that its address is not found."""

    regex = "[0-9]{1,10}"

    def __init__(self, url_map: Map, **bounds: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST_KEY, **bounds})


def init_app(app: Flask) -> None:
    """Bound the numbers of addresses; before any is registered."""
    app.url_map.converters["int"] = BoundedInteger
