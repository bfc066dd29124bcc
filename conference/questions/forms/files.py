"""The field by which a question is answered with a file."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms.validators import StopValidation, ValidationError

from conference.questions.rules.files import (
    ENDINGS,
    MEGABYTE,
    FileEmpty,
    FileKind,
    FileTooLarge,
    FileUnknown,
    SentFile,
    file_from,
)

KIND_LABELS = {
    FileKind.PDF: _l("PDF"),
    FileKind.IMAGE: _l("Pictures (PNG, JPEG, WebP)"),
    FileKind.OFFICE: _l("Documents, tables and slides (Word, Excel, PowerPoint, OpenDocument)"),
}
"""Kinds of files in words."""


class AnswerFileField(FileField):
    """A file that is looked at by its content. Its answer is a :class:`SentFile`.

    :ivar answer: the file, once it was checked; None where none was sent.
    :ivar was_sent: whether there was one: browsers do not keep it when the form comes back.
    """

    def __init__(
        self, label: Any = None, *, kinds: Collection[str], megabytes: int, must_be_there: bool, **kwargs: Any
    ) -> None:
        self.kinds = kinds
        self.megabytes = megabytes
        self.must_be_there = must_be_there
        self.answer: SentFile | None = None
        super().__init__(label, **kwargs)

    @property
    def was_sent(self) -> bool:
        """Whether a file was chosen."""
        return isinstance(self.data, FileStorage)

    @property
    def endings(self) -> str:
        """With what the names of files end that a browser should offer."""
        return ",".join(ending for kind in FileKind if kind in self.kinds for ending in ENDINGS[kind])

    @property
    def limits_in_words(self) -> str:
        """Which files can be sent."""
        kinds = "; ".join(str(KIND_LABELS[kind]) for kind in FileKind if kind in self.kinds)
        return str(_("%(kinds)s; at most %(megabytes)s MB.", kinds=kinds, megabytes=self.megabytes))

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - wtforms' signature
        """Look at what was sent."""
        if not isinstance(self.data, FileStorage):
            if self.must_be_there:
                raise StopValidation(_("Please choose a file."))
            return
        content = self.data.stream.read(self.megabytes * MEGABYTE + 1)
        try:
            self.answer = file_from(
                self.data.filename or "", content, kinds=self.kinds, megabytes=self.megabytes
            )  # fmt: skip
        except FileTooLarge:
            raise ValidationError(
                _("This file is too large: at most %(megabytes)s MB.", megabytes=self.megabytes)
            ) from None
        except FileEmpty:
            raise ValidationError(_("This file is empty.")) from None
        except FileUnknown:
            words = _("This is no file of these kinds, by its content: %(kinds)s", kinds=self.limits_in_words)
            raise ValidationError(words) from None
