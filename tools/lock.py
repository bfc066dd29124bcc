"""Lock the newest packages that requirements/*.in allow: by hash, without addresses.

A lock serves every system and every Python from 3.11 on. The resolver, uv, comes into a virtual environment that is
thrown away afterwards; nothing else of Meridian needs it.
"""

import sys
import tempfile
from pathlib import Path

from tools.setup import REQUIREMENTS, run, step

LOCKS = ("runtime", "test", "node")  # in this order: the test lock keeps to the runtime lock
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--no-header",
    "--upgrade",
    "--quiet",
)


def main() -> None:
    """Write all locks anew."""
    with tempfile.TemporaryDirectory(prefix="meridian-lock-") as folder:
        with step("Fetching uv"):
            run([sys.executable, "-m", "venv", folder])
            python = Path(folder) / "bin" / "python"
            run([python, "-m", "pip", "--disable-pip-version-check", "install", "uv"])
        for name in LOCKS:
            with step(f"Locking requirements/{name}.in"):
                source, lock = REQUIREMENTS / f"{name}.in", REQUIREMENTS / f"{name}.lock"
                run([python, "-m", "uv", "pip", "compile", *OPTIONS, source, "-o", lock])


if __name__ == "__main__":
    main()
