"""Who takes part in an event and lets others see it, and whether one is among them."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from conference.agenda.queries import standing
from conference.events.queries import role_of
from conference.privacy import services
from conference.privacy.queries.participants import participants_of
from conference.privacy.views.blueprint import bp
from conference.programme.queries import newest_release
from conference.registrations.forms.registering import SeenByForm
from conference.registrations.queries import registration_of
from conference.registrations.rules import SeenBy
from conference.web.forms import trimmed
from conference.web.frame import event_frame, visitor_id
from conference.web.guards import account, signed_in
from conference.web.locale import current_language
from conference.web.paging import page_of

PAGE_SIZE = 50
LONGEST_SEARCH = 200


@bp.get("/<event>/participants")
def list_participants(event: str) -> Response:
    """List who lets themselves be seen; those who take part see more than visitors do. ``?q=`` searches."""
    return _page(event, SeenByForm(formdata=None))


@bp.post("/<event>/participants")
@signed_in
def choose_seen_by(event: str) -> BaseResponse:
    """Say who sees that one takes part."""
    published = newest_release(event)
    own = registration_of(published.event_id, account().id)
    if own is None:
        return redirect(url_for("registrations.register", event=event), 303)
    form = SeenByForm()
    if not form.validate_on_submit():
        return _page(event, form)
    services.let_see(own.id, SeenBy(form.seen_by.data))
    flash(_("Who sees you is saved."), "success")
    return redirect(url_for("privacy.list_participants", event=event), 303)


def _page(event: str, form: SeenByForm) -> Response:
    published = newest_release(event)
    reader = visitor_id()
    own = registration_of(published.event_id, reader) if reader else None
    if own and not form.is_submitted():
        form = SeenByForm(formdata=None, data={"seen_by": own.seen_by})
    text = (trimmed(request.args.get("q")) or "")[:LONGEST_SEARCH]
    found = participants_of(
        published.event_id,
        is_participant=own is not None or (reader is not None and role_of(published.event_id, reader) is not None),
        account_id=reader,
        text=text,
        language=current_language(),
    )
    page = render_template(
        "privacy/list_participants.html",
        **event_frame(published, standing(published, reader)),
        form=form if own else None,
        is_signed_in=current_user.is_authenticated,
        text=text,
        page=page_of(found, request.args.get("page", 1, type=int), size=PAGE_SIZE),
    )
    response = make_response(page, 422 if form.errors else 200)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
