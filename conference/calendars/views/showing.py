"""A subscription as its owner sees it: its address, what it carries, and who fetched it last."""

from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request
from flask_babel import gettext as _
from markupsafe import Markup

from conference.caldav.rules.users import user_of
from conference.calendars.forms import DelegationSubscriptionForm, SubscriptionForm, before_start
from conference.calendars.queries import choices_of, revoked_subscription, token_of
from conference.calendars.render import SubscribeLinks, subscribe_links
from conference.calendars.render.codes import qr_code
from conference.calendars.rules import BEGINNINGS, BROWSER, Choices, Place, program_of
from conference.calendars.services import TooManySubscriptions
from conference.calendars.tables import Subscription
from conference.calendars.views import feeds
from conference.calendars.views.words import words_of
from conference.codes import new_token
from conference.db import LARGEST_KEY
from conference.programme.queries import Published
from conference.web.guards import account
from conference.web.locale import current_language

F = TypeVar("F", bound=DelegationSubscriptionForm)


@dataclass(frozen=True, slots=True)
class CalendarAccount:
    """What a program that speaks CalDAV asks for.

    :ivar server: an address; programs that ask for a name alone find the rest from it.
    :ivar user: a name that no other account has, since programs keep one password for each.
    """

    server: str
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class ShownSubscription:
    """A subscription as its owner sees it.

    :ivar links: None where the address cannot be shown any more, though it works.
    :ivar qr_code: of the webcal address, SVG.
    :ivar program: that fetched it last, in words; None where nobody has, or nothing is known of it.
    :ivar carries: what was chosen that is not as for everyone, in words.
    :ivar account: to the same agenda as a calendar account; None where there is none, as for a delegation's.
    """

    subscription: Subscription
    links: SubscribeLinks | None
    qr_code: Markup | None
    program: str | None
    carries: tuple[str, ...]
    account: CalendarAccount | None = None


def as_shown(subscription: Subscription, name: str) -> ShownSubscription:
    """Return a subscription as its owner sees it.

    :param name: of its feed, in the feed's language.
    """
    token = token_of(subscription, secret_key=feeds.installation().secret_key)
    program = program_of(subscription.last_fetched_by)
    if program == BROWSER:
        program = _("a web browser")
    carries = tuple(_in_words(choices_of(subscription), is_own=subscription.member_id is None))
    if token is None:
        return ShownSubscription(subscription, None, None, program, carries)
    links = subscribe_links(feeds.page_of("calendars.show_private_feed", token=token), name)
    own = None
    if subscription.member_id is None:
        own = CalendarAccount(feeds.page_of("caldav.answer"), user_of(account().email, subscription.id), token)
    code = Markup(qr_code(links.webcal).decode())  # noqa: S704 - made of numbers alone
    return ShownSubscription(subscription, links, code, program, carries, own)


def name_of_feed(subscription: Subscription, published: Published, *, delegation: str | None = None) -> str:
    """Return what the feed of one event is called, in the language of a subscription."""
    title = feeds.title_of(published.programme, subscription.language)
    words = words_of(subscription.language)
    return words.part % {"event": title, "name": delegation} if delegation else words.agenda % {"event": title}


def name_of_all(subscription: Subscription) -> str:
    """Return what the feed of all one's events is called, in the language of a subscription."""
    return words_of(subscription.language).all_agendas


def new_form(kind: type[F]) -> F:
    """Return the form of a new address: as it was sent, else beginning like what the address of the page names.

    That is a revoked one (``?like=``) or the place where the new one is going to be used (``?for=``).
    """
    form = kind()
    if form.is_submitted():
        return form
    form.form_key.data = new_token()
    revoked = _named_as_revoked()
    if revoked is not None:
        form.replaces_revoked = True
        form.name.data, form.language.data = revoked.name, revoked.language
        form.fill_from(choices_of(revoked))
    else:
        form.name.data, choices = _beginning()
        form.language.data = current_language()
        form.fill_from(choices)
    return form


def _named_as_revoked() -> Subscription | None:
    """Return the revoked address of one's own that ``?like=`` names, to make another like it."""
    key = request.args.get("like", default=0, type=int)
    return revoked_subscription(account().id, key) if 0 < key <= LARGEST_KEY else None


def form_of(subscription: Subscription) -> DelegationSubscriptionForm:
    """Return the form that changes a subscription, filled in as it is: of a delegation's agenda less can be chosen."""
    choices = choices_of(subscription)
    known = {"name": subscription.name, "language": subscription.language}
    if subscription.member_id is not None:
        return DelegationSubscriptionForm(
            data={**known, "shows_cancelled": choices.shows_cancelled, "is_short": choices.is_short}
        )
    form = SubscriptionForm(data=known)
    if not form.is_submitted():
        form.fill_from(choices)
    return form


def beside(subscription: Subscription) -> dict[str, Any]:
    """Return what the address of the list says after a change: which one stands there, or which was revoked."""
    if subscription.revoked_at:
        return {"like": subscription.id}
    return {"_anchor": f"subscription-{subscription.id}"}


def ready(subscription: Subscription) -> str:
    """Return what is said once an address is made."""
    return str(_("The address for “%(name)s” is ready. Add it to your calendar now.", name=subscription.name))


def revoked(subscription: Subscription) -> str:
    """Return what is said once it works no longer."""
    return str(_("The address for “%(name)s” works no longer. Your others are untouched.", name=subscription.name))


def too_many(refusal: TooManySubscriptions) -> str:
    """Return why there can be no other one."""
    return str(_("You have %(most)s addresses already. Revoke one that you no longer use.", most=refusal.most))


def _beginning() -> tuple[str, Choices]:
    """Return with which name and choices a new form begins: those of ``?for=``, else of no place."""
    wanted = request.args.get("for")
    for place, name in (
        (Place.PHONE, _("Phone")),
        (Place.OFFICE, _("Office")),
        (Place.GLANCE, _("At a glance")),
    ):
        if place == wanted:
            return name, BEGINNINGS[place]
    return "", Choices()


def _in_words(choices: Choices, *, is_own: bool) -> list[str]:
    said = []
    if choices.alarms:
        said.append(_("rings %(times)s before", times=", ".join(before_start(one) for one in choices.alarms)))
    if choices.is_short:
        said.append(_("short entries"))
    if is_own and not choices.fills_time:
        said.append(_("leaves you free"))
    if is_own and not choices.shows_waiting:
        said.append(_("without sessions you wait for"))
    if not choices.shows_cancelled:
        said.append(_("without cancelled sessions"))
    return said
