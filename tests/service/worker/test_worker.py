import logging
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from threading import Timer

import pytest

import config
from conference.accounts import services
from conference.app import create_app
from conference.db import db, transaction
from conference.mail.services import put_letter
from conference.worker import Job, Rota, jobs, words_of

LETTERS = {
    "accounts/confirm_address": {"going_to": "/city/agenda", "hours": 48, "secrets": {"token": "t0ken"}},
    "accounts/address_known": {},
    "accounts/reset_password": {"hours": 2, "secrets": {"token": "t0ken"}},
    "accounts/password_changed": {},
}


def put(now, name="accounts/confirm_address", to="ada@example.org"):
    data = dict(LETTERS[name])
    secrets = data.pop("secrets", None)
    with transaction():
        put_letter(name, to=to, language="en", data=data, secrets=secrets, now=now)


def mails_in(folder):
    files = sorted((folder / "mail").glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=default) for file in files]


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("language", ["de", "tr", "en"])
def test_every_letter_can_be_worded_in_every_language(app, name, language):
    words = words_of(name, language, LETTERS[name])

    assert words.subject
    assert "\n" not in words.subject
    assert words.subject in words.html
    assert f'<html lang="{language}">' in words.html
    assert "{{" not in words.text + words.html
    assert "\n\n-- \n" in words.text


def test_links_in_letters_lead_to_the_base_address_and_carry_where_to_go_on(app):
    words = words_of("accounts/confirm_address", "en", LETTERS["accounts/confirm_address"])

    assert "\nhttp://localhost/account/confirm/t0ken?next=/city/agenda\n" in words.text
    assert 'href="http://localhost/account/confirm/t0ken?next=/city/agenda"' in words.html


def test_links_ignore_the_host_a_request_names(app):
    with app.test_request_context("/", headers={"Host": "evil.example"}):
        words = words_of("accounts/reset_password", "en", LETTERS["accounts/reset_password"])

    assert "http://localhost/account/reset/t0ken" in words.text
    assert "evil" not in words.text + words.html


def test_the_worker_turns_letters_into_files(app, now, settings, run_command):
    put(now)

    result = run_command("worker", "--once")

    assert result.exit_code == 0, result.output
    (mail,) = mails_in(settings.instance)
    assert mail["To"] == "ada@example.org"


def test_the_worker_hands_letters_to_a_mail_server(settings, now, mailbox):
    app = create_app(replace(settings, smtp_url=mailbox.url))
    with app.app_context():
        put(now)
        result = app.test_cli_runner().invoke(args=["worker", "--once"])
        db.session.remove()
        db.engine.dispose()

    assert result.exit_code == 0, result.output
    assert mailbox.messages[0]["To"] == "ada@example.org"
    assert mailbox.messages[0]["Subject"] == "Please confirm your e-mail address"


def test_the_worker_names_a_malformed_setting(settings, now, new_app):
    app = new_app(replace(settings, smtp_url="mail.example.org"))
    result = app.test_cli_runner().invoke(args=["worker", "--once"])

    assert result.exit_code == 1
    assert "SMTP_URL is malformed" in result.output


def test_a_job_that_fails_is_logged_and_stops_no_other(app, now, caplog):
    ran = []

    def fail():
        raise RuntimeError("broken")

    rota = Rota(
        app, [Job("first", fail, timedelta(seconds=1)), Job("second", lambda: ran.append(1), timedelta(seconds=1))]
    )

    assert not rota.run_due(now)
    assert ran == [1]
    assert "first failed" in caplog.text
    assert "broken" in caplog.text


def test_a_job_runs_as_often_as_it_should(app, now):
    ran = []
    rota = Rota(app, [Job("hourly", lambda: ran.append(1), timedelta(hours=1))])

    for minutes in range(0, 121, 10):
        rota.run_due(now + timedelta(minutes=minutes))

    assert len(ran) == 3


def test_each_job_has_a_database_session_of_its_own(app, now):
    sessions = []
    rota = Rota(app, [Job(name, lambda: sessions.append(db.session()), timedelta(hours=1)) for name in ("a", "b")])

    rota.run_due(now)

    assert sessions[0] is not sessions[1]


def test_the_jobs_clear_what_is_kept_no_longer(app, now, set_clock):
    services.open_account(
        email="ada@example.org", name="Ada", password="correct horse", language="en", zone="UTC",
        consent_version="1", now=now,
    )  # fmt: skip
    later = set_clock(timedelta(days=120))

    with_folder = [job for job in jobs() if job.name.startswith("clear")]
    assert Rota(app, with_folder).run_due(later)

    assert services.clear_tokens(now=later) == 0
    assert services.clear_unconfirmed_accounts(now=later) == 0


def test_the_worker_ends_when_told_to(app, settings, now):
    put(now - timedelta(days=3650))  # the other process has a clock of its own
    environment = {
        **os.environ,
        "MERIDIAN_ENV": "testing",
        "DATABASE_URL": settings.database_url,
        "INSTANCE_FOLDER": str(settings.instance),
        "SECRET_KEY": settings.secret_key,
    }
    db.session.rollback()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    with subprocess.Popen(command, cwd=config.ROOT, env=environment, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr is not None
        too_late = Timer(60, worker.kill)
        too_late.start()
        said = worker.stderr.readline()
        worker.send_signal(signal.SIGTERM)
        rest = worker.stderr.read()
        assert worker.wait() == 0, said + rest
        too_late.cancel()

    assert "deliver letters" in said
    assert "Traceback" not in said + rest


def test_tokens_never_reach_the_log(app, now, run_command, caplog):
    caplog.set_level(logging.DEBUG)
    put(now)
    put(now, to="not an address")

    run_command("worker", "--once")

    assert "t0ken" not in caplog.text
    assert "put off" in caplog.text
