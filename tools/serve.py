"""Serve Meridian on this machine: migrate, load the example once, then run the server and the worker.

`make run` and `make dev` call this with the Python of the virtual environment.
"""

import argparse
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from types import FrameType
from urllib.parse import urlsplit

import config
from tools.setup import ROOT, run, step, stop

HOST = "127.0.0.1"
EXAMPLE_EVENT = "city-partnerships"
EXAMPLE_ACCOUNTS = ("organiser@example.org", "participant@example.org")
EXAMPLE_PASSWORD = "meridian-example"  # noqa: S105 - of the example alone; production never has it
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]

SECONDS_TO_ANSWER = 60
SECONDS_TO_END = 15

WISHES_TO_END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Children = dict[str, subprocess.Popen[bytes]]


def main() -> None:
    """Serve until Ctrl-C, or until the server or the worker ends by itself."""
    parser = argparse.ArgumentParser(description="Serve Meridian on this machine.")
    parser.add_argument("--port", type=int, default=5000)
    parser.add_argument("--reload", action="store_true", help="a server that reloads changed files")
    wanted = parser.parse_args()

    for wish_to_end in WISHES_TO_END:
        signal.signal(wish_to_end, end_quietly)
    try:
        settings = config.from_environment()
    except config.InvalidSetting as error:
        stop(str(error))
    check_port(wanted.port)
    events = prepare_database(settings)

    children: Children = {}
    try:
        children["server"] = start(server_command(wanted.port, reloads=wanted.reload))
        children["worker"] = start([*FLASK, "worker"])
        wait_for_answer(wanted.port, children)
        print(welcome(settings, wanted.port, has_example=EXAMPLE_EVENT in events), flush=True)
        watch(children)
    finally:
        end(children)


def check_port(port: int) -> None:
    """Stop with one sentence when another program has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            stop(f"Port {port} is taken or not allowed; choose another, as in `make run PORT={port % 60000 + 1}`.")


def prepare_database(settings: config.Settings) -> list[str]:
    """Migrate the database, load the example where there is no event, and return the events' slugs."""
    with step("Bringing the database up to date"):
        run([*FLASK, "db", "upgrade"])
    slugs = slugs_of_events()
    if slugs or settings.is_production:
        return slugs
    with step("Loading the example conference"):
        run([*FLASK, "demo", "load"])
    return slugs_of_events()


def slugs_of_events() -> list[str]:
    """Return the slugs of all events in the database."""
    listed = subprocess.run([*FLASK, "event", "list", "--json"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        stop(f"The events could not be listed:\n{listed.stderr.strip()}")
    return [event["slug"] for event in json.loads(listed.stdout)]


def server_command(port: int, *, reloads: bool) -> list[str]:
    """Return how to start the server: that of production, or the one that reloads."""
    if reloads:
        return [*FLASK, "--debug", "run", "--host", HOST, "--port", str(port)]
    return [sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{port}", "wsgi:app"]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own: Ctrl-C reaches us alone, and we end it in good order."""
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True)


def wait_for_answer(port: int, children: Children) -> None:
    """Return once the server answers requests."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    while not answers(port):
        stop_if_one_ended(children)
        if time.monotonic() > until:
            stop(f"The server gave no answer within {SECONDS_TO_ANSWER} seconds.")
        time.sleep(0.1)


def answers(port: int) -> bool:
    """Say whether the server answers, with whatever it answers."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def welcome(settings: config.Settings, port: int, *, has_example: bool) -> str:
    """Return what the person who started it wants to know."""
    lines = ["", f"  Meridian is at   http://{HOST}:{port}", ""]
    if has_example:
        lines += [f"  sign in as       {email}" for email in EXAMPLE_ACCOUNTS]
        lines += [f"  password         {EXAMPLE_PASSWORD}", ""]
    if settings.smtp_url:
        lines.append(f"  mail goes to     {urlsplit(settings.smtp_url).hostname}")
    else:
        lines.append(f"  mail goes to     {settings.instance / 'mail'} as .eml files")
    return "\n".join([*lines, "", "  Ctrl-C stops it.", ""])


def watch(children: Children) -> None:
    """Wait for the first child to end; it never should."""
    while True:
        stop_if_one_ended(children)
        time.sleep(0.5)


def stop_if_one_ended(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Stop with a sentence once a child has ended by itself."""
    for name, child in children.items():
        if child.poll() is not None:
            stop(f"The {name} ended by itself (exit code {child.returncode}), so Meridian stops.")


def end(children: Children) -> None:
    """Ask the children to end, and make them if they do not."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def end_quietly(_signal: int, _frame: FrameType | None) -> None:
    """End by a signal as by a wish: without a traceback. A second one does not disturb the first."""
    for wish_to_end in WISHES_TO_END:
        signal.signal(wish_to_end, signal.SIG_IGN)
    print("\n  Stopping …", flush=True)
    sys.exit(0)


if __name__ == "__main__":
    main()
