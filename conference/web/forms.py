"""The base of all forms: trimmed texts, messages in the reader's language, texts in several languages."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, FormField, StringField, TextAreaField
from wtforms.form import Form
from wtforms.validators import DataRequired, Length

from conference.translated import Translated

REQUIRED = _l("Please fill this in.")


def trimmed(text: str | None) -> str | None:
    """Return a text normalised to NFC, without surrounding space and control characters."""
    if text is None:
        return None
    kept = "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or not _is_control(c))
    return unicodedata.normalize("NFC", kept).strip()


def _never_none(text: str | None) -> str:
    """Return a text; of a field that was not sent at all, none."""
    return text or ""


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} or character in "\u2028\u2029\ufeff"


class BaseForm(FlaskForm):
    """Base of all forms; protected against forged requests."""

    class Meta(FlaskForm.Meta):
        """Trims every text before it is checked."""

        def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Add the trimming to text fields, passwords apart."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and kind.__name__ != "PasswordField":
                filters = (*unbound_field.kwargs.get("filters", ()), trimmed, _never_none)
                options = {**options, "filters": filters}
            field: Field = unbound_field.bind(form=form, **options)
            return field


class Required(DataRequired):
    """Something must be filled in."""

    def __init__(self, message: Any = None) -> None:
        super().__init__(message or REQUIRED)


class TextLength(Length):
    """A text no longer than ``max`` characters."""

    def __init__(self, max: int, min: int = -1) -> None:  # noqa: A002
        if min > 0:
            message = _l("Please write between %(min)d and %(max)d characters.")
        else:
            message = _l("This is too long: at most %(max)d characters.")
        super().__init__(min=min, max=max, message=message)


def translated_subform(
    languages: Sequence[str], *, required: bool, max_length: int, multiline: bool = False
) -> type[Form]:
    """Return a form of one text per language; the main (first) language is the one that can be required."""
    kind = TextAreaField if multiline else StringField
    fields: dict[str, Any] = {}
    for place, language in enumerate(languages):
        validators: list[Any] = [TextLength(max_length)]
        if required and place == 0:
            validators.insert(0, Required())
        fields[language] = kind(language, validators=validators, filters=[trimmed])
    return type("TranslatedSubform", (Form,), fields)


class TranslatedField(FormField):  # type: ignore[type-arg]
    """A text in each language of the event. Its data is a :data:`~conference.translated.Translated`.

    Empty texts are left out, so a missing translation has no key.
    """

    def __init__(
        self, label: Any = None, *, languages: Sequence[str], required: bool = False, max_length: int = 300,
        multiline: bool = False, description: Any = "", **kwargs: Any,
    ) -> None:  # fmt: skip
        self.languages = tuple(languages)
        self.multiline = multiline
        subform = translated_subform(languages, required=required, max_length=max_length, multiline=multiline)
        super().__init__(subform, label, description=description, **kwargs)

    @property
    def data(self) -> Translated:
        """The texts by language, without the empty ones."""
        return {language: text for language, text in self.form.data.items() if text}

    @property
    def missing(self) -> list[str]:
        """The languages whose text is still missing, while another language has one."""
        return [language for language in self.languages if not self.form[language].data] if self.data else []
