"""What all forms of the draft share."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SubmitField
from wtforms.validators import ValidationError

from conference.draft.rules import limits
from conference.events.services import StaleVersion
from conference.web.fields import PicksField, VersionField
from conference.web.forms import BaseForm, TranslatedField


class DraftForm(BaseForm):
    """A form that edits a row of the draft, on the version on which it was opened.

    :ivar stale: what came between, where somebody else stored the row meanwhile.
    :ivar another: sent by a button of its own, too: it is saved, and a form for the next one follows.
    :ivar preview: sent by a button of its own: the page shows what was filled in, and nothing is stored.
    """

    version = VersionField()
    preview = SubmitField(_l("Preview"))
    another = SubmitField(_l("Save and add another"))
    stale: StaleVersion | None = None
    needed: tuple[str, ...] = ()
    """Texts that must be there in at least one language."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then that no needed text is empty in every language."""
        is_valid = bool(super().validate(extra_validators))
        for name in self.needed:
            if not self[name].data:
                is_valid = self.mark(name, _("Please fill this in, in one language at least."))
        return is_valid

    def facts(self) -> dict[str, Any]:
        """Return what was filled in, by field."""
        return {
            name: value
            for name, value in self.data.items()
            if name not in {"csrf_token", "version", "preview", "another"}
        }

    def mark(self, name: str, words: str) -> bool:
        """Say at a field what is wrong with it. Gives False, for the caller to return."""
        field: Any = self[name]
        if isinstance(field, TranslatedField):
            field = field.form[field.languages[0]]
        field.errors = [*field.errors, words]
        return False

    def note_stale(self, refusal: StaleVersion) -> None:
        """Keep what came between, and let the next attempt overwrite it knowingly."""
        self.stale = refusal
        self.version.data = refusal.version

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows this form."""
        if self.stale:
            return 409
        return 422 if self.errors else 200

    @property
    def stale_fields(self) -> list[tuple[str, Any, Any]]:
        """Where somebody else's values differ from those filled in: label, theirs, ours."""
        if self.stale is None:
            return []
        return [
            (
                str(self[name].label.text) if name in self else name,
                self.in_words(name, self.stale.stored.get(name)),
                self.in_words(name, self.stale.wanted[name]),
            )
            for name in self.stale.differing
        ]

    def in_words(self, name: str, value: Any) -> Any:
        """Return a field's value as people know it: what the choices are called, not their keys."""
        field: Any = next((field for field in self if field.name == name), None)
        if isinstance(field, PicksField):
            return [field.shown(key) if isinstance(key, str) else str(key) for key in value or ()]
        if isinstance(field, SelectField):
            return next((label for key, label, *_rest in field.iter_choices() if key == (value or "")), value)
        return value


def secure_address(form: Any, field: Any) -> None:  # noqa: ARG001 - wtforms' signature
    """Refuse an address that is not https. A validator."""
    if field.data and not limits.is_secure_address(field.data):
        raise ValidationError(_("Write the whole address, beginning with https://"))
