"""Hosting: an organiser's own sessions, and who hosts which."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.draft.forms.hosts import hosts_form, remains_form
from conference.draft.queries import session_of
from conference.draft.queries.hosts import Hosted, host_note_of, hosted_sessions, hosts_of
from conference.draft.services.hosts import add_remains, set_hosts
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import page
from conference.events.queries import organisers_of
from conference.events.rules import Action
from conference.events.services import StaleVersion
from conference.events.tables import Event
from conference.live.queries import open_questions
from conference.programme.queries import newest_release_of
from conference.web.guards import account, organiser


@bp.get("/hosting")
@organiser(Action.HOST)
def list_hosted(event: Event) -> tuple[str, int]:
    """Show an organiser the sessions that they host, and nothing else of the draft."""
    newest = newest_release_of(event.id)
    return page(
        "draft/list_hosted.html", event, hosted=hosted_sessions(event.id, account().id), here="hosting",
        public=set(newest.programme.sessions) if newest else set(), asked=open_questions(event.id),
    )  # fmt: skip


@bp.route("/hosting/<code>", methods=["GET", "POST"])
@organiser(Action.HOST)
def edit_hosted(event: Event, code: str) -> Response | tuple[str, int]:
    """Let a host say what remains of their session, and where its recording is."""
    hosted = _own(event, code)
    session = hosted.session
    form: Any = remains_form(tuple(event.languages))(obj=session)
    if form.validate_on_submit():
        try:
            add_remains(
                event.id, code, host_id=account().id, remains=form.remains.data,
                recording_url=form.recording_url.data or None, version=form.version.data, now=clock.now(),
            )  # fmt: skip
        except StaleVersion as refusal:
            form.version.data = refusal.version
            form.form_errors.append(
                _("Somebody changed this session meanwhile. What you wrote is kept: look at it, and save again.")
            )
        else:
            flash(_("Saved. Visitors see it after the next release."), "success")
            return redirect(url_for("draft.list_hosted", event=event.slug), 303)
    status = 422 if form.errors or form.form_errors else 200
    return page("draft/edit_hosted.html", event, hosted=hosted, form=form, status=status, here="hosting")


@bp.route("/sessions/<code>/hosts", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def edit_hosts(event: Event, code: str) -> Response | tuple[str, int]:
    """Say who hosts a session, and what they should know."""
    session = session_of(event.id, code)
    form = hosts_form(organisers_of(event.id), hosts_of(session.id), host_note_of(session.id))
    if form.validate_on_submit():
        set_hosts(event.id, code, form.hosts.data or [], note=form.note.data or "")
        flash(_("The hosts are saved. They see the session under “Hosting”."), "success")
        return redirect(url_for("draft.edit_session", event=event.slug, code=code), 303)
    status = 422 if request.method == "POST" else 200
    return page("draft/edit_hosts.html", event, session=session, form=form, status=status, here="sessions")


def _own(event: Event, code: str) -> Hosted:
    own = {one.session.code: one for one in hosted_sessions(event.id, account().id)}
    return own.get(code) or abort(404)
