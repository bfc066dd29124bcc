"""All that is kept of oneself, to read and to take along."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Response, current_app, jsonify, make_response, render_template

import config
from conference import clock
from conference.privacy.queries import data_of, person_of
from conference.privacy.queries.files import files_of, has_files
from conference.privacy.views.blueprint import bp
from conference.privacy.views.words import parts_of
from conference.web import limits
from conference.web.guards import account, recently_proven
from conference.web.headers import kept_private
from conference.web.limits import limiter


@bp.get("/account/data")
@recently_proven
def show_data() -> Response:
    """Show what is kept of oneself, part by part, and lead to taking it along."""
    person = person_of(account())
    told = data_of(person, base_url=_base_url(), now=clock.now())
    page = render_template("privacy/show_data.html", here="data", parts=parts_of(told), has_files=has_files(person))
    return kept_private(page)


@bp.get("/account/data.json")
@recently_proven
@limiter.limit(limits.TAKE_DATA)
def download_data() -> Response:
    """Give all that is kept of oneself as JSON, with the keys that docs/privacy.md tells."""
    now = clock.now()
    response = make_response(jsonify(data_of(person_of(account()), base_url=_base_url(), now=now)))
    response.headers["Content-Disposition"] = f'attachment; filename="meridian-data-{now:%Y-%m-%d}.json"'
    return kept_private(response)


@bp.get("/account/data.zip")
@recently_proven
@limiter.limit(limits.TAKE_DATA)
def download_all_data() -> Response:
    """Give the same together with the files that one sent, as a zip."""
    now, person = clock.now(), person_of(account())
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        told = data_of(person, base_url=_base_url(), now=now)
        archive.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1))
        for path, content in files_of(person):
            archive.writestr(path, content)
    response = Response(packed.getvalue(), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="meridian-data-{now:%Y-%m-%d}.zip"'
    return kept_private(response)


def _base_url() -> str:
    settings: config.Settings = current_app.config["SETTINGS"]
    return settings.base_url
