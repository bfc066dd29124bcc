"""The least that Flask can do: constant bytes. What Meridian's pages are measured against."""

from functools import cache

from flask import Flask, Response

app = Flask(__name__)


@cache
def _body(size: int) -> bytes:
    return b"x" * size


@app.get("/<int:size>")
def show_bytes(size: int) -> Response:
    """Answer with as many bytes as asked for."""
    return Response(_body(size), mimetype="text/html")
