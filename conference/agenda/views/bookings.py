"""Booking and dropping a session, from any page: plain forms, or JSON for programs that ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from conference import clock, translated
from conference.agenda import rules, services
from conference.agenda.queries import standing
from conference.agenda.rules import Standing
from conference.agenda.services import SeatAnswer
from conference.agenda.tables import BookingState
from conference.agenda.views.blueprint import bp
from conference.programme.document import Session
from conference.programme.queries import Published, newest_release
from conference.web.frame import event_frame, visitor_id
from conference.web.guards import open_to_all, safe_next
from conference.web.locale import current_language


@dataclass(frozen=True)
class Asked:
    """A participant who asks for something about a session."""

    published: Published
    session: Session
    standing: Standing
    registration_id: int


@bp.post("/<event>/sessions/<code>/book")
@open_to_all
def book_session(event: str, code: str) -> Response:
    """Book a session, or queue for it.

    The form may say ``seen_clashes``, the codes of the clashing sessions that stood beside its button: a
    clash that did not is shown first. ``instead`` names those to drop once the seat is sure; with ``swap=later``
    they are also dropped where the seat comes later, from the queue.
    """
    asked = asked_about(event, code)
    if isinstance(asked, Response):
        return asked
    session, stand = asked.session, asked.standing
    try:
        rules.check_bookable(session, clock.now())
        instead = sessions_named(asked, "instead")
        seen = {*request.form.get("seen_clashes", "").split(), *(other.code for other in instead)}
        if not stand.state_of(session) and stand.unseen_clashes(session, seen):
            return _clash_first(asked)
        answer = services.book_instead(
            asked.registration_id,
            session.uid,
            instead_of=[other.uid for other in instead],
            now=clock.now(),
            swaps_later=request.form.get("swap") == "later",
        )
    except rules.NotBookable as refusal:
        return refused(asked, refusal_words(refusal, title_of(session)))
    except rules.SessionUnknown:
        abort(404)
    return answered(asked, answer, _booked_words(session, answer, instead, is_offered=stand.rules_for(session).offers))


@bp.post("/<event>/sessions/<code>/drop")
@open_to_all
def drop_session(event: str, code: str) -> Response:
    """Give a seat, or a place in the queue, back."""
    asked = asked_about(event, code)
    if isinstance(asked, Response):
        return asked
    before = asked.standing.state_of(asked.session)
    answer = services.drop_booking(asked.registration_id, asked.session.uid, now=clock.now())
    title = title_of(asked.session)
    if before == BookingState.WAITING:
        words = _("You no longer wait for “%(title)s”.", title=title)
    elif before == BookingState.OFFERED:
        words = _("You let the seat in “%(title)s” go. It is offered to the next.", title=title)
    elif before == BookingState.BOOKED:
        words = _("You gave up your seat in “%(title)s”.", title=title)
    else:
        words = _("You have no seat in “%(title)s”.", title=title)
    return answered(asked, answer, words)


@bp.post("/<event>/agenda/clashes")
@open_to_all
def keep_both(event: str) -> Response:
    """Stop asking about two of one's sessions that clash: both are kept."""
    asked = asked_about(event, request.form.get("first", ""))
    if isinstance(asked, Response):
        return asked
    other = asked.published.programme.sessions.get(request.form.get("second", ""))
    if other is None or asked.session not in asked.standing.clashes_of(other):
        abort(404)
    services.keep_both(asked.registration_id, asked.session.uid, other.uid)
    flash(
        _(
            "You keep both “%(first)s” and “%(second)s”. The agenda no longer asks.",
            first=title_of(asked.session),
            second=title_of(other),
        ),
        "success",
    )
    return redirect(_way_back(asked, url_for("agenda.show_agenda", event=event)), 303)


def asked_about(event: str, code: str) -> Asked | Response:
    """Return who asks about what; or the answer to those who cannot: sign in first, or register first."""
    published = newest_release(event)
    session = published.programme.sessions.get(code) or abort(404)
    page = url_for("programme.show_session", event=event, code=code)
    if not current_user.is_authenticated:
        sign_in = url_for("accounts.sign_in", next=page)
        return _sent_on(401, sign_in, _("Please sign in to book sessions."), sign_in=sign_in)
    stand = standing(published, visitor_id())
    if stand.registration_id is None:
        register = url_for("registrations.register", event=event, next=page)
        return _sent_on(403, register, _("Please register for the conference first."), register=register)
    return Asked(published, session, stand, stand.registration_id)


