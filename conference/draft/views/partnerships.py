"""Partnerships and their municipalities: list and forms."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock
from conference.draft import services
from conference.draft.forms.frame import DraftForm
from conference.draft.forms.places import NEW, MunicipalityForm, countries, partnership_form
from conference.draft.queries import DraftState, acceptances, draft_state, municipality_of, partnership_of
from conference.draft.rules.listing import municipalities_found, partnerships_found
from conference.draft.rules.missing import Place, find_missing, missing_by_key
from conference.draft.services import StillInUse
from conference.draft.views.blueprint import bp
from conference.draft.views.frame import PAGE_SIZE, onward, page, stored
from conference.draft.views.undo import removed_page
from conference.events.rules import Action
from conference.events.tables import Event
from conference.web.fields import offered
from conference.web.guards import organiser
from conference.web.locale import current_language
from conference.web.paging import page_of


@bp.get("/partnerships")
@organiser(Action.SEE_DRAFT)
def list_partnerships(event: Event) -> tuple[str, int]:
    """Show the partnerships, and the municipalities."""
    state = draft_state(event, now=clock.now())
    text = request.args.get("q", "").strip()[:200]
    ties = partnerships_found(state.programme, text, language=current_language())
    towns = municipalities_found(state.programme, text, language=current_language())
    number = request.args.get("page", 1, type=int)
    lacking = missing_by_key(find_missing(state.programme.document, acceptances(event.id)), Place.PARTNERSHIP)
    return page(
        "draft/list_partnerships.html", event, state=state, text=text, lacking=lacking,
        found=page_of(ties, number, size=PAGE_SIZE), towns=towns, country_names=dict(countries(current_language())),
    )  # fmt: skip


@bp.route("/partnerships/new", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def create_partnership(event: Event) -> Response | tuple[str, int]:
    """Add a partnership between two municipalities, known or new."""
    state = draft_state(event, now=clock.now())
    form = _with_choices(partnership_form(tuple(event.languages))(first_country="DE", second_country="TR"), state)
    if stored(form, lambda: services.add_partnership(event.id, **form.facts())):
        flash(_("The partnership is added."), "success")
        return onward(event, form, another="draft.create_partnership", otherwise="draft.list_partnerships")
    return page(
        "draft/edit_partnership.html", event, state=state, form=form, tie=None, new=NEW, status=form.status,
        here="partnerships",
    )  # fmt: skip


@bp.route("/partnerships/<slug>", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def edit_partnership(event: Event, slug: str) -> Response | tuple[str, int]:
    """Change a partnership."""
    row = partnership_of(event.id, slug)
    state = draft_state(event, now=clock.now())
    tie = state.programme.partnerships[slug]
    known: dict[str, Any] = {
        "first": tie.first, "second": tie.second, "since": row.since, "summary": row.summary, "version": row.version,
        "first_country": "DE", "second_country": "TR",
    }  # fmt: skip
    form = _with_choices(partnership_form(tuple(event.languages))(data=known), state)
    if stored(form, lambda: services.edit_partnership(event.id, slug, version=form.version.data, **form.facts())):
        flash(_("The partnership is saved."), "success")
        return redirect(url_for("draft.list_partnerships", event=event.slug), 303)
    return page(
        "draft/edit_partnership.html", event, state=state, form=form, tie=tie, new=NEW, status=form.status,
        here="partnerships",
    )  # fmt: skip


@bp.route("/partnerships/<slug>/remove", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def remove_partnership(event: Event, slug: str) -> Response | tuple[str, int]:
    """Remove a partnership that no session names, after asking."""
    partnership_of(event.id, slug)
    programme = draft_state(event, now=clock.now()).programme
    name = " – ".join(town.name for town in programme.municipalities_of(programme.partnerships[slug]))
    in_use = None
    if request.method == "POST":
        try:
            removed = services.remove_partnership(event.id, slug)
        except StillInUse as refusal:
            in_use = refusal
        else:
            return removed_page(event, removed, name)
    return page(
        "draft/remove_partnership.html", event, slug=slug, name=name, in_use=in_use, status=422 if in_use else 200,
        here="partnerships",
    )  # fmt: skip


@bp.route("/municipalities/new", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def create_municipality(event: Event) -> Response | tuple[str, int]:
    """Add a municipality."""
    form = MunicipalityForm(country="DE")
    form.country.choices = offered(countries(current_language()))
    if stored(form, lambda: services.add_municipality(event.id, form.municipality())):
        flash(_("%(name)s is added.", name=form["name"].data), "success")
        return onward(
            event,
            form,
            another="draft.create_municipality",
            otherwise="draft.list_partnerships",
            _anchor="municipalities",
        )
    return page("draft/edit_municipality.html", event, form=form, town=None, status=form.status, here="partnerships")


@bp.route("/municipalities/<key>", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def edit_municipality(event: Event, key: str) -> Response | tuple[str, int]:
    """Change a municipality."""
    town = municipality_of(event.id, key)
    form = MunicipalityForm(obj=town)
    form.country.choices = offered(countries(current_language()))
    if stored(
        form,
        lambda: services.edit_municipality(
            event.id, key, form.municipality(geonames_id=town.geonames_id), version=form.version.data
        ),
    ):
        flash(_("%(name)s is saved.", name=form["name"].data), "success")
        return redirect(url_for("draft.list_partnerships", event=event.slug, _anchor="municipalities"), 303)
    return page("draft/edit_municipality.html", event, form=form, town=town, status=form.status, here="partnerships")


@bp.route("/municipalities/<key>/remove", methods=["GET", "POST"])
@organiser(Action.EDIT_DRAFT)
def remove_municipality(event: Event, key: str) -> Response | tuple[str, int]:
    """Remove a municipality without partnerships, after asking."""
    town = municipality_of(event.id, key)
    in_use = None
    if request.method == "POST":
        try:
            removed = services.remove_municipality(event.id, key)
        except StillInUse as refusal:
            in_use = refusal
        else:
            return removed_page(event, removed, town.name)
    return page(
        "draft/remove_municipality.html", event, town=town, in_use=in_use, status=422 if in_use else 200,
        here="partnerships",
    )  # fmt: skip


def _with_choices(form: DraftForm, state: DraftState) -> DraftForm:
    language = current_language()
    towns = [(town.key, town.name) for town in municipalities_found(state.programme, "", language=language)]
    for side in ("first", "second"):
        form[side].choices = offered([("", _("Choose …")), *towns, (NEW, _("A new one, described below"))])
        form[f"{side}_country"].choices = offered(countries(language))
    return form
