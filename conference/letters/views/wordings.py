"""How an event words its letters: which it may, one of them with a preview, and back to the usual words."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.accounts.forms import ButtonForm
from conference.events.rules import Action
from conference.events.tables import Event
from conference.letters import services
from conference.letters.forms import kind_name
from conference.letters.forms.wordings import wording_form
from conference.letters.queries import sample_of, wording_of, wordings_of
from conference.letters.queries.samples import STAND_IN
from conference.letters.rules.placeholders import UnknownPlaceholder
from conference.letters.rules.wordings import PARTS, WORDABLE, LetterNotWordable, WordingFacts, check_wording
from conference.letters.services import StaleWording
from conference.letters.views.blueprint import bp
from conference.letters.views.frame import desk
from conference.letters.views.within import around, locked_in
from conference.mail.render import Words, without
from conference.web.guards import organiser
from conference.wording import words_of

LETTER = "<part>/<letter>"


@dataclass(frozen=True)
class Shown:
    """A letter as it looks in a language.

    :ivar is_real: whether it is of somebody who takes part.
    """

    language: str
    words: Words
    is_real: bool


@bp.get("/<event>/organise/letters/wordings")
@organiser(Action.MANAGE_LETTERS)
def list_wordings(event: Event) -> tuple[str, int]:
    """Show which letters can be worded, and which are."""
    return desk(
        "letters/list_wordings.html", event, names=list(WORDABLE), wordings=wordings_of(event.id), kind_name=kind_name
    )


@bp.route(f"/<event>/organise/letters/wordings/{LETTER}", methods=["GET", "POST"])
@organiser(Action.MANAGE_LETTERS)
def edit_wording(event: Event, part: str, letter: str) -> Response:
    """Word a letter; below it is shown with the facts of somebody who takes part, as text and, asked for, as a page."""
    name = _known(part, letter)
    stored = wording_of(event.id, name)
    known: dict[str, Any] = {one: dict(getattr(stored, one)) if stored else {} for one in PARTS}
    form = wording_form(tuple(event.languages))(data={**known, "version": stored.version if stored else 0})
    status, is_stale = 200, False
    if form.validate_on_submit():
        try:
            check_wording(name, form.facts())
            if request.form.get("page") in event.languages:
                return locked_in(_shown(event, name, request.form["page"], form.facts()).words.html or "")
            if not form.preview.data:
                services.edit_wording(event.id, name, form.facts(), version=form.version.data, now=clock.now())
                flash(_("The wording is saved. It holds for all letters that go out from now on."), "success")
                return redirect(_address(event, part, letter), 303)
        except UnknownPlaceholder as refusal:
            form.refuse(refusal)
            status = 422
        except StaleWording:
            is_stale, status = True, 409
            newer = wording_of(event.id, name)
            form.version.data = newer.version if newer else 0
    elif form.errors:
        status = 422
    page, status = desk(
        "letters/edit_wording.html", event, status=status, form=form, stored=stored, is_stale=is_stale, name=name,
        part=part, letter=letter, kind=kind_name(name), placeholders=WORDABLE[name],
        shown=[_shown(event, name, language, form.facts()) for language in event.languages],
    )  # fmt: skip
    return around(page, status)


@bp.route(f"/<event>/organise/letters/wordings/{LETTER}/usual", methods=["GET", "POST"])
@organiser(Action.MANAGE_LETTERS)
def restore_wording(event: Event, part: str, letter: str) -> Response:
    """Word a letter as usual again. Whoever opens the address comes to the letter, which asks."""
    name = _known(part, letter)
    if ButtonForm().validate_on_submit():
        services.restore_usual_wording(event.id, name)
        flash(_("The letter is worded as usual again."), "success")
    return redirect(_address(event, part, letter), 303)


def _known(part: str, letter: str) -> str:
    name = f"{part}/{letter}"
    if name not in WORDABLE:
        raise LetterNotWordable(name)
    return name


def _address(event: Event, part: str, letter: str) -> str:
    return url_for("letters.edit_wording", event=event.slug, part=part, letter=letter)


def _shown(event: Event, name: str, language: str, facts: WordingFacts) -> Shown:
    sample = sample_of(event, name, language, now=clock.now())
    words = words_of(name, language, sample.data, wording=facts)
    hidden = [STAND_IN, *words.secrets]
    return Shown(
        language, Words(words.subject, without(words.text, hidden), without(words.html, hidden)), sample.is_real
    )
