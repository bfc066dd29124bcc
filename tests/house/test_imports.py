"""The import contracts of .importlinter hold: parts, layers, pure rules, views that nobody imports."""

import subprocess
import sys
from pathlib import Path


def test_every_import_points_down():
    linter = Path(sys.executable).with_name("lint-imports")

    linted = subprocess.run([linter, "--no-logo", "--no-cache"], capture_output=True, text=True, check=False)

    assert linted.returncode == 0, linted.stdout + linted.stderr
