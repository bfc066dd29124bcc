"""How letters are worded: from a letter's facts to its subject, text and page. Never a rule."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g
from flask_babel import force_locale

import config
from conference.mail.render import Words


def words_of(name: str, language: str, data: Mapping[str, Any]) -> Words:
    """Word a letter in its language, whatever language the caller speaks.

    ``templates/<part>/mail/<letter>.txt`` holds the text and, in its block ``subject``, the subject;
    ``<letter>.html`` is its twin. A letter that is not necessary has a block ``unsubscribe``, too, with the address
    that stops such letters by one click (RFC 8058).
    Templates see the facts in ``data``, those in ``data["secrets"]`` too, and

    - ``link(endpoint, **values)``: the whole address of a page, by the setting BASE_URL;
    - ``instant(text)``: an instant again, from ISO 8601.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    part, _, letter = name.partition("/")
    # A context of its own: the language of the letter must not stay behind with the caller.
    with app.app_context():
        g.language = language
        with force_locale(language):
            facts = {
                **{key: value for key, value in data.items() if key != "secrets"},
                **data.get("secrets", {}),
                "link": _link,
                "instant": datetime.fromisoformat,
            }
            app.update_template_context(facts)
            text = app.jinja_env.get_template(f"{part}/mail/{letter}.txt")
            page = app.jinja_env.get_template(f"{part}/mail/{letter}.html")
            subject = "".join(text.blocks["subject"](text.new_context(facts)))
            unsubscribe = text.blocks.get("unsubscribe")
            return Words(
                subject=" ".join(subject.split()),
                text=text.render(facts).strip() + "\n",
                html=page.render({**facts, "subject": " ".join(subject.split())}),
                unsubscribe="".join(unsubscribe(text.new_context(facts))).strip() if unsubscribe else None,
            )


def _link(endpoint: str, **values: Any) -> str:
    settings: config.Settings = current_app.config["SETTINGS"]
    given = {key: value for key, value in values.items() if value is not None}
    return settings.base_url + current_app.url_map.bind("").build(endpoint, given)
