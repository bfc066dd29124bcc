"""Who may pass: sign-in and roles. A view names what it needs in one line above it."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask import Response as FlaskResponse
from flask import session as cookie
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from conference import clock
from conference.accounts import queries as accounts
from conference.accounts.rules import STAYS, device_name, is_proof_fresh, is_worth_noting
from conference.accounts.services.sign_ins import begin_sign_in, end_sign_in_of_key, note_seen
from conference.accounts.tables import Account, SignIn
from conference.db import act_as, db
from conference.events import queries as events
from conference.events.rules import Action, may
from conference.web.conditional import is_for_calendars
from conference.web.locale import visitor_zone

View = Callable[..., Any]
login_manager = LoginManager()


def init_app(app: Flask) -> None:
    """Let Flask-Login find accounts, and give templates ``current_account``."""
    login_manager.init_app(app)
    login_manager.user_loader(_account_of_key)
    login_manager.unauthorized_handler(ask_to_sign_in)
    login_manager.session_protection = "basic"
    app.context_processor(lambda: {"current_account": current_user, "is_let_in": is_let_in})
    app.before_request(find_nothing_at_nul)
    app.after_request(_note_seen)


def find_nothing_at_nul() -> None:
    """Answer 404 where an address holds U+0000: nothing is named so, and PostgreSQL refuses even to look for it.

    Tokens are looked for by their hash, and refused like any other that does not work.
    """
    if any("\0" in str(value) for name, value in (request.view_args or {}).items() if name != "token"):
        abort(404)


def _account_of_key(key: str) -> Account | None:
    """Return the account of the sign-in whose key the cookie holds, and keep that sign-in for this request."""
    found = accounts.sign_in_of_key(key, now=clock.now())
    if found is None:
        return None
    g.sign_in = found[1]
    return found[0]


def _note_seen(response: FlaskResponse) -> FlaskResponse:
    """Note that the browser was seen, not too often. Where that cannot be, the answer goes out all the same."""
    seen: SignIn | None = g.get("sign_in")
    if seen is not None and is_worth_noting(seen.last_seen_at, clock.now()):
        sign_in_id = seen.id
        try:
            db.session.rollback()  # whatever a view that failed has left behind
            note_seen(sign_in_id, now=clock.now())
        except OperationalError:
            db.session.rollback()
    return response


def ask_to_sign_in() -> Response:
    """Lead to the sign-in page and back again afterwards; programs, which take no pages, are refused."""
    if is_for_calendars() and not any(kind == "text/html" for kind, _quality in request.accept_mimetypes):
        abort(403)
    back = request.full_path.rstrip("?") if request.method == "GET" else request.args.get("next", "")
    return redirect(url_for("accounts.sign_in", next=back or None))


def signed_in(view: View) -> View:
    """Let only those pass who are signed in; others are led to the sign-in page."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return ask_to_sign_in()
        act_as(current_user.id)
        return view(*args, **kwargs)

    guarded.guard = "signed_in"  # type: ignore[attr-defined]
    return guarded


def recently_proven(view: View) -> View:
    """Let only those pass who are signed in and showed in the last quarter of an hour who they are.

    Others are asked to show it first, and led back afterwards: to the page, or from a form to where it stands.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return ask_to_sign_in()
        if not is_proof_fresh(sign_in().proven_at, clock.now()):
            back = request.full_path.rstrip("?") if request.method == "GET" else url_for("accounts.show_safety")
            return redirect(url_for("accounts.prove", next=back), 303)
        act_as(current_user.id)
        return view(*args, **kwargs)

    guarded.guard = "signed_in"  # type: ignore[attr-defined]
    return guarded


def organiser(action: Action) -> Callable[[View], View]:
    """Let only accounts pass whose role in the event allows ``action``.

    The view's ``event`` (a slug in the address) arrives as the :class:`~conference.events.tables.Event`.
    Strangers to the event get 403, visitors are asked to sign in, unknown slugs are 404. Where the event asks for a
    second factor, who has none is led to set one up; who has one gave it when signing in.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, event: str, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return ask_to_sign_in()
            found = events.event_by_slug(event)
            if not may(events.role_of(found.id, current_user.id), action):
                abort(403)
            if found.requires_second_factor and not accounts.has_second_factor(current_user.id):
                back = request.full_path.rstrip("?") if request.method == "GET" else None
                return redirect(url_for("accounts.show_missing_factor", next=back), 303)
            act_as(current_user.id)
            return view(*args, event=found, **kwargs)

        guarded.guard = f"organiser:{action}"  # type: ignore[attr-defined]
        return guarded

    return decorate


def start_sign_in(account: Account, *, stays: bool = False) -> None:
    """Sign this browser in, with a cookie that holds nothing from before, so that no planted one lives on."""
    cookie.clear()
    account.sign_in_key = begin_sign_in(
        account.id,
        stays=stays,
        program=device_name(request.user_agent.string),
        zone=visitor_zone(),
        now=clock.now(),
    )
    login_user(account, remember=stays, duration=STAYS if stays else None)


def end_sign_in() -> None:
    """Sign this browser out, and forget all that its cookie held."""
    if current_user.is_authenticated:  # also where only the cookie of those who stay tells
        end_sign_in_of_key(str(cookie["_user_id"]))
    cookie.clear()
    logout_user()


def sign_in() -> SignIn:
    """Return the sign-in by which this request came. Only for views behind a guard."""
    if not current_user.is_authenticated:
        raise RuntimeError("nobody is signed in")
    return cast("SignIn", g.sign_in)


def is_let_in(endpoint: str, allowed: Mapping[str, bool]) -> bool:
    """Say whether the guard of a page lets somebody pass, so that no page leads to one that is shut.

    :param allowed: what they may do in the event, by action.
    """
    guard: str = getattr(current_app.view_functions.get(endpoint), "guard", "")
    kind, _, action = guard.partition(":")
    return kind != "organiser" or allowed.get(action, False)


def open_to_all(view: View) -> View:
    """Mark a view that changes something and yet needs no sign-in, such as sign-in itself."""
    view.guard = "open_to_all"  # type: ignore[attr-defined]
    return view


def account() -> Account:
    """Return the account signed in. Only for views behind a guard."""
    return cast("Account", current_user._get_current_object())  # noqa: SLF001


LONGEST_NEXT = 1000
"""It travels in a cookie, which browsers drop when it grows past four thousand."""


def safe_next(target: str | None) -> str | None:
    """Return an address to go on to, if it lies within this site; else None."""
    if not target or len(target) > LONGEST_NEXT or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target:  # browsers read it as a slash
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc and not any(ord(c) < 32 for c in target) else None  # noqa: PLR2004
