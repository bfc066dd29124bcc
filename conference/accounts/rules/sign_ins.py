"""How long a sign-in lasts, what it is called, and when somebody has to show again who they are. Pure."""

import re
import unicodedata
from datetime import datetime, timedelta

STAYS = timedelta(days=31)
"""How long those stay signed in who ask for it."""

IDLE = timedelta(days=7)
"""How long a sign-in lasts without being used, of those who did not ask to stay signed in."""

SEEN_PAUSE = timedelta(minutes=10)
"""When a device was last seen is noted at most this often: reading must not write each time."""

PROOF_LASTS = timedelta(minutes=15)
"""How long after showing who one is sensitive things may be changed."""

SIGN_IN_LINK_LIFETIME = timedelta(minutes=20)
ADDRESS_CHANGE_LIFETIME = timedelta(days=2)

SECOND_STEP_LASTS = timedelta(minutes=10)
"""How long after the first step of a sign-in its second one may take."""

LONGEST_PROGRAM = 100


def sign_in_ends_at(now: datetime, *, stays: bool) -> datetime:
    """Return when a sign-in that is begun or used now ends by itself."""
    return now + (STAYS if stays else IDLE)


def is_worth_noting(last_seen_at: datetime, now: datetime) -> bool:
    """Say whether it is written down that a device was seen."""
    return now - last_seen_at >= SEEN_PAUSE


def is_proof_fresh(proven_at: datetime, now: datetime) -> bool:
    """Say whether what was shown at an instant still opens sensitive changes."""
    return now - proven_at < PROOF_LASTS


_SYSTEMS = (
    (r"iphone", "iPhone"),
    (r"ipad", "iPad"),
    (r"android", "Android"),
    (r"cros", "ChromeOS"),
    (r"windows", "Windows"),
    (r"mac os x|macintosh", "macOS"),
    (r"linux|x11", "Linux"),
)
_BROWSERS = (
    (r"edg(e|a|ios)?/", "Edge"),
    (r"opr/|opera", "Opera"),
    (r"samsungbrowser/", "Samsung Internet"),
    (r"vivaldi/", "Vivaldi"),
    (r"fxios/|firefox/", "Firefox"),
    (r"crios/|chromium/|chrome/", "Chrome"),
    (r"version/.*safari/", "Safari"),
)


def device_name(user_agent: str | None) -> str:
    """Return by which name its owner knows a device, from its User-Agent: ``Firefox, Linux``.

    Versions and models are left out: they tell more than is needed. ``""`` where nothing is known; of an unknown
    program the first word.
    """
    text = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in (user_agent or "")[:1000]).strip()
    browser, system = (
        next((name for pattern, name in known if re.search(pattern, text, re.IGNORECASE)), None)
        for known in (_BROWSERS, _SYSTEMS)
    )
    if browser or system:
        return ", ".join(name for name in (browser, system) if name)
    return re.split(r"[/ (]", text, maxsplit=1)[0][:LONGEST_PROGRAM]
