"""``flask check``: whether an installation is in order."""

import json
import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from conference.db import db, transaction
from conference.mail.services import put_letter
from conference.upkeep import queries

PRODUCTION = {
    "environment": "production",
    "secret_key": "0123456789abcdef0123456789abcdef",
    "base_url": "https://meridian.example",
    "smtp_url": "smtp://mail.example",
    "contact": "data@meridian.example",
}


def found(run_command) -> dict[str, bool]:
    facts = json.loads(run_command("check", "--json").stdout)
    return {finding["name"]: finding["is_fine"] for finding in facts["findings"]}


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def assets(monkeypatch, tmp_path):
    """A folder with all assets and a compiled catalogue: whether the real ones are there is the machine's business."""
    (tmp_path / "package.json").write_text(json.dumps({"vendorFiles": {"archivo.woff2": "somewhere"}}))
    vendor = tmp_path / "static" / "vendor"
    vendor.mkdir(parents=True)
    (vendor / "archivo.woff2").write_text("")
    monkeypatch.setattr(queries, "look_at_assets", lambda _root, look=queries.look_at_assets: look(tmp_path))
    monkeypatch.setattr(queries, "look_at_catalogues", lambda _root, look=queries.look_at_catalogues: look(tmp_path))
    return tmp_path


def test_an_installation_in_order_is_told_a_line_each(assets, run_command):
    result = run_command("check")

    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert [line.split()[1] for line in lines] == [
        "settings", "database", "migrations", "letters", "mail", "assets", "translations",
    ]  # fmt: skip
    assert all(line.startswith("fine") for line in lines)


def test_whatever_is_wrong_is_named_and_the_answer_is_one(assets, run_command):
    (assets / "static" / "vendor" / "archivo.woff2").unlink()

    result = run_command("check")

    assert result.exit_code == 1
    assert "missing: archivo.woff2; run `make setup`" in result.stdout
    assert "Not in order: assets." in result.stderr


def test_a_database_behind_its_migrations_is_found_and_nothing_of_it_is_asked(assets, run_command):
    with transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    try:
        facts = found(run_command)
    finally:
        with transaction():
            db.session.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest()})

    assert facts["migrations"] is False
    assert "letters" not in facts


def newest() -> str:
    return queries.newest_revision()


def test_letters_that_nobody_fetches_are_found(assets, run_command, now):
    with transaction():
        put_letter("accounts/welcome", to="a@example.org", language="en", data={}, now=now - timedelta(minutes=14))
    assert found(run_command)["letters"]

    with transaction():
        put_letter("accounts/welcome", to="a@example.org", language="en", data={}, now=now - timedelta(minutes=16))
    assert not found(run_command)["letters"]


def test_a_mail_server_that_answers_is_fine_and_gets_no_mail(settings, mailbox):
    finding = queries.look_at_mail(replace(settings, smtp_url=mailbox.url))

    assert finding.is_fine
    assert mailbox.messages == []


@pytest.mark.parametrize(
    "address", ["smtp://127.0.0.1:{port}", "smtps://127.0.0.1:{port}", "http://127.0.0.1", "smtp://"]
)
def test_a_mail_server_that_does_not_answer_is_found(settings, address):
    finding = queries.look_at_mail(replace(settings, smtp_url=address.format(port=closed_port())))

    assert not finding.is_fine


def test_a_mail_folder_that_cannot_be_written_is_found(settings, tmp_path):
    (tmp_path / "mail").write_text("a file where the folder should be")

    assert not queries.look_at_mail(replace(settings, smtp_url=None, instance=tmp_path)).is_fine


def test_a_redis_that_does_not_answer_is_found():
    assert not queries.look_at_redis(f"redis://127.0.0.1:{closed_port()}").is_fine
    assert not queries.look_at_redis("redis").is_fine


def test_settings_for_production_are_fine(settings):
    assert queries.look_at_settings(replace(settings, **PRODUCTION)).is_fine


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("secret_key", "short", "SECRET_KEY"),
        ("base_url", "http://meridian.example", "BASE_URL"),
        ("smtp_url", None, "SMTP_URL"),
        ("contact", None, "CONTACT"),
    ],
)
def test_settings_unfit_for_production_are_named(settings, setting, value, words):
    finding = queries.look_at_settings(replace(settings, **{**PRODUCTION, setting: value}))

    assert not finding.is_fine
    assert words in finding.detail


def test_a_catalogue_older_than_its_source_is_found(tmp_path):
    folder = tmp_path / "conference" / "translations" / "tr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text("")

    finding = queries.look_at_catalogues(tmp_path)

    assert not finding.is_fine
    assert "tr" in finding.detail
