"""Files that answer questions, on their way to those who may see them."""

from io import BytesIO

from flask import Response, abort, send_file

from conference.registrations.queries import file_of


def sent_file(event_id: int, registration_id: int, question_id: int) -> Response:
    """Return a file that answers a question, to be kept and never shown by the browser; 404 where there is none."""
    found = file_of(event_id, registration_id, question_id)
    if found is None:
        abort(404)
    facts, content = found
    response = send_file(
        BytesIO(content), mimetype=facts["type"], as_attachment=True, download_name=facts["name"], max_age=0
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