def _sent_on(status: int, target: str, words: str, **links: str) -> Response:
    if _wants_json():
        return _json(status, error=status, message=words, **links)
    flash(words, "info")
    return redirect(target, 303)


def sessions_named(asked: Asked, field: str) -> list[Session]:
    """Return the sessions whose codes a field names; what is not one of the participant's is left out."""
    codes = request.form.get(field, "").split()
    return [session for session in asked.standing.chosen if session.code in codes and session != asked.session]


def _clash_first(asked: Asked) -> Response:
    """Show a clash that was not beside the button: it arose meanwhile."""
    clashes = asked.standing.clashes_of(asked.session)
    if _wants_json():
        words = ngettext(
            "“%(title)s” clashes with another session of yours. Nothing is booked yet.",
            "“%(title)s” clashes with %(num)s other sessions of yours. Nothing is booked yet.",
            len(clashes),
            title=title_of(asked.session),
        )
        return _json(409, **_facts(asked, None), message=words)
    page = render_template(
        "agenda/confirm_clash.html",
        **event_frame(asked.published, asked.standing),
        session=asked.session,
        clashes=clashes,
        back=_way_back(asked),
    )
    return make_response(page, 409)


def refused(asked: Asked, words: str) -> Response:
    """Answer that nothing was changed, and why."""
    if _wants_json():
        return _json(409, **_facts(asked, None), message=words)
    flash(words, "warning")
    return redirect(_way_back(asked), 303)


def answered(asked: Asked, answer: SeatAnswer, words: str) -> Response:
    """Answer what was done, and how the participant stands to the session now."""
    if _wants_json():
        return _json(200, **_facts(asked, answer), message=words)
    flash(words, "success")
    return redirect(_way_back(asked), 303)


def _facts(asked: Asked, answer: SeatAnswer | None) -> dict[str, Any]:
    stand, session = asked.standing, asked.session
    respond_by = answer.respond_by if answer else stand.respond_by(session)
    place = answer.place if answer else stand.place_of(session)
    chance = stand.chance_of(session, place, clock.now()) if place is not None else None
    return {
        "state": answer.state if answer else stand.state_of(session),
        "place": place,
        "taken": answer.taken if answer else stand.taken(session),
        "free": answer.free if answer else stand.free(session),
        "respond_by": respond_by.isoformat() if respond_by else None,
        "chance": str(chance.likelihood) if chance else None,
        "clashes": [{"code": other.code, "title": title_of(other)} for other in stand.clashes_of(session)],
    }


def _json(status: int, **facts: Any) -> Response:
    response = jsonify(**facts)
    response.status_code = status
    return response


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _way_back(asked: Asked, otherwise: str | None = None) -> str:
    page = otherwise or url_for(
        "programme.show_session", event=asked.published.programme.event.slug, code=asked.session.code
    )
    return safe_next(request.form.get("next")) or page


def title_of(session: Session) -> str:
    """Return a session's title in the reader's language."""
    return translated.pick(session.title, current_language())


def _booked_words(session: Session, answer: SeatAnswer, instead: Sequence[Session], *, is_offered: bool) -> str:
    title = title_of(session)
    if answer.state == BookingState.WAITING:
        words = (
            _(
                "“%(title)s” is full. You wait at place %(place)s: a free seat is offered to you, and we write to you.",
                title=title,
                place=answer.place,
            )
            if is_offered
            else _(
                "“%(title)s” is full. You wait at place %(place)s: a free seat becomes yours at once, and we write to"
                " you.",
                title=title,
                place=answer.place,
            )
        )
        if instead:
            words += " " + _("Until then you keep what you have.")
    elif instead:
        others = ", ".join(_("“%(title)s”", title=title_of(other)) for other in instead)
        words = _("You have a seat in “%(title)s”, and gave up %(others)s.", title=title, others=others)
    else:
        words = _("You have a seat in “%(title)s”.", title=title)
    return str(words)


def refusal_words(refusal: rules.NotBookable, title: str) -> str:
    """Return in words why a session cannot be booked."""
    if isinstance(refusal, rules.SessionCancelled):
        words = _("“%(title)s” has been cancelled, so there are no seats.", title=title)
    elif isinstance(refusal, rules.SessionUnscheduled):
        words = _("“%(title)s” has no time yet. You can book it once it has one.", title=title)
    else:
        words = _("“%(title)s” is over.", title=title)
    return str(words)
