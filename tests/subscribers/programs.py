"""Two programs that people use: vdirsyncer, which subscribes to a feed, and khal, which shows what it fetched."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

BINARIES = Path(sys.executable).parent

_VDIRSYNCER = """
[general]
status_path = "{folder}/status"

[pair agenda]
a = "feed"
b = "files"
collections = null
conflict_resolution = "a wins"

[storage feed]
type = "http"
url = "{address}"

[storage files]
type = "filesystem"
path = "{folder}/agenda"
fileext = ".ics"
"""

_KHAL = """
[calendars]
[[agenda]]
path = {folder}/agenda
readonly = True

[sqlite]
path = {folder}/khal-{number}.sqlite

[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""

FIELDS = ("start-long", "end-long", "title", "status", "location", "url", "description", "categories")


@dataclass
class Subscriber:
    """Somebody who follows a feed.

    :ivar folder: all that their programs write lies in it.
    """

    folder: Path
    address: str

    def __post_init__(self) -> None:
        (self.folder / "agenda").mkdir(parents=True)
        (self.folder / "vdirsyncer").write_text(_VDIRSYNCER.format(folder=self.folder, address=self.address))
        found = self._run("vdirsyncer", "discover")
        assert found.returncode == 0, found.stderr

    def sync(self) -> bool:
        """Fetch the feed; say whether that went well."""
        return self._run("vdirsyncer", "sync").returncode == 0

    @property
    def files(self) -> dict[str, tuple[bytes, int]]:
        """What lies in the folder of the calendar: content and time of writing, by name."""
        return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in (self.folder / "agenda").iterdir()}

    def listed(self, first_day: date, *, zone: str, days: int = 20) -> dict[str, dict[str, str]]:
        """Return what khal lists from a day on, as somebody in a zone sees it.

        By the last part of each entry's URL, the code of a session: vdirsyncer gives what it fetches from a
        feed uids of its own.
        """
        number = len(list(self.folder.glob("khal-*.conf")))
        config = self.folder / f"khal-{number}.conf"
        config.write_text(_KHAL.format(folder=self.folder, zone=zone, number=number))
        wanted = [argument for name in FIELDS for argument in ("--json", name)]
        done = self._run("khal", "--config", config, "list", *wanted, first_day.isoformat(), f"{days}d")
        assert done.returncode == 0, done.stderr
        entries = [entry for line in done.stdout.splitlines() if line.strip() for entry in json.loads(line)]
        return {entry["url"].rpartition("/")[2]: entry for entry in entries}

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        here = {"HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder),
                "XDG_CACHE_HOME": str(self.folder), "VDIRSYNCER_CONFIG": str(self.folder / "vdirsyncer"),
                "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "UTC"}  # fmt: skip
        return subprocess.run(
            [BINARIES / program, *arguments], env=here, capture_output=True, text=True, check=False, timeout=60
        )
