"""Keeps tests of pure values pure."""

import socket
import sqlite3
from typing import Any, NoReturn

import psycopg
import pytest


class NotPure(AssertionError):
    """A test of values reached for the network or a database."""


def silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection."""

    def refuse(*_args: Any, **_kwargs: Any) -> NoReturn:
        raise NotPure("this test may use neither network nor database: move it to tests/service or tests/web")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(sqlite3, "connect", refuse)
    monkeypatch.setattr(psycopg, "connect", refuse)
    monkeypatch.setattr(psycopg.Connection, "connect", refuse)
