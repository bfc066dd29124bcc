"""The browser of the web tests: Flask's client, with sign-in, forms and a context of its own per request."""

import hashlib
import re
import secrets
from contextvars import Context
from html import unescape
from typing import Any

from flask import current_app, has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from conference import clock
from conference.accounts.services import begin_sign_in
from conference.accounts.tables import Account
from conference.db import db

_TOKEN = re.compile(r'name="csrf_token"[^>]*\bvalue="([^"]+)"')


class Client(FlaskClient):
    """Asks pages as a browser would.

    A test runs in an application context, so that it can make rows and read them; each request runs in a context of
    its own, as it would under a server. After each request the test's rows are read anew when they are next touched.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("buffered", True)
        _let_go()
        response: TestResponse = Context().run(super().open, *args, **kwargs)
        _let_go()
        return response

    def sign_in(self, account: Account) -> None:
        """Sign in without the page for it."""
        key = begin_sign_in(account.id, now=clock.now())
        with self.session_transaction() as cookie:
            cookie["_user_id"] = key
            cookie["_fresh"] = True

    def sign_out(self) -> None:
        """Forget who was signed in, and all else in the cookie."""
        with self.session_transaction() as cookie:
            cookie.clear()

    def csrf_token(self) -> str:
        """Return a token that the next request may carry, without asking for a page."""
        with self.session_transaction() as cookie:
            secret: str = cookie.setdefault("csrf_token", hashlib.sha256(secrets.token_bytes()).hexdigest())
        return str(URLSafeTimedSerializer(current_app.secret_key or "", salt="wtf-csrf-token").dumps(secret))

    def submit(self, address: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Post a form, with a token."""
        return self.post(address, data={"csrf_token": self.csrf_token(), **(data or {})}, **kwargs)

    def fill_in(self, page: str, data: dict[str, Any] | None = None, *, to: str | None = None) -> TestResponse:
        """Open a page, take the token of its form as a browser does, and post the form.

        :param to: where the form leads, if not to its own page.
        """
        shown = self.get(page)
        assert shown.status_code == 200, f"{page} answered {shown.status}"
        token = _TOKEN.search(shown.text)
        assert token, f"no form with a CSRF token on {page}"
        return self.post(to or page, data={"csrf_token": unescape(token[1]), **(data or {})})


def sign_in(client: Client, account: Account) -> None:
    """Sign an account in without the page for it."""
    client.sign_in(account)


def _let_go() -> None:
    """End the test's own transaction: requests neither wait for it nor stay hidden from it."""
    if has_app_context():
        db.session.rollback()
        db.session.expire_all()
