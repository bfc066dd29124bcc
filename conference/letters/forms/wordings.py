"""The form by which organisers word a letter."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SubmitField

from conference.letters.forms.messages import mark, unknown_words
from conference.letters.rules.placeholders import UnknownPlaceholder, placeholders_in
from conference.letters.rules.wordings import PARTS, SUBJECT, TEXT, WordingFacts
from conference.web.fields import VersionField
from conference.web.forms import BaseForm, TranslatedField


class OptionalTexts(TranslatedField):
    """A text in each language, none of which is missed where it is empty."""

    @property
    def missing(self) -> list[str]:
        """None: what is empty is worded as usual."""
        return []


class WordingFormFrame(BaseForm):
    """What an event says in one of its letters.

    :ivar preview: sent by a button of its own: the page shows how it looks, and nothing is stored.
    """

    version = VersionField(default=0)
    preview = SubmitField(_l("Preview"))

    def facts(self) -> WordingFacts:
        """Return what was filled in."""
        return WordingFacts(**{part: self[part].data for part in PARTS})

    def refuse(self, refusal: UnknownPlaceholder) -> None:
        """Say at the fields which words stand for nothing."""
        for part in PARTS:
            for one in self[part].form:
                unknown = [name for name in placeholders_in(one.data or "") if name in refusal.names]
                if unknown:
                    mark(one, unknown_words(unknown))


@cache
def wording_form(languages: Sequence[str]) -> type[WordingFormFrame]:
    """Return the form for an event in these languages."""
    fields: dict[str, Any] = {
        "subject": OptionalTexts(
            _l("Subject"), languages=languages, max_length=SUBJECT, description=_l("In place of the usual one.")
        ),
        "opening": OptionalTexts(
            _l("After the greeting"), languages=languages, max_length=TEXT, multiline=True,
            description=_l("Your own words before what the letter tells."),
        ),
        "closing": OptionalTexts(
            _l("At the end"), languages=languages, max_length=TEXT, multiline=True,
            description=_l("Your own words after it, such as whom to ask."),
        ),
    }  # fmt: skip
    return type("WordingForm", (WordingFormFrame,), fields)
