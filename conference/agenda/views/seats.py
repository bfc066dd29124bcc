"""Answering what is asked about a seat: take the one offered, say that one is coming, swap. By page or letter."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference import clock, translated
from conference.agenda import rules, services
from conference.agenda.queries import booking_of_answer, given_up_for, standing
from conference.agenda.tables import Booking, BookingState
from conference.agenda.views.blueprint import bp
from conference.agenda.views.bookings import answered, asked_about, refusal_words, refused, sessions_named, title_of
from conference.programme.document import Session
from conference.programme.queries import Published, newest_release
from conference.web.frame import event_frame, visitor_id
from conference.web.guards import open_to_all
from conference.web.locale import current_language


@bp.post("/<event>/sessions/<code>/take")
@open_to_all
def take_seat(event: str, code: str) -> Response:
    """Take the seat that is held for the participant."""
    asked = asked_about(event, code)
    if isinstance(asked, Response):
        return asked
    try:
        answer = services.take_seat(asked.registration_id, asked.session.uid, now=clock.now())
    except rules.OfferOver:
        return refused(asked, _offer_over(asked.session))
    except rules.NotBookable as refusal:
        return refused(asked, refusal_words(refusal, title_of(asked.session)))
    given_up = asked.standing.given_up_for(asked.session)
    if given_up:
        others = ", ".join(_("“%(title)s”", title=title_of(other)) for other in given_up)
        words = _(
            "You have a seat in “%(title)s”, and gave up %(others)s.", title=title_of(asked.session), others=others
        )
    else:
        words = _("You have a seat in “%(title)s”.", title=title_of(asked.session))
    return answered(asked, answer, words)


@bp.post("/<event>/sessions/<code>/confirm")
@open_to_all
def confirm_seat(event: str, code: str) -> Response:
    """Say that one is coming."""
    asked = asked_about(event, code)
    if isinstance(asked, Response):
        return asked
    try:
        answer = services.confirm_seat(asked.registration_id, asked.session.uid, now=clock.now())
    except rules.NothingToConfirm:
        return refused(
            asked, _("Nobody asks now whether you are coming to “%(title)s”.", title=title_of(asked.session))
        )
    return answered(
        asked, answer, _("You are coming to “%(title)s”: your seat stays yours.", title=title_of(asked.session))
    )


@bp.post("/<event>/sessions/<code>/swap")
@open_to_all
def wish_swap(event: str, code: str) -> Response:
    """Say which seats are given up (``instead``) once one waits no longer; without any, that none is."""
    asked = asked_about(event, code)
    if isinstance(asked, Response):
        return asked
    given = sessions_named(asked, "instead")
    try:
        answer = services.wish_swap(
            asked.registration_id, asked.session.uid, given=[other.uid for other in given], now=clock.now()
        )
    except (rules.OfferOver, rules.SessionUnknown):
        return refused(asked, _("You do not wait for “%(title)s”.", title=title_of(asked.session)))
    if given:
        others = ", ".join(_("“%(title)s”", title=title_of(other)) for other in given)
        words = _(
            "As soon as you have a seat in “%(title)s”, you give up %(others)s. Until then you keep what you have.",
            title=title_of(asked.session),
            others=others,
        )
    else:
        words = _("You keep what you have, also with a seat in “%(title)s”.", title=title_of(asked.session))
    return answered(asked, answer, words)


@bp.route("/<event>/seats/<token>", methods=["GET", "POST"])
@open_to_all
def answer_letter(event: str, token: str) -> Response:
    """Answer a letter without signing in: take or keep the seat, or let it go. Looking changes nothing."""
    published = newest_release(event)
    booking = booking_of_answer(published.event_id, token)
    session = published.programme.by_uid.get(booking.session_uid) if booking else None
    if booking is None or session is None:
        return _letter_page(published, None, None, status=410)
    if request.method == "POST":
        words, category = _letter_answered(booking, session)
        flash(words, category)
        if booking_of_answer(published.event_id, token) is None:
            page = url_for("programme.show_session", event=event, code=session.code)
        else:
            page = url_for("agenda.answer_letter", event=event, token=token)
        return redirect(page, 303)
    return _letter_page(published, booking, session)


def _letter_page(published: Published, booking: Booking | None, session: Session | None, status: int = 200) -> Response:
    page = render_template(
        "agenda/answer_letter.html",
        **event_frame(published, standing(published, visitor_id())),
        booking=booking,
        session=session,
        given_up=given_up_for(booking, published.programme) if booking else [],
        is_held=bool(booking and booking.respond_by and booking.respond_by > clock.now()),
    )
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _letter_answered(booking: Booking, session: Session) -> tuple[str, str]:  # noqa: PLR0911 - one for each answer
    """Do what was chosen; return what to say of it, and how it went."""
    title, who, now = translated.pick(session.title, current_language()), booking.registration_id, clock.now()
    is_offer = booking.state == BookingState.OFFERED
    try:
        match request.form.get("answer"):
            case "take":
                services.take_seat(who, session.uid, now=now)
                return _("You have a seat in “%(title)s”.", title=title), "success"
            case "confirm":
                services.confirm_seat(who, session.uid, now=now)
                return _("You are coming to “%(title)s”: your seat stays yours.", title=title), "success"
            case "drop":
                services.drop_booking(who, session.uid, now=now)
                if is_offer:
                    return _("You let the seat in “%(title)s” go. It is offered to the next.", title=title), "success"
                return _("You gave up your seat in “%(title)s”.", title=title), "success"
            case _:
                abort(400)
    except rules.OfferOver:
        return _offer_over(session), "warning"
    except rules.NothingToConfirm:
        return _("Nobody asks now whether you are coming to “%(title)s”.", title=title), "warning"
    except rules.NotBookable as refusal:
        return refusal_words(refusal, title), "warning"


def _offer_over(session: Session) -> str:
    return str(
        _("The seat in “%(title)s” is no longer held for you: the time to answer ran out.", title=title_of(session))
    )
