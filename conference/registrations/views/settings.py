"""How an event lets people in: when, how many, with or without approval, and in which groups."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock, zones
from conference.events.rules import Action
from conference.events.tables import Event
from conference.registrations import services
from conference.registrations.forms.organising import group_form, settings_form
from conference.registrations.queries import (
    answers_by_question,
    counted_by_group,
    group_of,
    groups_of,
    questions_of,
    settings_of,
    stage_of_registration,
    taken_by_group,
)
from conference.registrations.services import GroupInUse, StaleSettings, TooManyGroups
from conference.registrations.tables import ParticipantGroup, RegistrationSettings
from conference.registrations.views.blueprint import bp
from conference.registrations.views.frame import desk
from conference.translated import pick
from conference.web.guards import organiser
from conference.web.locale import current_language


@bp.route("/<event>/organise/registration", methods=["GET", "POST"])
@organiser(Action.MANAGE_REGISTRATIONS)
def edit_settings(event: Event) -> Response | tuple[str, int]:
    """Say how people register, and see the groups."""
    settings = settings_of(event.id)
    form = settings_form(event.zone)(data=_known(event, settings))
    is_stale = False
    if form.validate_on_submit():
        try:
            services.edit_settings(event.id, form.settings(), version=form.version.data, now=clock.now())
        except StaleSettings:
            is_stale = True
            form.version.data = settings_of(event.id).version
        else:
            flash(_("Saved. It holds at once."), "success")
            return redirect(url_for("registrations.edit_settings", event=event.slug), 303)
    taken = taken_by_group(event.id)
    questions = questions_of(event.id)
    return desk(
        "registrations/edit_settings.html", event, status=409 if is_stale else 422 if form.errors else 200, form=form,
        settings=settings, is_stale=is_stale, stage=stage_of_registration(settings, now=clock.now()),
        groups=groups_of(event.id), taken=taken, named=counted_by_group(event.id),
        asked=[question for question in questions if question.is_asked],
        retired=[question for question in questions if not question.is_asked],
        answered={number: len(answers) for number, answers in answers_by_question(event.id).items()},
    )  # fmt: skip


def _known(event: Event, settings: RegistrationSettings) -> dict[str, Any]:
    known: dict[str, Any] = {"version": settings.version, "cap": settings.cap, "mode": settings.mode}
    for end, instant in (("opens", settings.opens_at), ("closes", settings.closes_at)):
        if instant:
            local = zones.to_local(instant, event.zone)
            known |= {f"{end}_day": local.date(), f"{end}_time": local.time().replace(tzinfo=None)}
    return known


@bp.route("/<event>/organise/registration/groups/new", methods=["GET", "POST"])
@organiser(Action.MANAGE_REGISTRATIONS)
def create_group(event: Event) -> Response | tuple[str, int]:
    """Add a participant group."""
    form = group_form(tuple(event.languages))(data={"is_offered": True})
    if form.validate_on_submit():
        try:
            services.add_group(event.id, form.group(), now=clock.now())
        except TooManyGroups:
            form.mark("name", _("There are as many groups as anyone can choose from."))
        else:
            flash(_("The group is added."), "success")
            return _back(event)
    return desk("registrations/edit_group.html", event, form=form, group=None, status=form.status)


@bp.route("/<event>/organise/registration/groups/<key>", methods=["GET", "POST"])
@organiser(Action.MANAGE_REGISTRATIONS)
def edit_group(event: Event, key: str) -> Response | tuple[str, int]:
    """Change a participant group."""
    group = _group(event, key)
    form = group_form(tuple(event.languages))(
        data={name: getattr(group, name) for name in ("name", "seats", "needs_municipality", "is_offered", "version")}
    )
    is_stale = False
    if form.validate_on_submit():
        try:
            services.edit_group(event.id, key, form.group(), version=form.version.data, now=clock.now())
        except StaleSettings:
            is_stale = True
            form.version.data = group_of(event.id, key).version
        else:
            flash(_("The group is saved."), "success")
            return _back(event)
    return desk(
        "registrations/edit_group.html", event, form=form, group=group, is_stale=is_stale,
        status=409 if is_stale else form.status,
    )  # fmt: skip


@bp.post("/<event>/organise/registration/groups/<key>/move")
@organiser(Action.MANAGE_REGISTRATIONS)
def move_group(event: Event, key: str) -> Response:
    """Move a group one place up or down."""
    _group(event, key)
    match request.form.get("step"):
        case "up":
            services.move_group(event.id, key, step=-1, now=clock.now())
        case "down":
            services.move_group(event.id, key, step=1, now=clock.now())
        case _other:
            abort(400)
    return redirect(url_for("registrations.edit_settings", event=event.slug, _anchor=f"group-{key}"), 303)


@bp.route("/<event>/organise/registration/groups/<key>/remove", methods=["GET", "POST"])
@organiser(Action.MANAGE_REGISTRATIONS)
def remove_group(event: Event, key: str) -> Response | tuple[str, int]:
    """Remove a group that nobody is in, after asking."""
    group = _group(event, key)
    if request.method == "POST":
        try:
            services.remove_group(event.id, key, now=clock.now())
        except GroupInUse:
            words = _("Somebody is in this group, or it is the last one. Take it out of the form instead.")
            flash(words, "warning")
        else:
            flash(_("The group is removed."), "success")
        return _back(event)
    return desk("registrations/remove_group.html", event, group=group, name=pick(group.name, current_language()))


def _group(event: Event, key: str) -> ParticipantGroup:
    """Return a stored group; those with which the event begins are stored now."""
    if all(group.id is None for group in groups_of(event.id)):
        services.make_groups(event.id, now=clock.now())
    return group_of(event.id, key)


def _back(event: Event) -> Response:
    return redirect(url_for("registrations.edit_settings", event=event.slug, _anchor="groups"), 303)
