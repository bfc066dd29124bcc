"""The form for the call."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Optional

from conference.draft.forms.sessions import FORMAT_LABELS
from conference.draft.forms.window import WindowForm
from conference.proposals.rules.states import INTRODUCTION
from conference.proposals.services import CallFacts
from conference.web.fields import CheckboxesField, DayField, offered
from conference.web.forms import TranslatedField
from conference.web.locale import LANGUAGE_NAMES


class CallFormFrame(WindowForm):
    """The call."""

    is_public = BooleanField(
        _l("Take proposals"),
        description=_l(
            "The form can then be found by its address, also while nothing of the event is published: its title and "
            "what you tick below can be read there."
        ),
    )
    closes_day = DayField(
        _l("Until"), validators=[Optional()], description=_l("Leave it empty to close the call by hand.")
    )
    themes = CheckboxesField(
        _l("Themes that may be proposed"), choices=[], description=_l("Where none is ticked, the form does not ask.")
    )
    formats = CheckboxesField(_l("Formats that may be proposed"), choices=offered(FORMAT_LABELS.items()))
    suggests_places = BooleanField(
        _l("Suggest the municipalities of your draft"),
        description=_l("People then choose their city from a list instead of writing it anew. Others can be written."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what days and times say together."""
        is_valid = super().validate(extra_validators)
        if not self.formats.data and not self.formats.errors:
            is_valid = self.mark("formats", _("Choose at least one format."))
        return is_valid

    def closes_too_early(self) -> str:
        """Say that the two ends are the wrong way round."""
        return str(_("The call would close before it opens."))

    def call(self) -> CallFacts:
        """Return what was filled in."""
        return CallFacts(
            is_public=bool(self.is_public.data), opens_at=self.opens_at, closes_at=self.closes_at,
            introduction=self["introduction"].data, themes=self.themes.data or [], formats=self.formats.data or [],
            suggests_places=bool(self.suggests_places.data),
        )  # fmt: skip


def call_form(languages: tuple[str, ...], zone: str, themes: Sequence[tuple[str, str]]) -> type[CallFormFrame]:
    """Return the form for the call of an event.

    :param zone: in which its times are written.
    :param themes: slug and title of each that can be chosen.
    """

    class CallForm(CallFormFrame):
        zone_name = zone
        introduction = TranslatedField(
            _l("What you are looking for"),
            languages=languages,
            max_length=INTRODUCTION,
            multiline=True,
            description=_l("Stands above the form. You can write Markdown."),
        )

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.themes.choices = offered(themes)

    return CallForm


def language_name(code: str) -> str:
    """Return a language as its own speakers call it."""
    return LANGUAGE_NAMES.get(code, code)
