"""How letters are worded: from a letter's facts to its subject, text and page. Never a rule."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask, current_app, g
from flask_babel import force_locale

import config
from conference.letters.render import values_of
from conference.mail.render import Words
from conference.wishes.rules import LetterKind, stop_token


def words_of(name: str, language: str, data: Mapping[str, Any]) -> Words:
    """Word a letter in its language, whatever language the caller speaks.

    ``templates/<part>/mail/<letter>.txt`` holds the text and, in its block ``subject``, the subject;
    ``<letter>.html`` is its twin. A letter that is not necessary has a block ``unsubscribe``, too, with the address
    that stops such letters by one click (RFC 8058).
    Templates see the facts in ``data``, those in ``data["secrets"]`` too, and

    - ``link(endpoint, **values)``: the whole address of a page, by the setting BASE_URL;
    - ``instant(text)``: an instant again, from ISO 8601;
    - ``stop_link(kind)``: the address of the page that stops letters of a kind, and with ``at_once=true`` the one for
      the button of mail programs. Such a letter's data name the ``registration`` that it goes to.
    - ``values``: what placeholders in texts of organisers stand for, for the filter ``filled``.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    part, _, letter = name.partition("/")
    # A context of its own: the language of the letter must not stay behind with the caller.
    with app.app_context():
        g.language = language
        with force_locale(language):
            stop_links = _StopLinks(data)
            facts = {
                **{key: value for key, value in data.items() if key != "secrets"},
                **data.get("secrets", {}),
                "link": _link,
                "instant": datetime.fromisoformat,
                "stop_link": stop_links,
                "values": values_of(data, language, _link),
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
                unsubscribe="".join(unsubscribe(text.new_context(facts))).strip() or None if unsubscribe else None,
                secrets=tuple(stop_links.made),
            )


class _StopLinks:
    """Makes the addresses by which the letter at hand is stopped, and knows which tokens these hold."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.made: set[str] = set()

    def __call__(self, kind: str, *, at_once: bool = False) -> str:
        # Letters put before there were kinds bring a token of their own.
        token = self._data.get("secrets", {}).get("stop") or stop_token(
            self._data["registration"], LetterKind(kind), secret_key=current_app.config["SETTINGS"].secret_key
        )
        self.made.add(token)
        return _link("wishes.stop_at_once" if at_once else "wishes.stop_letters", token=token)


def _link(endpoint: str, **values: Any) -> str:
    settings: config.Settings = current_app.config["SETTINGS"]
    given = {key: value for key, value in values.items() if value is not None}
    return settings.base_url + current_app.url_map.bind("").build(endpoint, given)
