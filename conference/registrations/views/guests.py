"""The guest list of an event: who is invited, and what they answered."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference import clock
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.queries import newest_release_of
from conference.registrations import services
from conference.registrations.forms.guests import AnswerForm, GuestsForm, cells_of, words_of
from conference.registrations.queries import counted_guests, groups_of, guests_in, guests_of, settings_of
from conference.registrations.rules import State
from conference.registrations.rules.guests import MOST_GUESTS, GuestState, read_guests
from conference.registrations.rules.listing import LONGEST_TEXT
from conference.registrations.views.blueprint import bp
from conference.registrations.views.frame import desk
from conference.web import limits
from conference.web.guards import account, organiser
from conference.web.limits import limiter
from conference.web.locale import current_language
from conference.web.paging import page_of

PAGE_SIZE = 50
MOST_FAULTS = 20
VERBS = ("invite", "remove")


@bp.get("/<event>/organise/guests")
@organiser(Action.MANAGE_REGISTRATIONS)
def list_guests(event: Event) -> tuple[str, int]:
    """Show the guest list, filtered, a page at a time."""
    text, state = _wanted()
    counts = counted_guests(event.id)
    found = guests_of(event.id, text=text, state=state, language=current_language())
    return desk(
        "registrations/list_guests.html", event, text=text, state=state, counts=counts, total=sum(counts.values()),
        states=list(GuestState), settings=settings_of(event.id),
        found=page_of(found, request.args.get("page", 1, type=int), size=PAGE_SIZE),
    )  # fmt: skip


@bp.route("/<event>/organise/guests/add", methods=["GET", "POST"])
@organiser(Action.MANAGE_REGISTRATIONS)
def add_guests(event: Event) -> Response | tuple[str, int]:
    """Put people on the guest list. No letter goes out."""
    form, faults, left = GuestsForm(), [], 0
    if form.validate_on_submit() and (rows := form.rows()):
        groups = groups_of(event.id)
        listed = read_guests(
            [(row.number, cells_of(row)) for row in rows], groups={one.key: one.name for one in groups}
        )
        faults = [words_of(one) for one in listed.faulty[:MOST_FAULTS]]
        left = len(listed.faulty) - len(faults)
        if not faults and not listed.guests:
            form.lines.errors = [_("Below the heading there is no line.")]
        elif not faults:
            try:
                done = services.list_guests(event.id, listed.guests, now=clock.now())
            except services.TooManyGuests:
                form.lines.errors = [_("A guest list has at most %(num)s people.", num=MOST_GUESTS)]
            else:
                flash(_words(done), "success")
                return redirect(url_for("registrations.list_guests", event=event.slug), 303)
        form.keep(rows)
    return desk(
        "registrations/add_guests.html", event, form=form, faults=faults, left=left, groups=groups_of(event.id),
        status=422 if form.errors or faults else 200,
    )  # fmt: skip


@bp.route("/<event>/organise/guests/decide", methods=["GET", "POST"])
@organiser(Action.MANAGE_REGISTRATIONS)
@limiter.limit(limits.TO_MANY, methods=["POST"])
def decide_guests(event: Event) -> Response | tuple[str, int]:
    """Write to the guests that the address names, or take them off the list, once the question was read."""
    verb = request.args.get("to", "")
    if verb not in VERBS:
        abort(404)
    text, state = _wanted()
    back = url_for("registrations.list_guests", event=event.slug, q=text or None, state=state or None)
    found = _named(event)
    concerned = [one for one in found if verb == "remove" or one.state is not GuestState.REGISTERED]
    is_ready = verb == "remove" or newest_release_of(event.id) is not None
    if not found:
        flash(_("Tick at least one guest first."), "error")
        return redirect(back, 303)
    form = AnswerForm()
    if is_ready and form.validate_on_submit():
        numbers = [one.guest.id for one in concerned]
        if verb == "remove":
            count = services.remove_guests(event.id, numbers)
            words = ngettext("%(num)s guest is off the list.", "%(num)s guests are off the list.", count)
        else:
            count = services.send_invitations(event.id, numbers, inviter_id=account().id, now=clock.now())
            words = ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", count)
            if left := len(numbers) - count:
                flash(
                    ngettext(
                        "%(num)s gets none: they registered, or were written to a moment ago.",
                        "%(num)s get none: they registered, or were written to a moment ago.",
                        left,
                    ),
                    "warning",
                )
        if count:
            flash(words, "success")
        return redirect(back, 303)
    status = 409 if request.method == "POST" and not is_ready else 422 if form.errors else 200
    return desk(
        "registrations/decide_guests.html", event, status=status, form=form, verb=verb, concerned=concerned,
        left=len(found) - len(concerned), back=back, is_ready=is_ready,
        again=sum(one.state is not GuestState.NEW for one in concerned),
        registered=sum(bool(one.registration and one.registration.state != State.WITHDRAWN) for one in concerned),
    )  # fmt: skip


def _wanted() -> tuple[str, str]:
    state = request.args.get("state", "")
    return request.args.get("q", "").strip()[:LONGEST_TEXT], state if state in set(GuestState) else ""


def _named(event: Event) -> list[Any]:
    """Return the guests that an address names: those ticked, or all whom the filter shows."""
    if request.args.get("who") == "all":
        text, state = _wanted()
        return guests_of(event.id, text=text, state=state, language=current_language())
    ticked = [int(text) for text in request.args.getlist("guest") if text.isdecimal() and len(text) < 10]  # noqa: PLR2004
    return guests_in(event.id, ticked)


def _words(done: services.Listed) -> str:
    added = ngettext("%(num)s guest is on the list now.", "%(num)s guests are on the list now.", done.added)
    known = ngettext(
        "%(num)s stood there already and is brought up to date.",
        "%(num)s stood there already and are brought up to date.",
        done.changed,
    )
    same = ngettext("Of %(num)s nothing is new.", "Of %(num)s nothing is new.", done.same)
    said = [words for number, words in ((done.added, added), (done.changed, known), (done.same, same)) if number]
    return " ".join([*said, _("No letter went out yet.")])
