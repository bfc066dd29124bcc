"""The letters of an event: which wait, were sent or given up; one of them; and sending again."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference import clock
from conference.accounts.forms import ButtonForm
from conference.events.rules import Action
from conference.events.tables import Event
from conference.letters import services
from conference.letters.forms import kind_name, trouble_words
from conference.letters.queries import counted_by_state, find_letters, kinds_of, letter_of
from conference.letters.queries.samples import STAND_IN, without_secrets
from conference.letters.rules import filter_from, is_outdated, trouble_of
from conference.letters.rules.listing import STATES
from conference.letters.services import LetterNotGivenUp, LetterOutdated
from conference.letters.views.blueprint import bp
from conference.letters.views.frame import desk
from conference.letters.views.within import around, locked_in
from conference.mail.render import Words, without
from conference.mail.tables import Letter, LetterState
from conference.translated import sort_key
from conference.web.guards import organiser
from conference.web.locale import current_language
from conference.web.paging import page_of_query
from conference.wording import words_of

logger = logging.getLogger("meridian.letters")

PAGE_SIZE = 50


@bp.get("/<event>/organise/letters")
@organiser(Action.MANAGE_LETTERS)
def list_letters(event: Event) -> tuple[str, int]:
    """Show the letters of the event, filtered, a page at a time."""
    wanted = filter_from(request.args)
    counts = counted_by_state(event.id, wanted)
    total = counts.get(wanted.state, 0) if wanted.state else sum(counts.values())
    kinds = [(name, kind_name(name)) for name in kinds_of(event.id)]
    found = page_of_query(
        lambda size, start: find_letters(event.id, wanted, limit=size, offset=start),
        total, request.args.get("page", 1, type=int), size=PAGE_SIZE,
    )  # fmt: skip
    return desk(
        "letters/list_letters.html", event, wanted=wanted, counts=counts, states=STATES, found=found,
        kinds=sorted(kinds, key=lambda pair: sort_key(pair[1], current_language())), kind_name=kind_name,
        trouble=lambda letter: trouble_words(trouble_of(letter.error or "")),
    )  # fmt: skip


@bp.get("/<event>/organise/letters/<int:number>")
@organiser(Action.MANAGE_LETTERS)
def show_letter(event: Event, number: int) -> FlaskResponse:
    """Show one letter as it was or will be sent; never what only its reader may know."""
    letter = letter_of(event.id, number)
    page, _status = desk(
        "letters/show_letter.html", event, letter=letter, words=_words(letter), kind=kind_name(letter.name),
        trouble=trouble_words(trouble_of(letter.error)) if letter.error else None, form=ButtonForm(),
        is_outdated=is_outdated(letter.data, now=clock.now()),
    )  # fmt: skip
    return around(page)


@bp.get("/<event>/organise/letters/<int:number>/page")
@organiser(Action.MANAGE_LETTERS)
def show_letter_page(event: Event, number: int) -> FlaskResponse:
    """Send a letter's page alone, so locked in that nothing in it can do anything."""
    words = _words(letter_of(event.id, number))
    if words is None or not words.html:
        abort(404)
    return locked_in(words.html)


@bp.route("/<event>/organise/letters/<int:number>/again", methods=["GET", "POST"])
@organiser(Action.MANAGE_LETTERS)
def send_letter_again(event: Event, number: int) -> Response:
    """Send a letter again that was given up. Whoever opens the address comes to the letter, which asks."""
    here = url_for("letters.show_letter", event=event.slug, number=number)
    if request.method == "POST":
        try:
            services.send_again(event.id, number, now=clock.now())
        except LetterNotGivenUp:
            flash(_("It was not given up: it waits to be sent, or was sent already."), "warning")
        except LetterOutdated:
            flash(_("What the letter offers is over, so it is not sent any more."), "warning")
        else:
            flash(_("The letter is on its way again."), "success")
    return redirect(here, 303)


@bp.route("/<event>/organise/letters/again", methods=["GET", "POST"])
@organiser(Action.MANAGE_LETTERS)
def send_letters_again(event: Event) -> Response | tuple[str, int]:
    """Send all letters again that the filter finds and that were given up, after seeing how many these are."""
    wanted = filter_from(request.args)
    back = _to_list(event, {**wanted.arguments, "state": "failed"})
    form = ButtonForm()
    if form.validate_on_submit():
        count = services.send_all_again(event.id, wanted, now=clock.now())
        if count:
            flash(ngettext("%(num)s letter is on its way again.", "%(num)s letters are on their way again.", count),
                  "success")  # fmt: skip
        else:
            flash(
                _("Nothing was to be sent again: somebody else did it before, or what they offer is over."), "warning"
            )
        return redirect(url_for("letters.list_letters", event=event.slug), 303)
    return desk(
        "letters/send_letters_again.html", event, form=form, back=back, wanted=wanted, kind_name=kind_name,
        count=counted_by_state(event.id, wanted).get(LetterState.FAILED, 0), status=422 if form.errors else 200,
    )  # fmt: skip


def _to_list(event: Event, arguments: Mapping[str, Any]) -> str:
    return url_for("letters.list_letters", event=event.slug, **arguments)


def _words(letter: Letter) -> Words | None:
    """Return what a letter said, or will say, without secrets; None where it cannot be written."""
    if letter.state == LetterState.SENT:
        return Words(letter.subject or "", letter.text or "", letter.html or "")
    try:
        words = words_of(letter.name, letter.language, without_secrets(letter.data), letter.event_id)
    except Exception as error:  # noqa: BLE001 - whatever keeps it from being written, the page about it is shown
        # No traceback: it could show what the letter holds.
        logger.warning("letter %d (%s) cannot be shown: %s", letter.id, letter.name, type(error).__name__)
        return None
    hidden = [STAND_IN, *words.secrets]
    return Words(without(words.subject, hidden), without(words.text, hidden), without(words.html, hidden))
