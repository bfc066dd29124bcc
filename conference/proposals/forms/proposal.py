"""The form by which a session is proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import Email, ValidationError

from conference.accounts.forms import email_field, one_line
from conference.draft.forms.sessions import FORMAT_LABELS
from conference.draft.rules import limits
from conference.proposals.rules import states
from conference.proposals.services import Person, ProposalFacts
from conference.proposals.tables import Question
from conference.questions.forms.answering import answer_field, name_of
from conference.translated import folded
from conference.web.fields import Between, Given, WholeNumberField, offered
from conference.web.forms import BaseForm, Required, TextLength, trimmed

TRAP = "website"
"""A field that no person sees. Programs fill it in; what they send is thanked for and thrown away."""

USUAL_MINUTES = 60
AGREE = _l("Please tick this: without it we cannot take your proposal.")
FIRST_LINES = 2
"""How many people the form has room for at first."""


class PeopleField(Field):
    """Some people, each with a name, an address and where they work. Its data is a list of :class:`Person`.

    :ivar rows: what the lines show, as typed.
    :ivar faults: what is wrong, by line and part.
    """

    parts = ("name", "email", "affiliation")

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.typed: list[dict[str, str]] = []
        self.faults: dict[tuple[int, str], str] = {}
        self.sent = 0
        self.spare = 0

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the lines, from the three lists in which a browser sends them, or what is stored."""
        super().process(None, data or [], extra_filters)
        people = self.data or []
        self.typed = [{"name": one.name, "email": one.email, "affiliation": one.affiliation} for one in people]
        if formdata:
            lists = [formdata.getlist(f"{self.name}-{part}")[: states.MOST_SPEAKERS] for part in self.parts]
            length = max(map(len, lists))
            self.sent = length
            columns = [[*given, *[""] * (length - len(given))] for given in lists]
            self.typed = [
                {part: one_line(trimmed(text)) or "" for part, text in zip(self.parts, texts, strict=True)}
                for texts in zip(*columns, strict=True)
            ]
            self.typed = [row for row in self.typed if any(row.values())]
        self.data = [Person(**row) for row in self.typed]

    def add_lines(self) -> None:
        """Show two lines more than were sent."""
        self.spare = self.sent + 2 - len(self.typed)

    def pre_validate(self, form: Any) -> None:
        """Refuse a line without a name, or with what is no address, and no line at all."""
        if not self.typed:
            raise ValidationError(_("Name at least one person who would present the session."))
        looks_right: Any = Email(allow_smtputf8=False)
        for place, row in enumerate(self.typed):
            if not row["name"]:
                self.faults[place, "name"] = _("Please fill this in.")
            for part, most in (("name", states.NAME), ("email", states.EMAIL), ("affiliation", states.AFFILIATION)):
                if len(row[part]) > most:
                    self.faults[place, part] = _("This is too long: at most %(max)d characters.", max=most)
            if row["email"] and (place, "email") not in self.faults:
                try:
                    looks_right(form, _Typed(row["email"]))
                except ValidationError:
                    self.faults[place, "email"] = _("This does not look like an e-mail address.")
        if self.faults:
            raise ValidationError(next(iter(self.faults.values())))

    @property
    def rows(self) -> list[dict[str, str]]:
        """What the lines show: those filled in, and some empty ones."""
        empty = max(self.spare, FIRST_LINES - len(self.typed))
        lines = [*self.typed, *(dict.fromkeys(self.parts, "") for _line in range(empty))]
        return lines[: states.MOST_SPEAKERS]


class _Typed:
    """What a validator reads of a field."""

    def __init__(self, data: str) -> None:
        self.data = data

    def gettext(self, text: str) -> str:
        """Return a text as it is: the words of the refusal are the field's."""
        return text


@dataclass(frozen=True, kw_only=True)
class ProposalChoices:
    """What the form offers.

    :ivar languages: of the event: code and name.
    :ivar themes: slug and title; ``formats`` by name; ``countries`` by ISO code.
    :ivar towns: name and country of each municipality that is suggested.
    :ivar questions: those that are asked, in order.
    """

    languages: Sequence[tuple[str, str]]
    themes: Sequence[tuple[str, str]]
    formats: Sequence[str]
    countries: Sequence[tuple[str, str]]
    towns: Sequence[tuple[str, str]] = ()
    questions: Sequence[Question] = field(default_factory=list)
    language: str = "en"


