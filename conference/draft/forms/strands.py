"""Forms for themes and speakers."""

from functools import cache

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, StringField
from wtforms.validators import Email, Optional, ValidationError

from conference.draft.forms.frame import DraftForm
from conference.draft.rules import limits
from conference.web.forms import Required, TextLength, TranslatedField

STARTING_COLOURS = (
    "#1a4fb8", "#14693f", "#962a77", "#a94600", "#00687a", "#7a5c00", "#5b3fb0", "#9c2b2b", "#37614a", "#4d5565",
    "#7d2f5f", "#2f5d8a",
)  # fmt: skip
"""What a new theme's colour starts from, one after the other: they differ and can be read in light and dark."""


def _lowered(colour: str | None) -> str | None:
    """Return a colour as it is stored, also where its number sign was left out."""
    if colour is None:
        return None
    lowered = colour.strip().lower()
    return f"#{lowered}" if limits.is_colour(f"#{lowered}") else lowered


@cache
def theme_form(languages: tuple[str, ...]) -> type[DraftForm]:
    """Return the form for a theme of an event in these languages."""

    class ThemeForm(DraftForm):
        needed = ("title",)
        title = TranslatedField(_l("Title"), languages=languages, max_length=limits.TITLE)
        short = TranslatedField(
            _l("Short title"),
            languages=languages,
            max_length=limits.SHORT,
            description=_l("One or two words, for narrow places. Optional."),
        )
        colour = StringField(
            _l("Colour"),
            validators=[Required()],
            filters=[_lowered],
            description=_l("If it is hard to read on light or dark pages, a readable neighbour is shown instead."),
        )
        summary = TranslatedField(
            _l("What it is about"), languages=languages, max_length=limits.SUMMARY, multiline=True
        )

        def validate_colour(self, field: StringField) -> None:
            """Refuse what is no colour."""
            if not limits.is_colour(field.data or ""):
                raise ValidationError(_("Write the colour as # and six digits, such as #1a4fb8."))

    return ThemeForm


@cache
def speaker_form(languages: tuple[str, ...]) -> type[DraftForm]:
    """Return the form for a speaker of an event in these languages."""

    class SpeakerForm(DraftForm):
        name = StringField(_l("Name"), validators=[Required(), TextLength(limits.NAME)])
        affiliation = TranslatedField(
            _l("Where they work"), languages=languages, max_length=limits.NOTE, description=_l("Such as: City of Kilis")
        )
        biography = TranslatedField(
            _l("About them"),
            languages=languages,
            max_length=limits.BODY,
            multiline=True,
            description=_l("You can write Markdown."),
        )
        email = EmailField(
            _l("E-mail"),
            validators=[
                Optional(),
                TextLength(limits.EMAIL),
                Email(message=_l("This does not look like an e-mail address.")),
            ],
            description=_l("For organisers alone; never published."),
        )

    return SpeakerForm
