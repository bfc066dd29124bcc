"""The privacy notice: its facts, and its words as somebody has them before them."""

import re
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template
from markupsafe import Markup

import config
from conference.accounts import rules as accounts
from conference.accounts.rules.consents import NoticeShown
from conference.web.locale import current_language

_ENDS = re.compile(r"</(?:p|li|h1|h2)>")
_MAIN = re.compile(r"<h1\b.*?</main>", re.DOTALL)


def notice_facts() -> dict[str, Any]:
    """Return what the template of the notice is given: spans as the code keeps to them, and who is responsible."""
    return {
        "version": accounts.PRIVACY_NOTICE,
        "stays_days": accounts.STAYS.days,
        "unconfirmed_days": accounts.UNCONFIRMED_ACCOUNT_LIFETIME.days,
        "confirm_hours": accounts.hours_of(accounts.CONFIRM_LINK_LIFETIME),
        "reset_hours": accounts.hours_of(accounts.RESET_LINK_LIFETIME),
        **operator(),
    }


def operator() -> dict[str, Any]:
    """Return who runs this installation: its host, and where to write, if the settings tell."""
    settings: config.Settings = current_app.config["SETTINGS"]
    return {"host": urlsplit(settings.base_url).hostname, "contact": settings.contact}


def notice_shown(ticked: object) -> NoticeShown:
    """Return the notice as it is shown in this request, in plain words: a line for each paragraph.

    :param ticked: the sentence beside the tick.
    """
    page = render_template("web/show_privacy.html", **notice_facts())
    main = _MAIN.search(page)
    broken = _ENDS.sub("\n", main[0] if main else page)
    lines = (Markup(line).striptags() for line in broken.split("\n"))  # noqa: S704 - read, not shown as markup
    text = "\n".join((str(ticked), *(line for line in lines if line)))
    return NoticeShown(accounts.PRIVACY_NOTICE, current_language(), text)
