"""The programme: all days at a glance, a day by room, and the list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request
from markupsafe import Markup

from conference import clock, translated
from conference.programme.document import Format, Programme, Session
from conference.programme.queries import Published
from conference.programme.render import day_graph_of
from conference.programme.rules.course import day_to_show, neighbour_days, today_in
from conference.programme.rules.filters import (
    Filter,
    Found,
    Part,
    filter_from,
    find,
    languages_followed,
    sessions_by_day,
    unknown_parts,
    values_offered,
)
from conference.programme.rules.glance import folding, glance
from conference.programme.views.blueprint import bp, opened
from conference.programme.views.results import Result, marker_of, offers_for, results_of, taken_for
from conference.programme.views.rows import rows_of
from conference.programme.views.shelf import Shelf
from conference.web.locale import current_language
from conference.web.paging import Page, page_of

VIEWS = ("overview", "timetable", "list")

SESSIONS_A_PAGE = 400
"""The list shows an event of the usual size on one page."""

RESULTS_A_PAGE = 25
"""What a search found is rendered anew for each who asks, and the best comes first."""

BY_TIME = "time"
"""How the list is asked to show what a search found in order of time, rather than the best first."""

HELD_OVERVIEWS = 64
_overviews: Shelf[Markup] = Shelf(size=HELD_OVERVIEWS)


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter, with how many sessions it would find beside all else that was asked for."""

    value: str
    count: int
    is_chosen: bool


@bp.get("/<event>/programme")
def show_programme(event: str) -> str:
    """Show the programme, filtered: an overview, one day by room, or a list; see :class:`Filter` for the address."""
    published, frame = opened(event)
    programme, now = published.programme, clock.now()
    wanted = filter_from(request.args.to_dict(flat=False))
    view = _view(wanted)
    day = wanted.chosen_day if wanted.chosen_day in programme.days else None
    if view == "timetable" and not wanted.day:
        day = day_to_show(programme, now)
    found = find(programme, wanted)
    graph = None
    if view == "timetable" and day:
        of_day = sessions_by_day(programme, found.sessions).get(day, [])
        graph = day_graph_of(programme, day, frame["standing"], now, frame["zones"], of_day)
    return render_template(
        "programme/show_programme.html",
        **frame,
        here="programme",
        view=view,
        day=day,
        wanted=wanted,
        arguments=_arguments(wanted),
        unknown=unknown_parts(programme, wanted),
        found=found,
        choices=_choices(programme, wanted, found),
        listed=_listed(published, frame, wanted, found) if view == "list" else None,
        graph=graph,
        taken=taken_for(programme, wanted, found),
        offered=offers_for(programme, wanted, found),
        marker=marker_of(wanted, found),
        neighbour_days=neighbour_days(programme, day) if day else None,
        overview=_overview(published, frame, wanted, found) if view == "overview" else None,
    )


def _overview(published: Published, frame: dict[str, Any], wanted: Filter, found: Found) -> Markup:
    """Return all days at a glance, as markup: made once for all who ask for the same and have booked nothing."""
    programme, today = published.programme, today_in(published.programme, clock.now())

    def render() -> Markup:
        weeks = glance(programme, found.codes)
        page = render_template(
            "programme/_overview.html",
            **frame,
            event=programme.event,
            base=wanted.as_arguments(),
            weeks=weeks,
            folding=folding(weeks, today),
            unscheduled=[session for session in found.sessions if session.slot is None],
        )
        return Markup(page)  # noqa: S704 - rendered by Jinja

    if frame["standing"].states:
        return render()
    return _overviews.get((published.digest, current_language(), tuple(frame["zones"]), wanted, today), render)


def _view(wanted: Filter) -> str:
    """Return the view asked for; else a list where a day or words narrow the programme to one, else the overview."""
    asked = request.args.get("view", "")
    return asked if asked in VIEWS else "list" if wanted.day or wanted.text else "overview"


def _arguments(wanted: Filter) -> dict[str, Any]:
    """Return what stood in the address, as arguments of one: the filter, and view and order where they were named."""
    chosen = {
        "view": request.args.get("view") if request.args.get("view") in VIEWS else None,
        "sort": BY_TIME if _is_by_time() else None,
    }
    return {**wanted.as_arguments(), **{name: value for name, value in chosen.items() if value}}


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list.

    :ivar page: of sessions, those of several days in their order, or the best first.
    :ivar groups: the same by day; empty where the best come first.
    :ivar results: what a search marks in each, by code; empty without words.
    :ivar rows: gives sessions as rows, see :func:`~conference.programme.views.rows.rows_of`.
    """

    page: Page[Session]
    groups: Mapping[date | None, list[Session]]
    results: Mapping[str, Result]
    rows: Callable[[Iterable[Session], int], Markup]


def _listed(published: Published, frame: dict[str, Any], wanted: Filter, found: Found) -> Listed:
    programme, is_searched = published.programme, found.hits is not None
    is_by_day = not is_searched or _is_by_time()
    page = page_of(
        found.sessions if is_by_day else found.best_first,
        request.args.get("page", 1, type=int),
        size=RESULTS_A_PAGE if is_searched else SESSIONS_A_PAGE,
    )
    return Listed(
        page,
        sessions_by_day(programme, page.items) if is_by_day else {},
        results_of(programme, marker_of(wanted, found), page.items, have_day=not is_by_day) if is_searched else {},
        rows_of(published, frame["standing"], frame["zones"], clock.now()),
    )


def _is_by_time() -> bool:
    return request.args.get("sort") == BY_TIME


def _choices(programme: Programme, wanted: Filter, found: Found) -> dict[str, list[Choice]]:
    """Return what can be chosen of each part, and how many sessions each choice would find now."""
    offered = values_offered(programme)
    towns = sorted(
        offered[Part.CITY],
        key=lambda key: translated.sort_key(programme.municipalities[key].name, current_language()),
    )
    parts: dict[Part, tuple[Sequence[str], Sequence[str]]] = {
        Part.THEME: (list(programme.themes), wanted.themes),
        Part.LANGUAGE: (languages_followed(programme), (wanted.language,)),
        Part.FORMAT: ([form.value for form in Format if form.value in offered[Part.FORMAT]], (wanted.format,)),
        Part.CITY: (towns, (wanted.city,)),
    }
    return {
        part.value: [Choice(value, found.count(part, value), value in chosen) for value in values]
        for part, (values, chosen) in parts.items()
    }
