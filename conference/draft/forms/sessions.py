"""The form for a session."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from conference import zones
from conference.draft.forms.frame import DraftForm, secure_address
from conference.draft.rules import limits
from conference.draft.services import NewSpeaker, SessionFacts
from conference.draft.services.session_facts import PARTS, WAYS
from conference.programme.document import Format, Passport, SessionState, Slot
from conference.programme.document import Session as Drafted
from conference.web.fields import Between, ClockField, DayField, Given, PicksField, WholeNumberField, offered
from conference.web.forms import TextLength, TranslatedField
from conference.web.local_time import LocalTimeForm, WrongTime

FORMAT_LABELS = {
    Format.TALK: _l("Talk"),
    Format.WORKSHOP: _l("Workshop"),
    Format.PANEL: _l("Panel"),
    Format.PLENARY: _l("Plenary"),
    Format.MEETING: _l("Meeting"),
}
STATE_LABELS = {SessionState.PLANNED: _l("Takes place"), SessionState.CANCELLED: _l("Cancelled")}
WAY_LABELS = {
    "spoken": _l("Spoken"),
    "interpreted": _l("Interpreted"),
    "captioned": _l("Captions"),
    "signed": _l("Sign language"),
    "easy": _l("Easy language"),
}


class SpeakersField(PicksField):
    """Speakers by name, in their order. Names of nobody yet can be taken along, as :class:`NewSpeaker`.

    :ivar takes_new: whether the organiser agreed to add them; a tick of the form says so.
    """

    takes_new = False

    def pre_validate(self, form: Any) -> None:
        """Refuse names of nobody, unless they are to be added."""
        self.takes_new = bool(form.add_speakers.data)
        if self.takes_new:
            if any(len(name) > limits.NAME for name in self.new_names):
                raise ValidationError(_("This is too long: at most %(max)d characters.", max=limits.NAME))
            if len(self.people) > self.at_most:
                raise ValidationError(_("Choose at most %(number)s.", number=self.at_most))
            self.unknown = []
        super().pre_validate(form)

    @property
    def new_names(self) -> list[str]:
        """What was typed and names nobody yet."""
        return [text for text in self.typed if text not in self.data]

    @property
    def people(self) -> list[str | NewSpeaker]:
        """The speakers, known by their codes and new ones by name, in the order of their lines."""
        return list(dict.fromkeys(text if text in self.data else NewSpeaker(text) for text in self.typed))


class PassportField(Field):
    """The language passport, as a table of ticks. Its data maps a way of taking part to languages.

    :ivar languages: the columns: language codes.
    """

    def __init__(self, label: Any = None, *, languages: Sequence[str] = (), **kwargs: Any) -> None:
        self.languages = tuple(languages)
        super().__init__(label, **kwargs)

    def process_data(self, value: Mapping[str, Sequence[str]] | None) -> None:
        """Take over what is stored."""
        self.data = {way: list(codes) for way, codes in (value or {}).items()}

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the ticks, each ``way:language``."""
        self.data = {}
        for tick in valuelist:
            way, _colon, language = tick.partition(":")
            if way not in WAYS or language not in self.languages:
                raise ValueError(_("Choose among the languages of the table."))
            self.data.setdefault(way, []).append(language)

    @property
    def ways(self) -> list[tuple[str, Any]]:
        """The rows: (way, label)."""
        return [(way, WAY_LABELS[way]) for way in WAYS]

    def is_ticked(self, way: str, language: str) -> bool:
        """Say whether a tick is set."""
        return language in self.data.get(way, ())


@dataclass(frozen=True, kw_only=True)
class SessionChoices:
    """What a session's form offers.

    :ivar languages: of the event; ``passport_languages`` also those that sessions already use.
    :ivar zone: in which its start is entered.
    :ivar themes: and the others: (key, label).
    """

    languages: tuple[str, ...]
    passport_languages: tuple[str, ...]
    zone: str
    themes: Sequence[tuple[str, str]]
    rooms: Sequence[tuple[str, str]]
    speakers: Sequence[tuple[str, str]]
    partnerships: Sequence[tuple[str, str]]