class ProposalFormFrame(BaseForm):
    """What all forms of proposals share.

    :ivar more: sent by a button of its own: the form comes back with more lines for people, and nothing is stored.
    """

    offered_choices: ProposalChoices
    question_fields: Mapping[str, Question] = {}

    title = StringField(_l("Title"), validators=[Required(), TextLength(states.TITLE)], filters=[one_line])
    abstract = TextAreaField(
        _l("What it is about"),
        validators=[Required(), TextLength(states.ABSTRACT)],
        description=_l("What have you done, what came of it, and what can other cities take home? Markdown is fine."),
    )
    language = SelectField(
        _l("Language you write in"),
        choices=[],
        description=_l("One is enough. If your proposal is accepted, the organisers see to the translations."),
    )
    theme = SelectField(_l("Theme"), choices=[])
    format = SelectField(_l("Format"), choices=[])
    minutes = WholeNumberField(_l("Length in minutes"), validators=[Given(), Between(limits.SHORTEST, limits.LONGEST)])
    municipality = StringField(
        _l("Municipality"),
        description=_l("Your town or district."),
        validators=[Required(), TextLength(states.NAME)],
        filters=[one_line],
    )
    country = SelectField(_l("Country"), choices=[])
    partner = StringField(
        _l("Partner city"),
        description=_l("If you propose it together with a partner city, or about a partnership."),
        validators=[TextLength(states.NAME)],
        filters=[one_line],
    )
    speakers = PeopleField(_l("Who would present it"))
    more = SubmitField(_l("More people"))
    contact_name = StringField(
        _l("Contact person"), validators=[Required(), TextLength(states.NAME)], filters=[one_line],
        render_kw={"autocomplete": "name"},
    )  # fmt: skip
    contact_email: Any = email_field()
    consent = BooleanField(
        _l("I have read the privacy notice. Those I name agree that their data are used as it says."),
        validators=[Required(_l("Please agree to the privacy notice: without it we may not keep your data."))],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then that a city without a known country names it."""
        is_valid = bool(super().validate(extra_validators))
        if self.municipality.data and not self.country.data and not self.country.errors:
            known = {country for name, country in self.offered_choices.towns if self._is_own(name)}
            if len(known) == 1:
                self.country.data = known.pop()
            else:
                self.country.errors = [_("Please say in which country %(name)s is.", name=self.municipality.data)]
                is_valid = False
        return is_valid

    def _is_own(self, name: str) -> bool:
        return folded(name) == folded(self.municipality.data or "")

    def facts(self, *, contact_email: str = "") -> ProposalFacts:
        """Return what was filled in.

        :param contact_email: where the form does not ask for it.
        """
        written = self.contact_email.data if "contact_email" in self else contact_email
        return ProposalFacts(
            title=self.title.data or "", abstract=self.abstract.data or "", language=self.language.data,
            theme=(self["theme"].data or None) if "theme" in self else None, format=self.format.data,
            minutes=self.minutes.data or USUAL_MINUTES, municipality=self.municipality.data or "",
            country=self.country.data, partner=self.partner.data or "", speakers=self.speakers.data,
            contact_name=self.contact_name.data or "", contact_email=written,
            answers={str(question.id): self[name].data for name, question in self.question_fields.items()},
        )  # fmt: skip


def proposal_form(choices: ProposalChoices, *, is_new: bool = True) -> type[ProposalFormFrame]:
    """Return the form by which a session is proposed, or by which a proposal is changed.

    :param is_new: with the trap for programs, the mark against sending it twice, and the contact's address, which
        later stays as it was.
    """
    fields: dict[str, Any] = {
        name_of(question): answer_field(question, choices.language, agree=AGREE) for question in choices.questions
    }
    fields["question_fields"] = {name_of(question): question for question in choices.questions}
    fields["offered_choices"] = choices
    if is_new:
        fields[TRAP] = StringField(_l("Leave this empty"))
        fields["sent_from"] = HiddenField()
    else:
        fields["contact_email"] = fields["consent"] = None
    if not choices.themes:
        fields["theme"] = None

    class ProposalForm(type("Questions", (ProposalFormFrame,), fields)):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.language.choices = offered(choices.languages)
            self.format.choices = offered(
                (name, label) for name, label in FORMAT_LABELS.items() if name in choices.formats
            )
            self.country.choices = offered([("", _("Please choose")), *choices.countries])
            if choices.themes:
                self.theme.choices = offered([("", _("Please choose")), *choices.themes])

    return ProposalForm
