"""What ical.js reads, in Thunderbird and Nextcloud among others: one process of Node for all calendars."""

import atexit
import json
import subprocess
from functools import cache
from typing import Any

from playwright._impl._driver import compute_driver_executable

from config import ROOT
from tests.subscribers.records import Component, Property, component, text_as_written

LIBRARY = ROOT / "node_modules" / "ical.js" / "dist" / "ical.js"
SCRIPT = ROOT / "tests" / "subscribers" / "by_ical_js.mjs"


def read(content: bytes) -> Component:
    """Return a calendar as ical.js reads it.

    :raises AssertionError: it refuses it.
    """
    return _answer_to(json.dumps(content.decode()))


def read_jcal(content: bytes) -> Component:
    """Return a calendar in JSON (RFC 7265) as ical.js reads it, as above."""
    return _answer_to(json.dumps(json.loads(content)))


def _answer_to(line: str) -> Component:
    node = _node()
    assert node.stdin
    assert node.stdout
    node.stdin.write(line + "\n")
    node.stdin.flush()
    answer = json.loads(node.stdout.readline() or '{"error": "Node has ended"}')
    assert "error" not in answer, answer["error"]
    return _component(answer)


@cache
def _node() -> subprocess.Popen[str]:
    """Start the Node that comes with Playwright: it is here wherever tests run, also on a machine without npm."""
    program, _ = compute_driver_executable()
    node = subprocess.Popen(
        [program, SCRIPT, LIBRARY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    atexit.register(_end, node)
    return node


def _end(node: subprocess.Popen[str]) -> None:
    with node:
        node.terminate()


def _component(answer: dict[str, Any]) -> Component:
    lines = [
        Property(
            line["name"],
            tuple(text_as_written(value) if line["type"] == "unknown" else value for value in line["values"]),
            tuple((key, value) for key, value in line["parameters"]),
        )
        for line in answer["lines"]
    ]
    return component(answer["name"], lines, [_component(part) for part in answer["parts"]])
