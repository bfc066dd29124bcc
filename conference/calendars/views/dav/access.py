"""Who asks: by the user name of an account and the token of one of its subscriptions (RFC 7617). Never by a cookie."""

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, request
from werkzeug.exceptions import TooManyRequests

from conference import clock
from conference.accounts.rules import normalised_email
from conference.caldav.queries import Asker, asker_by_token
from conference.caldav.rules.users import email_of
from conference.calendars.views import feeds
from conference.calendars.views.budgets import Budgets
from conference.calendars.views.dav.sending import sent
from conference.web import limits
from conference.web.conditional import without_cookies

View = Callable[..., Response]
_budgets = Budgets()
REALM = 'Basic realm="Meridian", charset="UTF-8"'


def by_calendar_password(view: View) -> View:
    """Let those pass who know the password of a calendar account; the view gets them as ``asker``.

    What is unknown, revoked or wrong is answered alike. Too many wrong passwords for one name from one address of the
    network are answered 429 for a while. The right one always passes: none can be guessed, and a program whose account
    was revoked goes on asking beside others of the same household.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Response:
        without_cookies()
        asked = _credentials()
        if asked is None:
            return _refusal()
        user, password = asked
        asker = _asker(user, password)
        if asker is None:
            limits.stop_guessing_here(email_of(user))
            limits.count_wrong_here(email_of(user))
            return _refusal()
        return _within_budget(str(asker.subscription_id), lambda: view(*args, asker=asker, **kwargs))

    guarded.guard = "calendar_password"  # type: ignore[attr-defined]
    return guarded


def _credentials() -> tuple[str, str] | None:
    """Return the name and the password that were sent; None where there are none, or they make no sense."""
    try:
        asked = request.authorization
    except ValueError:  # Werkzeug decodes what is no ASCII without catching this
        return None
    if asked is None or asked.type != "basic":
        return None
    return asked.username or "", asked.password or ""


def _within_budget(account: str, answer: Callable[[], Response]) -> Response:
    """Answer as long as an account was not sent too much in this hour, as feeds do.

    :raises TooManyRequests: it was.
    """
    if not feeds.installation().rate_limits:
        return answer()
    now = clock.now()
    if (wait := _budgets.wait(account, now)) is not None:
        raise TooManyRequests(retry_after=wait)
    response = answer()
    _budgets.spend(account, response.calculate_content_length() or 0, now)
    return response


def _asker(user: str, password: str) -> Asker | None:
    """Return who that is. The same work is done whatever is wrong."""
    found = asker_by_token(password)
    wanted = (found.email if found else "").encode("utf-8", "surrogatepass")
    is_theirs = hmac.compare_digest(normalised_email(email_of(user)).encode("utf-8", "surrogatepass"), wanted)
    return found if is_theirs and found else None


def _refusal() -> Response:
    response = sent(b"401 Unauthorized\n", 401, content_type="text/plain; charset=utf-8")
    response.headers["WWW-Authenticate"] = REALM
    return response
