"""The tools behind `make` say in one clear sentence what is wrong."""

import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT, Settings
from tools import serve, setup


def test_an_old_python_is_named(monkeypatch):
    monkeypatch.setattr(setup.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(setup.sys, "version", "3.9.2 (default)")

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer.*is 3\.9\.2"):
        setup.check_python()


def test_a_python_without_venv_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(SystemExit, match="apt install python3-venv"):
        setup.check_python()


def test_a_command_that_fails_shows_what_it_printed(capsys):
    with pytest.raises(SystemExit, match="did not work"):
        setup.run([sys.executable, "-c", "print('the reason'); raise SystemExit(3)"])

    assert "the reason" in capsys.readouterr().err


def test_a_command_that_works_is_quiet_and_can_be_followed(capsys):
    lines = []

    setup.run([sys.executable, "-c", "print('one'); print('two')"], lines.append)

    assert lines == ["one\n", "two\n"]
    assert capsys.readouterr().out == ""


def test_compiled_translations_are_left_as_they_are(capsys):
    setup.compile_catalogues()
    capsys.readouterr()

    setup.compile_catalogues()

    assert capsys.readouterr().out == ""


def test_a_taken_port_is_named():
    with socket.socket() as other:
        other.bind((serve.HOST, 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(SystemExit, match=f"Port {port} is taken.*make run PORT="):
            serve.check_port(port)


def test_the_welcome_names_address_accounts_and_mail_but_no_mail_password(tmp_path):
    files = serve.welcome(Settings(instance=tmp_path), 5100, has_example=True)
    server = serve.welcome(Settings(smtp_url="smtp://me:hush@mail.example:587"), 5100, has_example=False)

    assert "http://127.0.0.1:5100" in files
    assert "organiser@example.org" in files
    assert str(tmp_path / "mail") in files
    assert "mail.example" in server
    assert "hush" not in server
    assert "organiser@example.org" not in server


def test_locks_name_no_address_and_give_every_package_a_hash():
    for lock in sorted((ROOT / "requirements").glob("*.lock")):
        text = lock.read_text(encoding="utf-8")
        packages = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)

        assert packages
        assert "://" not in text
        assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_the_test_lock_holds_all_of_the_runtime_lock():
    pinned = re.compile(r"^\S+==\S+", re.MULTILINE)
    runtime, test = (
        set(pinned.findall((ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")))
        for name in ("runtime", "test")
    )

    assert runtime
    assert runtime - test == set()


def test_front_end_packages_are_exact_and_their_lock_names_no_address():
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")

    assert '"integrity"' in lock
    assert '"resolved"' not in lock
    assert '"^' not in (ROOT / "package.json").read_text(encoding="utf-8")


def test_make_help_describes_every_target():
    make = shutil.which("make")
    if make is None:
        pytest.skip("no make on this machine")
    shown = subprocess.run([make, "-C", ROOT, "help"], capture_output=True, text=True, check=True).stdout
    described = set(re.findall(r"^  make (\S+)", shown, re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", Path(ROOT, "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert targets - described == {"setup-tests", "test-sqlite"}  # steps of others, not for people
