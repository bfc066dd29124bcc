"""Set up this copy of Meridian: virtual environment, locked packages, front-end assets, catalogues.

Runs on Python 3.11 or newer with nothing but the standard library. Each step leaves a stamp and is
skipped while its stamp holds, so a second call takes a fraction of a second.

    python3 tools/setup.py [--tests]
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:  # this file must load on an old Python, to say that it is too old
    from collections.abc import Callable, Iterator

    Report = Callable[[str], None]

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
CATALOGUES = ROOT / "conference" / "translations"

OLDEST_PYTHON = (3, 11)
OLDEST_NPM = 7  # the first that reads our kind of lock file


def main() -> None:
    """Bring everything that is missing or out of date up to date."""
    parser = argparse.ArgumentParser(description="Set up this copy of Meridian.")
    parser.add_argument("--tests", action="store_true", help="also what tests and linters need")
    wants_tests = parser.parse_args().tests

    check_python()
    make_environment()
    install_packages("test" if wants_tests else "runtime")
    fetch_assets()
    compile_catalogues()


def check_python() -> None:
    """Stop with one sentence when this Python cannot carry Meridian."""
    if sys.version_info < OLDEST_PYTHON:
        stop(
            f"Meridian needs Python 3.11 or newer, and {sys.executable} is"
            f" {sys.version.split()[0]}: name another, as in `make run PYTHON=python3.12`."
        )
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        stop(
            "This Python cannot make virtual environments: install its venv package"
            " (on Debian and Ubuntu: apt install python3-venv) and try again."
        )


def make_environment() -> None:
    """Make .venv, anew when it was made by another version of Python or for another folder."""
    stamp = VENV / "made-by"
    made_by = f"Python {sys.version.split()[0]} in {VENV}\n"
    if VENV_PYTHON.exists() and stamp.exists() and stamp.read_text() == made_by:
        return
    if VENV.is_symlink():
        VENV.unlink()  # another copy's environment is not ours to clear
    with step("Making the virtual environment"):
        run([sys.executable, "-m", "venv", "--clear", VENV])
        stamp.write_text(made_by)


def install_packages(lock_name: str) -> None:
    """Install the packages of requirements/<lock_name>.lock, each checked against its hash.

    The test lock holds all of the runtime lock, so an environment for tests serves for running too.
    """
    stamp = VENV / "installed.json"
    installed = json.loads(stamp.read_text()) if stamp.exists() else {}
    lock = REQUIREMENTS / f"{lock_name}.lock"
    wanted = digest(lock)
    if installed.get(lock_name) == wanted:
        return
    with step(f"Installing the packages of {lock.relative_to(ROOT)}") as report:
        pip_install(VENV_PYTHON, lock, report)
    if lock_name == "test":
        installed["runtime"] = digest(REQUIREMENTS / "runtime.lock")
    installed[lock_name] = wanted
    stamp.write_text(json.dumps(installed, indent=2))


def pip_install(python: Path, lock: Path, report: Report) -> None:
    """Run pip for one lock, reporting how many of its packages it has come to."""
    total = len(re.findall(r"^[\w.-]+(?:\[.*?\])?==", lock.read_text(), re.MULTILINE))
    seen = 0

    def follow(line: str) -> None:
        nonlocal seen
        if line.startswith(("Collecting ", "Processing ", "Ignoring ", "Requirement already ")):
            seen += 1
            report(f"{seen} of {total}")
        elif line.startswith("Installing collected packages"):
            report("unpacking")

    pip = ["-m", "pip", "--disable-pip-version-check", "--no-input"]
    run([python, *pip, "install", "--require-hashes", "-r", lock], follow)


def fetch_assets() -> None:
    """Fetch the front-end packages by npm and copy the files we serve into static/vendor."""
    package = ROOT / "package.json"
    served: dict[str, str] = json.loads(package.read_text())["vendorFiles"]
    wanted = digest(package, ROOT / "package-lock.json")
    stamp = NODE_MODULES / ".fetched"
    is_fetched = stamp.exists() and stamp.read_text() == wanted
    if is_fetched and all((VENDOR / name).exists() for name in served):
        return
    with step("Fetching fonts and scripts") as report, npm(report) as npm_command:
        run([npm_command, "ci", "--no-audit", "--no-fund"])
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.mkdir(parents=True)
        for name, source in served.items():
            shutil.copyfile(NODE_MODULES / source, VENDOR / name)
        stamp.write_text(wanted)


@contextmanager
def npm(report: Report) -> Iterator[str]:
    """Give the machine's npm, or one from a wheel that is thrown away afterwards."""
    found = shutil.which("npm")
    if found and is_recent_npm(found):
        yield found
        return
    with tempfile.TemporaryDirectory(prefix="meridian-node-") as folder:
        report("no npm on this machine: fetching one for the moment")
        run([sys.executable, "-m", "venv", folder])
        binaries = Path(folder) / "bin"
        pip_install(binaries / "python", REQUIREMENTS / "node.lock", report)
        path_before = os.environ.get("PATH", os.defpath)
        os.environ["PATH"] = f"{binaries}{os.pathsep}{path_before}"  # npm looks for node there
        try:
            yield str(binaries / "npm")
        finally:
            os.environ["PATH"] = path_before


def is_recent_npm(command: str) -> bool:
    """Say whether this npm works and reads our lock file."""
    asked = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    major = asked.stdout.strip().partition(".")[0]
    return asked.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NPM


def compile_catalogues() -> None:
    """Compile each translation catalogue that is newer than its compiled form."""
    stale = [
        source
        for source in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po"))
        if not is_newer(source.with_suffix(".mo"), source)
    ]
    if not stale:
        return
    with step("Compiling the translations"):
        for source in stale:
            language = source.parent.parent.name
            compiler = ["-m", "babel.messages.frontend", "compile", "-l", language]
            run([VENV_PYTHON, *compiler, "-i", source, "-o", source.with_suffix(".mo")])


def is_newer(made: Path, source: Path) -> bool:
    """Say whether `made` exists and is no older than what it is made from."""
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def digest(*files: Path) -> str:
    """Give one hash over the content of files."""
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


@contextmanager
def step(title: str) -> Iterator[Report]:
    """Announce a step, let it report its progress on a terminal, and say how long it took."""
    is_terminal = sys.stdout.isatty()
    started = time.monotonic()
    print(f"  {title} …", end="" if is_terminal else "\n", flush=True)

    def report(progress: str) -> None:
        if is_terminal:
            print(f"\r\033[K  {title} … {progress}", end="", flush=True)

    yield report
    line = f"  {title}: {time.monotonic() - started:.0f} s"
    print(f"\r\033[K{line}" if is_terminal else line, flush=True)


def run(command: list[str | Path], follow: Callable[[str], None] | None = None) -> None:
    """Run a command quietly, handing each line it prints to `follow`; on failure show them all."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        lines = []
        for line in process.stdout or ():
            lines.append(line)
            if follow:
                follow(line)
    if process.returncode:
        print("\n" + "".join(lines), file=sys.stderr)
        stop(f"This did not work: {' '.join(map(str, command))}")


def stop(sentence: str) -> NoReturn:
    """End the set-up with one sentence for the person who started it."""
    sys.exit(f"\n{sentence}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        stop("Stopped. `make setup` goes on where this ended.")
