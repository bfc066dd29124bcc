"""All addresses of CalDAV: what stands at one is found, and the method answered. Nothing of an agenda is written."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from flask import Response, redirect, request, url_for
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response as BaseResponse

from conference import clock
from conference.caldav.queries import Asker, known_state
from conference.caldav.render import principals, reports
from conference.caldav.render.elements import el, error
from conference.caldav.render.multistatus import propfind
from conference.caldav.render.privileges import need_privilege
from conference.caldav.render.properties import CONTENT_TYPE, PRODUCT, SYNC, reports_of
from conference.caldav.rules.asked import Wanted, wanted_by, wanted_by_propfind
from conference.caldav.rules.body import MOST_BYTES, read_body
from conference.caldav.rules.busy import busy_calendar, busy_times
from conference.caldav.rules.names import Refused, c, d
from conference.caldav.rules.places import Agenda, Holder, Place, place_at
from conference.caldav.rules.sync import Members, changes_between, digest_of
from conference.caldav.services import remember_state
from conference.calendars.views import feeds
from conference.calendars.views.dav.access import by_calendar_password
from conference.calendars.views.dav.agendas import agendas_of
from conference.calendars.views.dav.blueprint import bp
from conference.calendars.views.dav.sending import READS, sent
from conference.web.conditional import plain_refusal, without_cookies

WRITES = ("PUT", "DELETE", "POST", "PATCH", "PROPPATCH", "MKCOL", "MKCALENDAR", "MOVE", "COPY", "LOCK", "UNLOCK", "ACL")
METHODS = [*READS, *WRITES]


@bp.route("/.well-known/caldav", methods=["OPTIONS", "GET", "PROPFIND"], provide_automatic_options=False)
def show_the_way() -> BaseResponse:
    """Lead programs that know the host alone to where CalDAV is spoken (RFC 6764 section 5)."""
    without_cookies()
    return redirect(url_for("caldav.answer"), 301)


@bp.route("/dav/", methods=METHODS, provide_automatic_options=False)
@bp.route("/dav/<path:where>", methods=METHODS, provide_automatic_options=False)
@by_calendar_password
def answer(where: str = "", *, asker: Asker) -> Response:
    """Answer a program. What is not there and what is another's is not found alike."""
    request.max_content_length = MOST_BYTES + 1  # cut off there, in chunks: so that it is seen to be too large
    holder = _holder(asker)
    try:
        if request.method in WRITES:
            return _refused(Refused(403), need_privilege(request.method, f"{holder.root}{where}"))
        place = place_at(holder, where)
        if place is None:
            return plain_refusal(404)
        response = _METHODS.get(request.method, _not_allowed)(place)
    except Refused as refusal:
        return _refused(refusal)
    _remember_what_was_told(place, response)
    return response


def _holder(asker: Asker) -> Holder:
    now = clock.now()
    return Holder(
        root=url_for("caldav.answer"),
        number=asker.subscription_id,
        name=asker.name,
        email=asker.email,
        label=asker.label,
        token_base=feeds.page_of("caldav.answer", where="sync/"),
        read=lambda: agendas_of(asker.subscription_id, now),
    )


def _refused(refusal: Refused, condition: Element | None = None) -> Response:
    if condition is None and refusal.condition is not None:
        condition = el(refusal.condition)
    return sent(error(*([] if condition is None else [condition])), refusal.status)


@bp.before_app_request
def _answer_other_methods() -> Response | None:
    """Refuse what has no place in the routes as all else: only who may ask learns what stands there."""
    if not isinstance(request.routing_exception, MethodNotAllowed) or not request.path.startswith("/dav/"):
        return None
    return answer(request.path.removeprefix("/dav/"))


def _options(place: Place) -> Response:
    response = sent(b"")
    response.headers["Allow"] = _allowed(place)
    return response


def _not_allowed(place: Place) -> Response:
    response = sent(b"405 Method Not Allowed\n", 405, content_type="text/plain; charset=utf-8")
    response.headers["Allow"] = _allowed(place)
    return response


def _allowed(place: Place) -> str:
    """Return what may be asked of a place (RFC 9110 section 10.2.1): only an entry has bytes to fetch."""
    return ", ".join(method for method in READS if place.entry is not None or method not in {"GET", "HEAD"})


def _entry(place: Place) -> Response:
    """Send an entry. Nothing rests on If-Modified-Since: its tag alone tells whether it has changed."""
    entry = place.entry
    if entry is None:
        return _not_allowed(place)
    if "If-Match" in request.headers and not (request.if_match.star_tag or request.if_match.contains(entry.tag)):
        return sent(error(), 412)
    known = request.if_none_match
    is_known = "If-None-Match" in request.headers and (known.star_tag or known.contains_weak(entry.tag))
    response = sent(b"" if is_known else entry.content, 304 if is_known else 200, content_type=CONTENT_TYPE)
    response.set_etag(entry.tag)
    response.last_modified = entry.changed_at
    return response


