"""What reads rows past the session: it waits for no server without end, and works behind a pooler of connections."""

import socket
import threading
from contextlib import closing, contextmanager

import psycopg
import pytest
from sqlalchemy import bindparam, create_engine, select
from sqlalchemy.engine import make_url

from conference import rows
from conference.db import connect_args, db
from conference.events.tables import Event
from conference.programme.queries import NEWEST
from conference.rows import DatabaseUnreachable, RowReader
from tests.factories.programme import published_event


@pytest.fixture
def reader(app):
    published_event()
    with closing(RowReader(db.engine, NEWEST, parameter="slug")) as reader:
        yield reader


@contextmanager
def server_that_refuses(*messages):
    """Give the address of a server that answers each connection with an error, and what those said at their start."""
    started = []

    def answer(listening):
        for message in messages:
            connection, _ = listening.accept()
            with connection:
                if (asked := connection.recv(4096))[4:8] == b"\x04\xd2\x16\x2f":  # for TLS
                    connection.sendall(b"N")
                    asked = connection.recv(4096)
                started.append(asked)
                told = b"SFATAL\0C08P01\0M" + message.encode() + b"\0\0"
                connection.sendall(b"E" + (len(told) + 4).to_bytes(4) + told)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer, args=(listening,))
        thread.start()
        yield f"postgresql+psycopg://someone@127.0.0.1:{listening.getsockname()[1]}/any?gssencmode=disable", started
        thread.join()


def test_connections_wait_for_no_silent_server(reader, app):
    reader.first("cities")
    given = reader._idle[0].info.get_parameters()

    assert given["connect_timeout"] == "5"
    assert given["tcp_user_timeout"] == "10000"
    assert app.config["SQLALCHEMY_ENGINE_OPTIONS"]["connect_args"] == connect_args(db.engine.url)


def test_an_address_may_say_how_long_to_wait():
    assert connect_args(make_url("postgresql+psycopg://host/name?connect_timeout=60")) == {"tcp_user_timeout": 10_000}
    assert connect_args(make_url("sqlite:///file")) == {}


def test_a_reading_that_is_held_up_ends(reader, db_url, monkeypatch):
    monkeypatch.setattr(rows, "_OPTIONS", "-c statement_timeout=100")
    plain = make_url(db_url).set(drivername="postgresql").render_as_string(hide_password=False)

    with closing(RowReader(db.engine, NEWEST, parameter="slug")) as hurried:
        row = hurried.first("cities")
        db.session.remove()
        with psycopg.connect(plain) as other:
            other.execute("LOCK TABLE releases IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(DatabaseUnreachable):
                hurried.first("cities")
        assert hurried.first("cities") == row


def test_a_reading_ends_after_five_seconds_whatever_else_the_address_asks_for(app, db_url):
    engine = create_engine(make_url(db_url).update_query_dict({"options": "-c application_name=mine"}))
    with closing(RowReader(engine, NEWEST, parameter="slug")) as reader:
        reader.first("cities")
        connection = reader._idle[0]

        assert connection.execute("SHOW statement_timeout").fetchone() == ("5s",)
        assert connection.execute("SHOW application_name").fetchone() == ("mine",)


def test_a_pooler_may_give_it_a_connection_that_has_prepared_nothing(reader):
    row = reader.first("cities")
    for _ in range(3):
        reader._idle[0].execute("DEALLOCATE ALL")

        assert reader.first("cities") == row
        assert reader.first("nowhere") is None


def test_a_pooler_may_give_it_a_connection_that_has_prepared_the_same(reader, monkeypatch):
    row = reader.first("cities")
    used = reader._idle.pop()

    monkeypatch.setattr(type(reader._engine), "raw_connection", lambda _engine: Pooled(used))

    assert reader.first("cities") == row
    assert reader.first("cities") == row


class Pooled:
    """A connection as a pooler lends it: one that another has had before."""

    def __init__(self, connection) -> None:
        self.dbapi_connection = connection

    def detach(self):
        """Leave it as it is."""


def test_a_pooler_may_give_it_the_connection_of_another_reader(reader):
    titles = RowReader(db.engine, select(Event.id).where(Event.slug == bindparam("slug")), parameter="slug")
    row = reader.first("cities")
    assert titles.first("cities") != row

    reader._idle, titles._idle = titles._idle, reader._idle

    assert reader.first("cities") == row
    titles.close()


def test_a_pooler_may_refuse_what_it_asks_for_at_its_start():
    with server_that_refuses("unsupported startup parameter in options: statement_timeout", "no") as (url, started):
        reader = RowReader(create_engine(url), NEWEST, parameter="slug")
        with pytest.raises(DatabaseUnreachable):
            reader.first("cities")

    assert [b"options" in said for said in started] == [True, False]
