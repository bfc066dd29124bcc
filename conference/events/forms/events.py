"""Forms for events."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, SubmitField

from conference.events import rules
from conference.events.services import EventFacts
from conference.translated import LANGUAGES, Translated
from conference.web.fields import DayField, Given, PicksField, VersionField, offered
from conference.web.forms import BaseForm, TextLength, TranslatedField
from conference.web.locale import LANGUAGE_NAMES
from conference.web.zone_field import ZoneField


class EventTexts(TranslatedField):
    """A text in every language that an event can have; those it does not have are not missed."""

    wanted: Sequence[str] = LANGUAGES

    @property
    def missing(self) -> list[str]:
        """The event's languages in which the text is still missing, while another has it."""
        return [language for language in super().missing if language in self.wanted]


class SecondZoneField(ZoneField):
    """A second IANA zone, or none."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, default="", **kwargs)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the value, and offer to have none."""
        super().process(formdata, data, extra_filters=extra_filters)
        self.choices = [*offered([("", _("None"))]), *(self.choices or [])]

    def pre_validate(self, form: Any) -> None:
        """Take any IANA zone, or none."""
        if self.data:
            super().pre_validate(form)


class AddressForm(BaseForm):
    """The address of an event, made from its title where it is left empty."""

    slug = StringField(
        _l("Address"),
        validators=[TextLength(rules.SLUG_LENGTH)],
        description=_l(
            "The first part of every address of the event: small letters, digits and hyphens. "
            "Leave it empty and it is made from the title."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slug.data = (self.slug.data or "").lower()

    def slug_or_from(self, title: Translated, main_language: str) -> str:
        """Return the slug that was filled in, else one made from the title in the main language."""
        return self.slug.data or rules.slug_from(title.get(main_language, ""), main_language)

    def refuse_slug(self, *, is_taken: bool) -> None:
        """Say at the field what is wrong with the slug."""
        if is_taken:
            _mark(self.slug, _("Another event has this address. Choose a different one."))
        else:
            _mark(
                self.slug,
                _("Use small letters a to z, digits and single hyphens, at most 60 characters; "
                  "some words are Meridian’s own."),
            )  # fmt: skip


class EventForm(AddressForm):
    """What an event is: its name, days, zones, languages and texts.

    :ivar preview: sent by a button of its own: the page shows what was filled in, and nothing is stored.
    """

    title = EventTexts(_l("Title"), languages=LANGUAGES, max_length=rules.TITLE_LENGTH)
    first_day = DayField(_l("First day"), validators=[Given()])
    last_day = DayField(_l("Last day"), validators=[Given()])
    zone = ZoneField(_l("Time zone"), description=_l("All times are entered and shown in it."))
    second_zone = SecondZoneField(_l("Second time zone"), description=_l("Its times always stand beside the first."))
    languages = PicksField(
        _l("Languages"),
        choices=list(LANGUAGE_NAMES.items()),
        spare=0,
        least=len(LANGUAGES),
        description=_l("The main language first: it stands in where a translation is missing."),
    )
    summary = EventTexts(
        _l("Summary"),
        languages=LANGUAGES,
        max_length=rules.SUMMARY_LENGTH,
        multiline=True,
        description=_l("A sentence or two, shown under the title and to search engines."),
    )
    welcome = EventTexts(
        _l("Opening statement"),
        languages=LANGUAGES,
        max_length=rules.WELCOME_LENGTH,
        multiline=True,
        description=_l("Stands on the welcome page. You can write Markdown."),
    )
    version = VersionField()
    preview = SubmitField(_l("Preview"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in (self.title, self.summary, self.welcome):
            field.wanted = self.languages.data or LANGUAGES

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what they say together."""
        is_valid = super().validate(extra_validators)
        if not self.languages.data and not self.languages.errors:
            is_valid = _mark(self.languages, _("Choose at least one language."))
        main = next(iter(self.languages.data), LANGUAGES[0])
        if not self.title.data.get(main):
            words = _("The title is needed in the main language, %(name)s.", name=LANGUAGE_NAMES[main])
            is_valid = _mark(self.title.form[main], words)
        return self._days_are_valid() and is_valid

    def _days_are_valid(self) -> bool:
        if not (self.first_day.data and self.last_day.data):
            return False
        try:
            rules.check_days(self.first_day.data, self.last_day.data)
        except rules.EndsBeforeStart:
            return _mark(self.last_day, _("The last day lies before the first."))
        except rules.TooManyDays as refusal:
            days, most = refusal.days, refusal.at_most
            words = _("That would be %(days)s days; an event can last at most %(most)s.", days=days, most=most)
            return _mark(self.last_day, words)
        except rules.DayOutOfRange as refusal:
            field = self.first_day if refusal.day == self.first_day.data else self.last_day
            return _mark(
                field,
                _("Choose a year from %(first)s to %(last)s.", first=refusal.first_year, last=refusal.last_year),
            )
        return True

    def facts(self) -> EventFacts:
        """Return what was filled in."""
        values = self.data
        return EventFacts(
            title=values["title"],
            summary=values["summary"],
            welcome=values["welcome"],
            first_day=values["first_day"],
            last_day=values["last_day"],
            zone=values["zone"],
            second_zone=values["second_zone"] or None,
            languages=values["languages"],
        )

    def wanted_slug(self) -> str:
        """Return the slug that was filled in, else one made from the title in the main language."""
        main = self.languages.data[0]
        return self.slug_or_from(self.title.data, main)


class NewEventForm(EventForm):
    """An event that is not there yet, and what it begins with."""

    template = RadioField(
        _l("Begin with"),
        choices=offered(
            [
                ("", _l("Nothing: I build it myself")),
                ("two-weeks", _l("Two weeks: opening, four themes with an introduction each, halfway and closing")),
                ("six-weeks", _l("Six weeks: a workshop every week, an open exchange, opening and closing")),
            ]
        ),
        default="",
        description=_l(
            "Themes, rooms and sessions to change as you like. Leave the last day empty to get the usual length."
        ),
    )

    def __init__(
        self, *args: Any, templates: Mapping[str, Callable[[date], date]] | None = None, **kwargs: Any
    ) -> None:
        """Take what a template's last day is, by key and first day."""
        super().__init__(*args, **kwargs)
        last_day_of = (templates or {}).get(self.template.data or "")
        if last_day_of and self.first_day.data and not self.last_day.data and not self.last_day.process_errors:
            self.last_day.data = last_day_of(self.first_day.data)


def _mark(field: Any, words: str) -> bool:
    field.errors = [*field.errors, words]
    return False
