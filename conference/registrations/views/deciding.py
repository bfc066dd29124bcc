"""Letting several people in, or declining them, after seeing how many that concerns."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference import clock
from conference.events.rules import Action
from conference.events.tables import Event
from conference.registrations import services
from conference.registrations.forms.organising import DecideForm
from conference.registrations.queries import registration_in
from conference.registrations.rules import State, filter_from
from conference.registrations.rules.listing import keys_in
from conference.registrations.views.blueprint import bp
from conference.registrations.views.frame import desk
from conference.web.guards import organiser

MOST_AT_ONCE = 200
WHO = {
    "approve": {State.PENDING, State.DECLINED},
    "decline": {State.PENDING, State.WAITING},
    "later": {State.DECLINED},
}
"""Whom each decision concerns."""
DO = {"approve": services.approve, "decline": services.decline, "later": services.decide_later}


@bp.route("/<event>/organise/registrations/decide", methods=["GET", "POST"])
@organiser(Action.MANAGE_REGISTRATIONS)
def decide(event: Event) -> Response | tuple[str, int]:
    """Decide on the registrations that the address names, once the question was read; or go on to writing to them."""
    verb = request.args.get("to", "")
    if verb not in WHO and verb != "message":
        abort(404)
    numbers = keys_in(request.args.getlist("registration"), at_most=MOST_AT_ONCE)
    back = url_for("registrations.list_registrations", event=event.slug, **filter_from(request.args).arguments)
    if not numbers:
        flash(_("Tick at least one registration first."), "error")
        return redirect(back, 303)
    if verb == "message":
        chosen = ",".join(map(str, numbers))
        return redirect(url_for("letters.write_message", event=event.slug, chosen=chosen), 303)
    found = [registration_in(event.id, number) for number in numbers]
    form = DecideForm()
    if form.validate_on_submit():
        count = len(DO[verb](event.id, numbers, now=clock.now()))
        flash(_words(verb, count), "success")
        return redirect(back, 303)
    concerned = [one for one in found if one.registration.state in WHO[verb]]
    left = [one for one in found if one.registration.state not in WHO[verb]]
    return desk(
        "registrations/decide.html", event, status=422 if form.errors else 200, form=form, verb=verb,
        concerned=concerned, left=left, back=back,
    )  # fmt: skip


def _words(verb: str, count: int) -> str:
    if not count:
        return str(_("Nothing changed: it was decided so before."))
    sentences = {
        "approve": ngettext("%(num)s registration is approved.", "%(num)s registrations are approved.", count),
        "decline": ngettext("%(num)s registration is declined.", "%(num)s registrations are declined.", count),
        "later": ngettext(
            "%(num)s registration awaits approval again.", "%(num)s registrations await approval again.", count
        ),
    }
    return str(sentences[verb])