class SlotForm(DraftForm, LocalTimeForm):
    """When and where, by the event's clocks.

    :ivar starts_at: the start as an instant, UTC, once the form is valid; None while unscheduled.
    """

    starts_at: datetime | None = None

    day = DayField(_l("Day"), validators=[Optional()])
    start = ClockField(_l("Start"), validators=[Optional()])
    minutes = WholeNumberField(_l("Length in minutes"), validators=[Given(), Between(limits.SHORTEST, limits.LONGEST)])
    room = SelectField(_l("Room"), choices=[])

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what day, start and room say together."""
        is_valid = super().validate(extra_validators)
        return self._slot_is_valid() and is_valid

    def _slot_is_valid(self) -> bool:  # noqa: PLR0911 - one for each way in which it can be wrong
        day, start = self.day.data, self.start.data
        if self.day.errors or self.start.errors:
            return False
        if day is None and start is None:
            if self.room.data:
                return self.mark("room", _("A room needs a day and a start, too."))
            return True
        if day is None:
            return self.mark("day", _("Choose the day, too, or clear the start."))
        if start is None:
            return self.mark("start", _("Choose when it starts, too, or clear the day."))
        try:
            self.starts_at = self.instant_of(day, start)
        except WrongTime as wrong:
            return self.mark("start" if wrong.field == "time" else wrong.field, wrong.words)
        return True

    @property
    def stale_fields(self) -> list[tuple[str, Any, Any]]:
        """Where somebody else's values differ from those filled in; starts by the event's clocks."""
        return [
            (str(self.start.label.text), self._local(theirs), self._local(ours))
            if name == "starts_at"
            else (name, theirs, ours)
            for name, theirs, ours in super().stale_fields
        ]

    def _local(self, instant: datetime | None) -> str | None:
        return f"{zones.to_local(instant, self.zone_name):%Y-%m-%d %H:%M}" if instant else None


def _codes(people: Iterable[str | NewSpeaker]) -> tuple[str, ...]:
    return tuple(code for code in people if isinstance(code, str))


def session_form(choices: SessionChoices) -> type[SlotForm]:
    """Return the form for a session of an event with these choices."""
    languages = choices.languages

    class SessionForm(SlotForm):
        zone_name = choices.zone
        needed = ("title",)
        title = TranslatedField(_l("Title"), languages=languages, max_length=limits.TITLE)
        abstract = TranslatedField(
            _l("Abstract"),
            languages=languages,
            max_length=limits.BODY,
            multiline=True,
            description=_l(
                "You can write Markdown: a blank line between paragraphs, **bold**, - for lists, [words](https://…)."
            ),
        )
        label = TranslatedField(
            _l("Label"),
            languages=languages,
            max_length=limits.LABEL,
            description=_l("One or two words on the map of the event, for the few sessions that deserve it. Optional."),
        )
        themes = PicksField(_l("Themes"), choices=choices.themes, spare=1, least=2, at_most=12,
                            description=_l("The first is the main theme."))  # fmt: skip
        format = SelectField(_l("Format"), choices=offered(FORMAT_LABELS.items()), default=Format.TALK)
        passport = PassportField(
            _l("Languages"),
            languages=choices.passport_languages,
            description=_l("In which languages people can take part, and how."),
        )
        speakers = SpeakersField(
            _l("Speakers"),
            choices=choices.speakers,
            spare=2,
            least=3,
            description=_l("Begin to write a name and choose. Save to get more lines."),
        )
        moderators = SpeakersField(
            _l("Moderation"), choices=choices.speakers, spare=1, least=1, description=_l("Who leads through it.")
        )
        interpreters = SpeakersField(
            _l("Interpreting"), choices=choices.speakers, spare=1, least=2, description=_l("Who interprets it.")
        )
        add_speakers = BooleanField(_l("Add names that are not in the list as new speakers"))
        partnerships = PicksField(_l("Partnerships"), choices=choices.partnerships, spare=1, least=2)
        seats = WholeNumberField(
            _l("Seats"),
            validators=[Optional(), Between(1, limits.MOST_SEATS)],
            description=_l("Leave it empty where there is no limit."),
        )
        state = SelectField(_l("State"), choices=offered(STATE_LABELS.items()), default=SessionState.PLANNED)
        join_url = StringField(
            _l("Address of the meeting"),
            validators=[TextLength(limits.URL), secure_address],
            description=_l("Only where it is not the room’s. Shown only to those registered, at the session’s door."),
        )
        remains = TranslatedField(
            _l("What remains of it"),
            languages=languages,
            max_length=limits.BODY,
            multiline=True,
            description=_l("Notes and links for afterwards. You can write Markdown."),
        )
        recording_url = StringField(_l("Address of the recording"), validators=[TextLength(limits.URL), secure_address])

        def session(self) -> SessionFacts:
            """Return what was filled in."""
            values = self.facts()
            for name in ("day", "start", "fold", "add_speakers"):
                del values[name]
            for name in ("room", "join_url", "recording_url"):
                values[name] = values[name] or None
            values |= {"starts_at": self.starts_at, "format": str(values["format"])}
            values |= {part: self[part].people for part in PARTS}
            return SessionFacts(**values)

        def as_drafted(self, uid: UUID, code: str) -> Drafted:
            """Return what was filled in as the next release would have it, under this uid and code. For previews."""
            facts = self.session()
            slot = Slot(starts_at=facts.starts_at, minutes=facts.minutes, room=facts.room) if facts.starts_at else None
            return Drafted(
                uid=uid, code=code, title=facts.title, abstract=facts.abstract, label=facts.label,
                themes=tuple(facts.themes), speakers=_codes(facts.speakers), moderators=_codes(facts.moderators),
                interpreters=_codes(facts.interpreters), partnerships=tuple(facts.partnerships),
                format=Format(facts.format), state=SessionState(facts.state),
                passport=Passport(**{way: tuple(codes) for way, codes in facts.passport.items()}), seats=facts.seats,
                join_url=facts.join_url, remains=facts.remains, recording_url=facts.recording_url, slot=slot,
            )  # fmt: skip

    return SessionForm
