"""When speakers can come, and rooms can be had."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import zones
from conference.draft import services
from conference.draft.forms.clashes import AvailabilityForm, availability_form
from conference.draft.queries import room_of, room_spans, speaker_of, speaker_spans
from conference.draft.rules.clashes import Span
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.translated import pick
from conference.web.guards import organiser
from conference.web.locale import current_language


@bp.route("/speakers/<code>/availability", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def edit_speaker_spans(event: Event, code: str) -> Response | tuple[str, int]:
    """Say when a speaker can come."""
    speaker = speaker_of(event.id, code)
    form = _form(event, speaker_spans(event.id).get(code, []))
    if form.validate_on_submit():
        services.set_speaker_spans(event.id, code, form.spans())
        flash(_("Noted when %(name)s is free.", name=speaker.name), "success")
        return redirect(url_for("draft.edit_speaker", event=event.slug, code=code), 303)
    return page(
        "draft/edit_availability.html", event, form=form, name=speaker.name, is_room=False,
        back=url_for("draft.edit_speaker", event=event.slug, code=code), status=422 if form.errors else 200,
        here="speakers",
    )  # fmt: skip


@bp.route("/rooms/<key>/availability", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def edit_room_spans(event: Event, key: str) -> Response | tuple[str, int]:
    """Say when a room can be had."""
    room = room_of(event.id, key)
    name = pick(room.name, current_language(), event.languages)
    form = _form(event, room_spans(event.id).get(key, []))
    if form.validate_on_submit():
        services.set_room_spans(event.id, key, form.spans())
        flash(_("Noted when %(name)s is free.", name=name), "success")
        return redirect(url_for("draft.edit_room", event=event.slug, key=key), 303)
    return page(
        "draft/edit_availability.html", event, form=form, name=name, is_room=True,
        back=url_for("draft.edit_room", event=event.slug, key=key), status=422 if form.errors else 200, here="rooms",
    )  # fmt: skip


def _form(event: Event, spans: list[Span]) -> AvailabilityForm:
    return availability_form(spans, days=zones.days_between(event.first_day, event.last_day), zone=event.zone)
