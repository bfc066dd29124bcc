"""Writing to a group: to whom, the count and a preview first, and what became of what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference import clock
from conference.codes import new_token
from conference.errors import DomainError
from conference.events.rules import Action
from conference.events.tables import Event
from conference.letters import services
from conference.letters.forms.messages import message_form
from conference.letters.queries import Audience, Reader, audience_of, message_of, messages_of
from conference.letters.rules.messages import (
    PLACEHOLDERS,
    AudienceChanged,
    AudienceFilter,
    NobodyToWrite,
    Standing,
    audience_from,
    complete_languages,
    fingerprint,
)
from conference.letters.tables import Message
from conference.letters.views.blueprint import bp
from conference.letters.views.frame import desk
from conference.letters.views.within import around, locked_in
from conference.mail.render import Words, without
from conference.programme.queries import newest_release_of
from conference.registrations.queries import groups_of, municipalities_of
from conference.registrations.rules import State
from conference.translated import sort_key
from conference.web import limits
from conference.web.guards import account, organiser
from conference.web.limits import limiter
from conference.web.locale import current_language
from conference.wording import words_of

NAMED = 20
"""How many of those whom a message does not reach are named."""


@dataclass(frozen=True)
class Sample:
    """A message as one of its readers gets it.

    :ivar count: how many read in this language.
    :ivar words_language: in which the organisers' text is.
    """

    reader: Reader
    count: int
    words: Words
    words_language: str
    text: str


@bp.get("/<event>/organise/messages")
@organiser(Action.MANAGE_LETTERS)
def list_messages(event: Event) -> tuple[str, int]:
    """Show what was written to groups, and how many letters were sent, wait or were given up."""
    return desk("letters/list_messages.html", event, messages=messages_of(event.id))


@bp.get("/<event>/organise/messages/<int:number>")
@organiser(Action.MANAGE_LETTERS)
def show_message(event: Event, number: int) -> tuple[str, int]:
    """Show one message: its text, to whom it went, and what became of its letters."""
    sent = message_of(event.id, number)
    return desk(
        "letters/show_message.html", event, sent=sent, **_choices(event, audience_from(sent.message.audience))
    )  # fmt: skip


@bp.route("/<event>/organise/messages/new", methods=["GET", "POST"])
@organiser(Action.MANAGE_LETTERS)
@limiter.limit(limits.TO_MANY, methods=["POST"])
def write_message(event: Event) -> Response:
    """Write to those whom the address asks for. The preview comes first, and only what it showed is sent.

    Asked for by its language, the preview is shown as the page that mail programs show.
    """
    wanted = audience_from(request.values)
    form = message_form(tuple(event.languages))()
    audience = audience_of(event.id, wanted)
    samples: Sequence[Sample] = ()
    status, has_changed = 422 if form.is_submitted() else 200, False
    if form.validate_on_submit() and _is_sound(form, audience):
        if "send" in request.form:
            try:
                return _sent(event, _send(event, form, wanted))
            except (AudienceChanged, NobodyToWrite):
                has_changed = True
        samples = _samples(event, form, audience)
        asked_for = next((one for one in samples if one.reader.language == request.form.get("page")), None)
        if asked_for:
            return locked_in(asked_for.words.html or "")
        status = 409 if has_changed else 200
    if samples:
        form.key.data = form.key.data if has_changed and form.key.data else new_token()
        form.seen.data = fingerprint(
            form["subject"].data, form["text"].data, (reader.registration_id for reader in audience.readers)
        )
    page, status = desk(
        "letters/write_message.html", event, status=status, form=form, audience=audience, samples=samples,
        has_changed=has_changed, placeholders=PLACEHOLDERS, named=NAMED, **_choices(event, wanted),
    )  # fmt: skip
    return around(page, status)


def _is_sound(form: Any, audience: Audience) -> bool:
    """Say whether a message can be shown and sent; where not, the form says why."""
    try:
        complete_languages(form["subject"].data, form["text"].data)
    except DomainError as refusal:
        form.refuse(refusal)
        return False
    if not audience.readers:
        form.form_errors = [*form.form_errors, _("Nobody whom you chose gets this message.")]
        return False
    return True


def _sent(event: Event, message: Message) -> Response:
    words = ngettext(
        "The message is on its way to %(num)s person.", "The message is on its way to %(num)s people.", message.readers
    )
    flash(words, "success")
    return redirect(url_for("letters.show_message", event=event.slug, number=message.id), 303)


def _send(event: Event, form: Any, wanted: AudienceFilter) -> Message:
    return services.send_message(
        event.id, subject=form["subject"].data, text=form["text"].data, wanted=wanted,
        key=(form.key.data or "")[:64] or new_token(), seen=form.seen.data or "", author_id=account().id,
        now=clock.now(),
    )  # fmt: skip


def _samples(event: Event, form: Any, audience: Audience) -> list[Sample]:
    """Return the message as the first reader of each language gets it."""
    subject, text = form["subject"].data, form["text"].data
    languages = complete_languages(subject, text)
    samples = []
    for language, count in audience.languages.items():
        reader = next(one for one in audience.readers if one.language == language)
        facts = services.message_facts(reader, event, subject, text, languages)
        words = words_of(services.LETTER, language, facts)
        shown = Words(words.subject, without(words.text, words.secrets), without(words.html, words.secrets))
        samples.append(Sample(reader, count, shown, facts["words_language"], facts["words"]))
    return samples


def _choices(event: Event, wanted: AudienceFilter) -> dict[str, Any]:
    """Return what there is to choose from."""
    held, language = newest_release_of(event.id), current_language()
    return {
        "wanted": wanted,
        "states": list(State),
        "standings": list(Standing),
        "groups": groups_of(event.id),
        "municipalities": sorted(municipalities_of(event.id), key=lambda name: sort_key(name, language)),
        "published": held.programme if held else None,
    }
