"""The form by which organisers write to a group."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from conference.errors import DomainError
from conference.events.rules import TextMissing
from conference.letters.rules.messages import SUBJECT, TEXT
from conference.letters.rules.placeholders import UnknownPlaceholder, placeholders_in
from conference.web.forms import BaseForm, TranslatedField


class MessageFormFrame(BaseForm):
    """A message; to whom it goes stands in the address.

    :ivar key: of the preview; ``seen`` what it showed.
    """

    key = HiddenField()
    seen = HiddenField()

    def refuse(self, refusal: DomainError) -> None:
        """Say at the field what is wrong with the message."""
        match refusal:
            case UnknownPlaceholder():
                for one in self._texts():
                    unknown = [name for name in placeholders_in(one.data or "") if name in refusal.names]
                    if unknown:
                        mark(one, unknown_words(unknown))
            case TextMissing(field=name, language=None):
                mark(self[name].form[self["subject"].languages[0]], _("Please fill this in."))
            case TextMissing(field=name, language=str(language)):
                mark(
                    self[name].form[language],
                    _("Please fill this in, too: in this language only one of both is there."),
                )
            case _other:
                raise refusal

    def _texts(self) -> list[Any]:
        return [one for name in ("subject", "text") for one in self[name].form]


def mark(field: Any, words: str) -> None:
    """Say at a field what is wrong with it."""
    field.errors = [*field.errors, words]


def unknown_words(names: Iterable[str]) -> str:
    """Return in words that placeholders stand for nothing."""
    named = ", ".join(f"{{{name}}}" for name in names)
    return str(_("%(names)s stands for nothing. Take it out, or choose from the list.", names=named))


@cache
def message_form(languages: tuple[str, ...]) -> type[MessageFormFrame]:
    """Return the form for an event in these languages."""
    fields: dict[str, Any] = {
        "subject": TranslatedField(_l("Subject"), languages=languages, max_length=SUBJECT),
        "text": TranslatedField(
            _l("Text"), languages=languages, max_length=TEXT, multiline=True,
            description=_l("Empty lines part paragraphs, and addresses of pages become links."),
        ),
    }  # fmt: skip
    return type("MessageForm", (MessageFormFrame,), fields)
