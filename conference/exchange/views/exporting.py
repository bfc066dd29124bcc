"""The programme as files."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from conference.events.queries import role_of
from conference.events.rules import Action, may
from conference.events.tables import Event
from conference.exchange import big_event, frab, pretalx_json, sheets
from conference.exchange.document import PlainProgramme
from conference.exchange.queries import drafted_programme, whole_release
from conference.exchange.timetabling import laid_out
from conference.exchange.views.blueprint import bp
from conference.programme.queries import newest_release
from conference.web.filters import public_address
from conference.web.guards import account, organiser


@dataclass(frozen=True)
class Writer:
    """A format in which the programme goes out.

    :ivar kind: media type.
    :ivar ending: of the file's name.
    :ivar write: takes the programme, the address of its page and the version, and gives the file.
    """

    kind: str
    ending: str
    write: Callable[[PlainProgramme, str, str], bytes]


def _planned(programme: PlainProgramme) -> PlainProgramme:
    """Return a programme without its cancelled sessions, for formats that cannot say that one is."""
    return replace(programme, sessions=tuple(one for one in programme.sessions if not one.is_cancelled))


def _big_event(programme: PlainProgramme, _site: str, _version: str) -> bytes:
    return big_event.write(_planned(programme))


def _xml(programme: PlainProgramme, site: str, version: str) -> bytes:
    layout = laid_out(_planned(programme), site=site, language=programme.event.languages[0])
    return frab.write(layout, version=version)


def _json(programme: PlainProgramme, site: str, version: str) -> bytes:
    layout = laid_out(_planned(programme), site=site, language=programme.event.languages[0])
    return pretalx_json.write(layout, version=version)


WRITERS = {
    "xlsx": Writer(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
        lambda programme, _site, _version: sheets.write_workbook(programme),
    ),
    "csv": Writer("text/csv; charset=utf-8", "csv", lambda programme, _site, _version: sheets.write_csv(programme)),
    "schedule.xml": Writer("application/xml", "schedule.xml", _xml),
    "schedule.json": Writer("application/json", "schedule.json", _json),
    "big-event": Writer("application/json", "big-event.json", _big_event),
}  # fmt: skip
"""Formats of both the draft and a release, by the name in their address."""


@bp.get("/export/<name>")
@organiser(Action.SEE_DRAFT)
def export_file(event: Event, name: str) -> Response:
    """Give the programme as a file: the newest release, or with ``of=draft`` the draft.

    Ways into meetings go only to those who could read them in the draft's forms.
    """
    writer = WRITERS.get(name)
    if writer is None:
        abort(404)
    if request.args.get("of") == "draft":
        programme, version, ending = drafted_programme(event), "draft", f"draft.{writer.ending}"
    else:
        published = newest_release(event.slug)
        programme, version = whole_release(published), str(published.number)
        ending = f"{version}.{writer.ending}"
    if not may(role_of(event.id, account().id), Action.EDIT_DRAFT):
        programme = replace(programme, sessions=tuple(replace(one, join_url=None) for one in programme.sessions))
    site = public_address(url_for("programme.show_welcome", event=event.slug)).rstrip("/")
    response = Response(writer.write(programme, site, version), mimetype=writer.kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}-{ending}"'
    response.headers["Cache-Control"] = "no-store"
    return response
