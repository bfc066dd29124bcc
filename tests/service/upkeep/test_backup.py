"""The whole database as one file, and back."""

import json
import re
import stat
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from conference.agenda.services import book_session
from conference.calendars.queries import subscription_by_token
from conference.calendars.services import make_subscription
from conference.db import db, transaction
from conference.draft.services import remove_session
from conference.events.queries import event_by_slug
from conference.mail.services import put_letter
from conference.programme.queries import newest_release
from conference.questions.rules.asking import Kind
from conference.questions.rules.files import SentFile
from conference.registrations.rules.asking import Answers
from conference.registrations.services import register
from conference.upkeep import services
from tests.databases import TEST_SECRET
from tests.factories import accounts
from tests.factories import draft as make
from tests.factories.registrations import question

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def token(app, now) -> str:
    """A little of everything in the database; gives the token of a subscription."""
    made = make.drafted("cities")
    make.publish(made.event)
    card = question(made.event.id, "Ausweis", kind=Kind.FILE)
    agreed = question(made.event.id, "Einverstanden?", kind=Kind.CONSENT)
    sent = SentFile("Ausweis.pdf", "application/pdf", bytes(range(256)))
    registration = register(
        made.event.id, accounts.account("güler@example.org").id, organisation="Größe & Işık", municipality="",
        group="other", consent_version="1", now=now, answers=Answers(given={card.id: sent, agreed.id: True}),
    )  # fmt: skip
    book_session(registration.id, made.session.uid, now=now)
    with transaction():
        put_letter("accounts/welcome", to="a@example.org", language="tr", data={"name": "Işıl", "list": [1]}, now=now)
    _, token = make_subscription(registration.id, name="Telefon", language="tr", secret_key=TEST_SECRET, now=now)
    return token


def all_rows() -> Rows:
    db.session.rollback()
    return {
        table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key.columns))]
        for table in db.metadata.sorted_tables
    }


def forget_everything() -> None:
    with transaction():
        for table in reversed(db.metadata.sorted_tables):
            db.session.execute(delete(table))
    db.session.expunge_all()


