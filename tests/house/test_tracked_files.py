"""What is tracked is ours: no address of a package registry, no path of one machine, no attic, nothing unfinished."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from config import ROOT

# Each pattern holds a class of one letter, so that this file holds none of what it looks for.
REGISTRIES = re.compile(r"py[p]i\.org|python[h]osted\.|npm[j]s\.|deb\.[d]ebian|unp[k]g\.com|jsde[l]ivr\.")
MACHINE_PATHS = re.compile(r"(?<![\w.])/([w]ork/(main|shared|steering|\.)|[f]arm/|[r]oot/|[h]ome/[a-z]|[U]sers/[a-z])")
UNFINISHED = re.compile(r"\b([T]ODO|[F]IXME|[X]XX|[c]oming soon|[l]orem ipsum|[N]otImplementedError)\b", re.IGNORECASE)

ATTICS = frozenset({"utils", "helpers", "common", "misc", "base", "manager", "core"})
MOST_LINES = 350
MOST_BYTES = 500 * 1024


def tracked_files() -> list[Path]:
    git = shutil.which("git")
    if not git or not (ROOT / ".git").exists():
        pytest.skip("not a git copy")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> dict[str, str]:
    found = {}
    for path in tracked_files():
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATHS, UNFINISHED], ids=["registries", "paths", "unfinished"])
def test_no_text_names_what_does_not_belong(pattern):
    named = [f"{name}: {hit[0]}" for name, text in texts().items() if (hit := pattern.search(text))]

    assert named == []


def test_no_module_is_an_attic():
    code = [path for path in tracked_files() if path.suffix == ".py"]

    assert [str(path) for path in code if {path.stem, path.parent.name} & ATTICS] == []


def test_no_module_is_long():
    code = [path for path in tracked_files() if path.suffix == ".py" and path.is_relative_to(ROOT / "conference")]
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in code}

    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_file_is_heavy():
    assert [path.name for path in tracked_files() if path.stat().st_size > MOST_BYTES] == []
