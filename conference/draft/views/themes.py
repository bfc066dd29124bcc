"""Themes: their list, order and forms."""

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.draft import services
from conference.draft.forms.frame import DraftForm
from conference.draft.forms.strands import STARTING_COLOURS, theme_form
from conference.draft.queries import acceptances, draft_state, theme_of, themes_in_order
from conference.draft.rules.limits import is_colour
from conference.draft.rules.missing import Place, find_missing, missing_by_key
from conference.draft.services import StillInUse
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import onward, page, stored
from conference.draft.views.undo import removed_page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.programme.render.palette import ThemeColour, readable_colour, theme_css
from conference.translated import pick
from conference.web.guards import organiser
from conference.web.locale import current_language


@bp.get("/themes")
@organiser(Action.SEE_DRAFT)
def list_themes(event: Event) -> tuple[str, int]:
    """Show the themes in their order."""
    state = draft_state(event, now=clock.now())
    lacking = missing_by_key(find_missing(state.programme.document, acceptances(event.id)), Place.THEME)
    return page("draft/list_themes.html", event, state=state, lacking=lacking)


@bp.route("/themes/new", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def create_theme(event: Event) -> Response | tuple[str, int]:
    """Add a theme."""
    colour = STARTING_COLOURS[len(themes_in_order(event.id)) % len(STARTING_COLOURS)]
    form = theme_form(tuple(event.languages))(colour=colour)
    if stored(form, lambda: services.add_theme(event.id, **form.facts())):
        flash(_("The theme is added."), "success")
        return onward(event, form, another="draft.create_theme", otherwise="draft.list_themes")
    return page(
        "draft/edit_theme.html", event, form=form, theme=None, shown=_shown(form), status=form.status, here="themes"
    )


@bp.route("/themes/<slug>", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def edit_theme(event: Event, slug: str) -> Response | tuple[str, int]:
    """Change a theme."""
    theme = theme_of(event.id, slug)
    form = theme_form(tuple(event.languages))(obj=theme)
    if stored(form, lambda: services.edit_theme(event.id, slug, version=form.version.data, **form.facts())):
        flash(_("The theme is saved."), "success")
        return redirect(url_for("draft.list_themes", event=event.slug), 303)
    return page(
        "draft/edit_theme.html", event, form=form, theme=theme, shown=_shown(form), status=form.status, here="themes"
    )


@bp.post("/themes/<slug>/move")
@organiser(Action.EDIT_DRAFT)
def move_theme(event: Event, slug: str) -> Response:
    """Move a theme one place up or down."""
    match request.form.get("step"):
        case "up":
            services.move_theme(event.id, slug, step=-1)
        case "down":
            services.move_theme(event.id, slug, step=1)
        case _other:
            abort(400)
    return redirect(url_for("draft.list_themes", event=event.slug, _anchor=f"theme-{slug}"), 303)


@bp.route("/themes/<slug>/remove", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def remove_theme(event: Event, slug: str) -> Response | tuple[str, int]:
    """Remove a theme that no session has, after asking."""
    theme = theme_of(event.id, slug)
    in_use = None
    if request.method == "POST":
        try:
            removed = services.remove_theme(event.id, slug)
        except StillInUse as refusal:
            in_use = refusal
        else:
            return removed_page(event, removed, pick(removed.values["title"], current_language(), event.languages))
    return page(
        "draft/remove_theme.html", event, theme=theme, in_use=in_use, status=422 if in_use else 200, here="themes"
    )


@bp.get("/themes.css")
@organiser(Action.SEE_DRAFT)
def show_theme_css(event: Event) -> Response:
    """Send the colours of the draft's themes."""
    response = FlaskResponse(theme_css(themes_in_order(event.id)), mimetype="text/css")
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


def _shown(form: DraftForm) -> ThemeColour | None:
    """Return as what the form's colour is shown to readers; None while it is no colour."""
    colour = form["colour"].data or ""
    return readable_colour(colour) if is_colour(colour) else None
