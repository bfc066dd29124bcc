"""A whole Meridian of its own on this machine: server, worker and database, as `make run` starts them."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from config import ROOT
from tools.serve import FLASK, HOST, Children, answers, end, server_command

SECONDS_TO_WAIT = 120

Found = TypeVar("Found")


@dataclass
class Site:
    """A running Meridian.

    :ivar url: its address, without a slash at its end.
    :ivar instance: its folder, with the database.
    """

    url: str
    instance: Path
    environ: dict[str, str] = field(repr=False)

    def command(self, *arguments: str) -> str:
        """Run a command of ``flask --app wsgi`` and return what it printed."""
        return run_command(self.environ, *arguments)


def wait_for(question: Callable[[], Found], what: str) -> Found:
    """Ask until the answer is true. For things that other processes do.

    :raises AssertionError: it did not come in time.
    """
    until = time.monotonic() + SECONDS_TO_WAIT
    while True:
        answer = question()
        if answer:
            return answer
        assert time.monotonic() < until, f"{what} did not come within {SECONDS_TO_WAIT} seconds"
        time.sleep(0.05)


def run_command(environ: dict[str, str], *arguments: str, stdin: str | None = None) -> str:
    """Run a command of ``flask --app wsgi`` in an environment and return what it printed."""
    done = subprocess.run(
        [*FLASK, *arguments], cwd=ROOT, env=environ, input=stdin, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"flask {' '.join(arguments)}:\n{done.stdout}{done.stderr}"
    return done.stdout


def environment(instance: Path, url: str = "http://127.0.0.1") -> dict[str, str]:
    """Return the environment of a Meridian that lives in a folder, free of this machine's settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "MERIDIAN_ENV": "development", "INSTANCE_FOLDER": str(instance), "BASE_URL": url}


@contextmanager
def running_site(instance: Path, *, works: bool = True, port: int | None = None, **settings: str) -> Iterator[Site]:
    """Serve the Meridian of a folder whose database is migrated, on this machine.

    :param works: whether the worker runs too, and sends letters.
    :param port: on which to serve; a free one where None.
    :param settings: more of its environment, such as ``SMTP_URL``.
    """
    port = port or free_port()
    url = f"http://{HOST}:{port}"
    environ = environment(instance, url) | settings
    children: Children = {}
    log = instance / "log.txt"
    with log.open("wb") as output:
        try:
            commands = {"server": server_command(port, reloads=False)} | (
                {"worker": [*FLASK, "worker"]} if works else {}
            )
            for name, command in commands.items():
                children[name] = subprocess.Popen(
                    command, cwd=ROOT, env=environ, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                    start_new_session=True,
                )  # fmt: skip
            wait_for(lambda: answers(port) or has_ended(children), "the server's answer")
            assert not has_ended(children), log.read_text()
            yield Site(url, instance, environ)
            assert not has_ended(children), log.read_text()
        finally:
            end(children)


def has_ended(children: Children) -> bool:
    """Say whether one of them has ended by itself."""
    return any(child.poll() is not None for child in children.values())


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
