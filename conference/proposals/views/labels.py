"""Labels: their list and forms."""

from collections import Counter

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.events.rules import Action
from conference.events.tables import Event
from conference.proposals import services
from conference.proposals.forms.review import LabelForm
from conference.proposals.queries import labels_of, listed_proposals
from conference.proposals.rules.states import COLOURS
from conference.proposals.services import LabelTaken
from conference.proposals.views.blueprint import bp
from conference.proposals.views.frame import desk
from conference.web.guards import organiser


@bp.route("/<event>/organise/labels", methods=["GET", "POST"])
@organiser(Action.REVIEW_PROPOSALS)
def list_labels(event: Event) -> Response | tuple[str, int]:
    """Show the labels, and add one."""
    known = labels_of(event.id)
    form = LabelForm(data={"colour": str(len(known) % len(COLOURS) + 1)})
    if form.validate_on_submit():
        try:
            services.add_label(event.id, name=form["name"].data, colour=int(form.colour.data))
        except LabelTaken:
            form["name"].errors = [_("There is a label of this name.")]
        else:
            flash(_("The label is added."), "success")
            return redirect(url_for("proposals.list_labels", event=event.slug), 303)
    uses = Counter(number for one in listed_proposals(event.id) for number in one.labels)
    status = 422 if form.errors else 200
    return desk("proposals/list_labels.html", event, form=form, labels=known, uses=uses, status=status)


@bp.route("/<event>/organise/labels/<int:number>", methods=["GET", "POST"])
@organiser(Action.REVIEW_PROPOSALS)
def edit_label(event: Event, number: int) -> Response | tuple[str, int]:
    """Change a label."""
    label = next((one for one in labels_of(event.id) if one.id == number), None) or abort(404)
    form = LabelForm(data={"name": label.name, "colour": str(label.colour)})
    if form.validate_on_submit():
        try:
            services.edit_label(event.id, number, name=form["name"].data, colour=int(form.colour.data))
        except LabelTaken:
            form["name"].errors = [_("There is a label of this name.")]
        else:
            flash(_("The label is saved."), "success")
            return redirect(url_for("proposals.list_labels", event=event.slug), 303)
    return desk("proposals/edit_label.html", event, form=form, label=label, status=422 if form.errors else 200)


@bp.post("/<event>/organise/labels/<int:number>/remove")
@organiser(Action.REVIEW_PROPOSALS)
def remove_label(event: Event, number: int) -> Response:
    """Remove a label from all proposals."""
    if number not in {label.id for label in labels_of(event.id)}:
        abort(404)
    name = services.remove_label(event.id, number)
    flash(_("The label “%(name)s” is removed.", name=name), "success")
    return redirect(url_for("proposals.list_labels", event=event.slug), 303)
