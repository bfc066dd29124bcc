"""Choosing the letters of an event, and stopping them by the link that each of them carries."""

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.accounts.forms import ButtonForm
from conference.agenda.queries import standing
from conference.letter_wishes import services
from conference.letter_wishes.forms import LettersForm
from conference.letter_wishes.queries import Reader, readers_of, wishes_of
from conference.letter_wishes.rules import Stop, stop_of_token
from conference.programme.queries import newest_release
from conference.registrations.queries import own_registration
from conference.registrations.rules import State
from conference.web.frame import event_frame
from conference.web.guards import account, open_to_all, signed_in
from conference.web.headers import kept_private

LETTERS_COME = {State.CONFIRMED, State.PENDING, State.WAITING}
"""In which states of a registration one is written to: messages of the organisers come to those who wait, too."""
ONE_CLICK = "One-Click"

bp = Blueprint("letter_wishes", __name__)


@bp.route("/<event>/letters", methods=["GET", "POST"])
@signed_in
def edit_letters(event: str) -> Response:
    """Choose which letters of an event one wants, and when they may come."""
    published = newest_release(event)
    registration = own_registration(published.event_id, account().id)
    if registration is None or registration.state not in LETTERS_COME:
        return make_response(redirect(url_for("registrations.register", event=event), 303))
    form = LettersForm()
    if form.validate_on_submit():
        services.edit_wishes(registration.id, form.wishes())
        flash(_("Your choice of letters is saved."), "success")
        return make_response(redirect(url_for("letter_wishes.edit_letters", event=event), 303))
    if not form.is_submitted():
        form.fill_from(wishes_of(registration.id))
    frame = event_frame(published, standing(published, account().id))
    page = render_template("letter_wishes/edit_letters.html", **frame, form=form)
    return make_response(page, 422 if form.errors else 200)


@bp.route("/account/notices/<token>", methods=["GET", "POST"])
@open_to_all
def stop_letters(token: str) -> Response:
    """Stop letters of one kind, or let them come again. Only the button does it, no opening of a link."""
    stop, readers = _stopped_by(token)
    if stop is None or not readers:
        return kept_private(render_template("letter_wishes/_link_not_valid.html"), 404)
    form = ButtonForm()
    if form.validate_on_submit():
        is_wanted = request.form.get("wanted") == "yes"
        _want(readers, stop, is_wanted=is_wanted)
        flash(
            _("You will get these letters again.") if is_wanted else _("No more of these letters will come."), "success"
        )
        return kept_private(make_response(redirect(url_for("letter_wishes.stop_letters", token=token), 303)))
    return kept_private(
        render_template("letter_wishes/stop_letters.html", form=form, kind=stop.kind, readers=readers),
        422 if form.errors else 200,
    )


@bp.route("/account/notices/<token>/at-once", methods=["GET", "POST"])
@open_to_all
def stop_at_once(token: str) -> Response:
    """Stop letters by the button of a mail program (RFC 8058): it brings no cookie and no token but the letter's.

    Whoever opens the address comes to the page with the button.
    """
    if request.method != "POST":
        return kept_private(make_response(redirect(url_for("letter_wishes.stop_letters", token=token), 303)))
    if request.form.get("List-Unsubscribe") != ONE_CLICK:
        return kept_private(render_template("letter_wishes/_link_not_valid.html"), 400)
    stop, readers = _stopped_by(token)
    if stop is None or not readers:
        return kept_private(render_template("letter_wishes/_link_not_valid.html"), 404)
    _want(readers, stop, is_wanted=False)
    return kept_private(make_response("", 204))


def _stopped_by(token: str) -> tuple[Stop | None, list[Reader]]:
    stop = stop_of_token(token, secret_key=current_app.config["SETTINGS"].secret_key)
    return stop, readers_of(stop) if stop else []


def _want(readers: list[Reader], stop: Stop, *, is_wanted: bool) -> None:
    services.want_letters([reader.registration_id for reader in readers], stop.kind, is_wanted=is_wanted)
