"""A participant's own agenda: the private feed of a subscription, and a copy to keep."""

from collections.abc import Iterable
from datetime import datetime

from flask import Response, abort, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from conference import clock
from conference.calendars.queries import HeldSeat, held_seats, subscription_by_token, waiting_places
from conference.calendars.render import Frame, feed_bytes
from conference.calendars.render.entries import entry_bytes
from conference.calendars.render.feeds import joined_feed
from conference.calendars.views import combined, feeds, fetches, group
from conference.calendars.views.blueprint import bp
from conference.calendars.views.notation import asked_notation, feed
from conference.calendars.views.seats import all_that_matters, entries_of
from conference.programme.queries import newest_release, newest_release_of
from conference.registrations.queries import registration_of, registrations_of
from conference.web import limits
from conference.web.conditional import without_cookies
from conference.web.guards import account, recently_proven, signed_in
from conference.web.headers import kept_private
from conference.web.limits import limiter
from conference.web.locale import current_language


@feed("/feeds/<token>")
def show_private_feed(token: str) -> Response:
    """Send the agenda of whoever made this address. Unknown and revoked ones get the same answer.

    An unchanged feed costs one query, two while a place in a queue is shown, and renders nothing; one of all events
    costs one more.
    """
    without_cookies()
    now = clock.now()
    state = subscription_by_token(token)
    if state is None:
        together, response = combined.feed_of_all_events(token, now)
        fetches.note(together, now)
        return response
    if state.member_id is not None:
        response = group.feed_of_delegation(state, state.member_id, now)
        fetches.note(state, now)
        return response
    waiting = waiting_places(state.registration_id) if state.is_waiting and state.shows_waiting else ()
    frame = feeds.private_frame(state.event_id, state.digest, state) or abort(404)
    programme = frame.programme
    changed_at = feeds.last_change(
        state.framed_at, programme, now, state.agenda_changed_at, *(seat.changed_at for seat in waiting)
    )

    def make() -> bytes:
        seats = (*held_seats(state.registration_id), *waiting)
        return _feed(frame, seats, state.registration_id, state.agenda_changed_at, now)

    response = feeds.private_answer(
        make,
        tag=feeds.tag_of(all_that_matters(state, waiting, frame, now)),
        changed_at=changed_at,
        filename="agenda",
        title=name_of(frame),
        now=now,
        # Places in queues are changed by others, without a trace in the row that decides the rest.
        holds_until=None if waiting else feeds.holds_until(programme, now),
    )
    fetches.note(state, now)
    return response


@feed("/<event>/agenda")
@signed_in
def download_agenda(event: str) -> BaseResponse:
    """Send one's own agenda as a file to keep: as it is now, in the language of the request."""
    now = clock.now()
    published = newest_release(event)
    person = account()
    registration = registration_of(published.event_id, person.id)
    if registration is None:
        return redirect(url_for("agenda.show_agenda", event=event))
    frame = feeds.frame_of(published.programme, published.digest, current_language(), own_zone=person.zone)
    seats = (*held_seats(registration.id), *waiting_places(registration.id))
    plain = _feed(frame, seats, registration.id, registration.agenda_changed_at, now)
    notation = asked_notation()
    response = Response(notation.written(plain), content_type=notation.content_type)
    response.headers["Content-Disposition"] = feeds.disposition("attachment", f"{event}-agenda", name_of(frame))
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers.update(feeds.PRIVATE_HEADERS)
    return response


@bp.get("/account/data.ics")
@recently_proven
@limiter.limit(limits.TAKE_DATA)
def download_all() -> BaseResponse:
    """Send the agendas of all one's events as one file to keep, in one's language."""
    now = clock.now()
    person = account()
    entries: list[bytes] = []
    for registration in registrations_of(person.id):
        published = newest_release_of(registration.event_id)
        if published is None:
            continue
        frame = feeds.frame_of(published.programme, published.digest, person.language, own_zone=person.zone)
        seats = (*held_seats(registration.id), *waiting_places(registration.id))
        entries += [entry_bytes(frame, entry) for entry in entries_of(frame, seats, now)]
    cover = combined.cover_of_all(person.language)
    response = Response(joined_feed(cover, entries), content_type=feeds.CONTENT_TYPE)
    response.headers["Content-Disposition"] = feeds.disposition("attachment", "meridian-sessions", cover.name)
    return kept_private(response)


def name_of(frame: Frame) -> str:
    """Return what the feed of one's own agenda is called."""
    return frame.words.agenda % {"event": feeds.title_of(frame.programme, frame.words.language)}


def _feed(
    frame: Frame, seats: Iterable[HeldSeat], registration_id: int, agenda_changed_at: datetime, now: datetime
) -> bytes:
    """Return a participant's agenda as a calendar."""
    page = feeds.page_of("agenda.show_agenda", event=frame.programme.event.slug)
    cover = feeds.cover_of(frame, name=name_of(frame), page=page, colour=feeds.YELLOW)
    empty = feeds.nothing_booked(frame, key=f"agenda {registration_id}", page=page, changed_at=agenda_changed_at)
    return feed_bytes(frame, cover, entries_of(frame, seats, now), empty)
