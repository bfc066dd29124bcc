"""What operators can set and type is documented."""

import ast
from collections.abc import Iterator

import click
from flask import Flask

from config import ROOT

DOCS = ROOT / "docs"
EXTENSIONS = frozenset({"db", "limiter"})  # groups of commands that are Flask-Migrate's and Flask-Limiter's own


def names_read_from_the_environment() -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / "config.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def commands(group: click.Group | Flask) -> Iterator[str]:
    """Yield our own commands as they are typed, such as ``event list``."""
    members = group.cli.commands if isinstance(group, Flask) else group.commands
    for name, command in members.items():
        if isinstance(command, click.Group):
            if name not in EXTENSIONS:
                yield from (f"{name} {inner}" for inner in commands(command))
        else:
            yield name


def test_every_setting_is_documented():
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    names = sorted(set(names_read_from_the_environment()))

    assert "DATABASE_URL" in names
    assert [name for name in names if f"`{name}`" not in text] == []


def test_every_command_is_documented(app):
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md")))
    typed = list(commands(app))

    assert "demo load" in typed
    assert [command for command in typed if f"flask --app wsgi {command}" not in text] == []