def rewritten(file: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Write a backup anew with its files changed, those left out for which ``change`` gives None."""
    other = file.with_name("rewritten.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return other


def test_what_was_backed_up_comes_back_to_the_last_value(token, tmp_path, now):
    before = all_rows()
    manifest = services.write_backup(tmp_path / "backup.zip", now=now)
    forget_everything()

    restored = services.restore_backup(tmp_path / "backup.zip")

    assert all_rows() == before
    assert sum(map(len, before.values())) == manifest.rows == restored.rows > 20
    there = ("releases", "bookings", "letters", "subscriptions", "session_partnerships", "registration_files")
    assert all(before[name] for name in (*there, "registration_consents"))


def test_what_was_restored_is_alive(token, tmp_path, now):
    services.write_backup(tmp_path / "backup.zip", now=now)
    forget_everything()
    services.restore_backup(tmp_path / "backup.zip")

    event = event_by_slug("cities")
    make.session(event, "Neu", starts_at=now)  # keys go on counting behind those restored
    accounts.account()
    make.publish(event, now=now + timedelta(hours=1))

    assert newest_release("cities").number == 2
    assert subscription_by_token(token) is not None


def test_a_backup_is_for_its_owner_alone_and_replaces_an_older_one(token, tmp_path, now):
    file = tmp_path / "backup.zip"
    file.write_text("older")

    services.write_backup(file, now=now)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert zipfile.is_zipfile(file)
    assert [path.name for path in tmp_path.glob("*backup*")] == ["backup.zip"]


def test_a_failure_while_writing_leaves_the_older_backup(token, tmp_path, now, monkeypatch):
    file = tmp_path / "backup.zip"
    file.write_text("older")
    monkeypatch.setattr(services, "_write_table", lambda *_: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        services.write_backup(file, now=now)

    assert file.read_text() == "older"
    assert [path.name for path in tmp_path.glob("*backup*")] == ["backup.zip"]


def test_nothing_is_restored_over_rows_that_are_there(token, tmp_path, now):
    services.write_backup(tmp_path / "backup.zip", now=now)
    before = all_rows()

    with pytest.raises(services.DatabaseNotEmpty):
        services.restore_backup(tmp_path / "backup.zip")

    assert all_rows() == before


def cut_short(name: str, content: bytes) -> bytes | None:
    return b"".join(content.splitlines(keepends=True)[:-1]) if name == "sessions.jsonl" else content


def without_manifest(name: str, content: bytes) -> bytes | None:
    return None if name == "manifest.json" else content


def without_a_table(name: str, content: bytes) -> bytes | None:
    return None if name == "letters.jsonl" else content


def with_a_word_for_a_number(name: str, content: bytes) -> bytes | None:
    return re.sub(rb"\[\d+,", b'["one",', content, count=1) if name == "events.jsonl" else content


def with_a_naive_time(name: str, content: bytes) -> bytes | None:
    return content.replace(b'Z"', b'"') if name == "accounts.jsonl" else content


def without_accounts(name: str, content: bytes) -> bytes | None:
    if name == "accounts.jsonl":
        return b""
    if name != "manifest.json":
        return content
    manifest = json.loads(content)
    manifest["tables"]["accounts"]["rows"] = 0
    return json.dumps(manifest).encode()


@pytest.mark.parametrize(
    "change",
    [cut_short, without_manifest, without_a_table, with_a_word_for_a_number, with_a_naive_time, without_accounts],
)
def test_a_damaged_backup_is_refused_whole(token, tmp_path, now, change):
    services.write_backup(tmp_path / "backup.zip", now=now)
    forget_everything()

    with pytest.raises(services.NotABackup):
        services.restore_backup(rewritten(tmp_path / "backup.zip", change))

    assert not any(all_rows().values())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all"])
def test_what_is_no_backup_is_refused(app, tmp_path, content):
    file = tmp_path / "file"
    file.write_bytes(content)

    with pytest.raises(services.NotABackup):
        services.restore_backup(file)


def test_half_a_file_is_refused(token, tmp_path, now):
    file = tmp_path / "backup.zip"
    services.write_backup(file, now=now)
    file.write_bytes(file.read_bytes()[:-2_000])
    forget_everything()

    with pytest.raises(services.NotABackup):
        services.restore_backup(file)


def test_a_backup_of_other_tables_is_refused(token, tmp_path, now):
    def older(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        return json.dumps({**json.loads(content), "revision": "0123456789ab"}).encode()

    services.write_backup(tmp_path / "backup.zip", now=now)
    forget_everything()

    with pytest.raises(services.RevisionDiffers) as refused:
        services.restore_backup(rewritten(tmp_path / "backup.zip", older))

    assert refused.value.backup == "0123456789ab"


def test_the_commands_write_and_read_and_say_how_much(token, tmp_path, run_command):
    file = str(tmp_path / "backup.zip")
    written = run_command("backup", file)
    forget_everything()
    restored = json.loads(run_command("restore", file, "--json").stdout)

    assert written.exit_code == 0
    assert "Keep the SECRET_KEY as well." in written.output
    assert restored["rows"]["events"] == 1


def test_the_commands_refuse_with_one_sentence(token, tmp_path, run_command):
    file = str(tmp_path / "backup.zip")
    run_command("backup", file)

    for arguments, sentence in (
        (("backup", str(tmp_path / "none" / "backup.zip")), "cannot be written"),
        (("restore", str(tmp_path / "none.zip")), "cannot be read"),
        (("restore", file), "is not empty"),
    ):
        result = run_command(*arguments)
        assert result.exit_code == 1
        assert sentence in result.stderr
        assert "Traceback" not in result.stderr


def test_a_session_removed_since_is_back_after_a_restore(token, tmp_path, now):
    event = event_by_slug("cities")
    code = next(iter(newest_release("cities").programme.sessions))
    services.write_backup(tmp_path / "backup.zip", now=now)
    remove_session(event.id, code)
    forget_everything()

    services.restore_backup(tmp_path / "backup.zip")

    assert newest_release("cities").programme.sessions[code]