def _body() -> Element | None:
    return read_body(request.get_data(cache=False))


def _depth(default: str) -> str:
    depth = request.headers.get("Depth", default).strip().lower()
    if depth not in {"0", "1", "infinity"}:
        raise Refused(400)
    return depth


def _is_brief() -> bool:
    """Say whether properties that are not there may be left out (RFC 8144; Brief is what Microsoft called it)."""
    wishes = {wish.strip().lower().replace(" ", "") for wish in request.headers.get("Prefer", "").split(",")}
    return bool({"return=minimal", "return-minimal"} & wishes) or request.headers.get("Brief", "").lower() == "t"


def _propfind(place: Place) -> Response:
    wanted = wanted_by_propfind(_body())
    return _told(propfind(place, wanted, _depth("infinity"), is_brief=_is_brief()))


def _told(body: bytes) -> Response:
    response = sent(body, 207)
    response.vary.update(("Brief", "Prefer"))
    if _is_brief():
        response.headers["Preference-Applied"] = "return=minimal"
    return response


def _report(place: Place) -> Response:
    root = _body()
    if root is None:
        raise Refused(400)
    make = _REPORTS.get(root.tag)
    if make is None or root.tag not in reports_of(place):
        raise Refused(403, d("supported-report"))
    return make(place, root, _depth("0"))


def _sync(place: Place, root: Element, depth: str) -> Response:
    """Answer with what changed since a token (RFC 6578); one that we do not know lets the program start anew."""
    agenda, holder = place.agenda, place.holder
    if agenda is None:
        raise Refused(403, d("supported-report"))
    token, most = reports.asked_sync(root, depth)
    known = _known(token, holder, agenda)
    if known is None:
        raise Refused(403, d("valid-sync-token"))
    changes = changes_between(known, agenda.members, most=most)
    if not changes.is_all:
        remember_state(holder.number, agenda.event_id, changes.reached, now=clock.now())
    reached = holder.token(digest_of(changes.reached))
    return _told(reports.sync_collection(place, changes, reached, wanted_by(root), is_brief=_is_brief()))


def _known(token: str, holder: Holder, agenda: Agenda) -> Members | None:
    """Return what a program with this token has; None where we do not know, or no more."""
    if not token:
        return {}
    if not token.startswith(holder.token_base):
        return None
    digest = token.removeprefix(holder.token_base)
    return agenda.members if digest == agenda.digest else known_state(holder.number, agenda.event_id, digest)


def _busy(place: Place, root: Element, depth: str) -> Response:
    span = reports.span_asked(root)
    times = busy_times(reports.entries_in(place, depth), span)
    calendar = busy_calendar(times, span, key=place.path, product=PRODUCT, now=clock.now())
    return sent(calendar, content_type=feeds.CONTENT_TYPE)


def _with_properties(
    make: Callable[..., bytes], *, has_root: bool = True, has_depth: bool = False
) -> Callable[..., Response]:
    """Let a report be answered that asks for properties."""

    def answered(place: Place, root: Element, depth: str) -> Response:
        wanted: Wanted = wanted_by(root)
        more: list[Any] = [*([root] if has_root else []), wanted, *([depth] if has_depth else [])]
        return _told(make(place, *more, is_brief=_is_brief()))

    return answered


_METHODS: dict[str, Callable[[Place], Response]] = {
    "OPTIONS": _options,
    "GET": _entry,
    "HEAD": _entry,
    "PROPFIND": _propfind,
    "REPORT": _report,
}
_REPORTS: dict[str, Callable[[Place, Element, str], Response]] = {
    c("calendar-query"): _with_properties(reports.calendar_query, has_depth=True),
    c("calendar-multiget"): _with_properties(reports.calendar_multiget),
    c("free-busy-query"): _busy,
    SYNC: _sync,
    d("expand-property"): lambda place, root, _depth: _told(principals.expand_property(place, root)),
    d("acl-principal-prop-set"): _with_properties(principals.acl_principal_prop_set, has_root=False),
    d("principal-match"): _with_properties(principals.principal_match),
    d("principal-property-search"): _with_properties(principals.principal_property_search),
    d("principal-search-property-set"): lambda _place, _root, _depth: sent(principals.principal_search_property_set()),
}


def _remember_what_was_told(place: Place, response: Response) -> None:
    """Remember each newest state whose token the answer holds, so that the program can come back with it."""
    if response.status_code != 207 or "agendas" not in vars(place.holder):  # noqa: PLR2004
        return
    body = response.get_data()
    for agenda in place.holder.agendas:
        if place.holder.token(agenda.digest).encode() in body:
            remember_state(place.holder.number, agenda.event_id, agenda.members, now=clock.now())
