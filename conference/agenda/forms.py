"""Forms of the agenda."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, Form, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from conference.accounts.forms import one_line
from conference.agenda.rules import MOST_OF_A_GROUP, MarginUnit, SeatRules
from conference.web.fields import WholeNumberField, offered
from conference.web.forms import BaseForm, Required, TextLength
from conference.web.zone_field import ZoneField


class ElsewhereForm(Form):
    """The zone by whose clocks one looks at one's days. It only reads, so it travels in the address."""

    zone = ZoneField(_l("See your days by the clocks of another place"), id="elsewhere-zone")


class ShareForm(BaseForm):
    """A link by which somebody reads one's agenda."""

    name = StringField(
        _l("For whom"),
        validators=[Required(), TextLength(100)],
        description=_l("Only you see this, such as: Mehmet, our office, the delegation."),
        filters=[one_line],
        render_kw={"autocomplete": "off", "maxlength": 100},
    )


class RevokeShareForm(BaseForm):
    """Nothing to fill in: the question has been read."""


class SuggestionsForm(BaseForm):
    """Whether the agenda suggests sessions."""

    wanted = BooleanField()


def _hours(label: Any, least: int, most: int, description: Any = "") -> Any:
    bounds = _l("Choose a number from %(least)s to %(most)s.", least=least, most=most)
    return WholeNumberField(
        label,
        description=description,
        validators=[InputRequired(bounds), NumberRange(least, most, bounds)],
        render_kw={"inputmode": "numeric"},
    )


class SeatRulesForm(BaseForm):
    """Says how seats are given, in an event or in one of its sessions."""

    offers = SelectField(
        _l("A free seat"),
        choices=offered(
            (
                ("", _l("goes to the next who waits at once")),
                ("offers", _l("is offered to the next who waits, who answers in time")),
            )
        ),
    )
    offer_hours = _hours(
        _l("An offer is held for (hours)"), 1, 168,
        _l("It never runs out at night, by the clocks of the one who reads it. Without an answer it goes to the next."),
    )  # fmt: skip
    margin = _hours(
        _l("Seats given beyond the limit"), 0, 10_000, _l("Some never come. 0 gives just as many seats as there are.")
    )
    margin_unit = SelectField(
        _l("Counted in"),
        choices=offered(((MarginUnit.SEATS.value, _l("seats")), (MarginUnit.PERCENT.value, _l("percent")))),
    )
    release_hours = _hours(
        _l("Release seats that nobody confirmed, hours before the start"), 0, 336,
        _l("0 releases none. Otherwise people are asked whether they are coming."),
    )  # fmt: skip
    confirm_hours = _hours(_l("Ask so many hours before that"), 1, 720)

    def show(self, by: SeatRules) -> None:
        """Fill the form with what holds."""
        self.offers.data = "offers" if by.offers else ""
        self.offer_hours.data = max(1, by.offer_minutes // 60)
        self.margin.data, self.margin_unit.data = by.margin, str(by.margin_unit)
        self.release_hours.data, self.confirm_hours.data = by.release_minutes // 60, by.confirm_hours

    def said(self) -> SeatRules:
        """Return what the form says."""
        return SeatRules(
            margin=self.margin.data or 0,
            margin_unit=self.margin_unit.data,
            offers=bool(self.offers.data),
            offer_minutes=(self.offer_hours.data or 1) * 60,
            release_minutes=(self.release_hours.data or 0) * 60,
            confirm_hours=self.confirm_hours.data or 1,
        )


class SessionSeatRulesForm(SeatRulesForm):
    """Says what a session does otherwise than its event."""

    group_keys: Sequence[str] = ()

    own = SelectField(
        _l("This session"), choices=offered((("", _l("does as the event")), ("own", _l("has rules of its own"))))
    )

    @property
    def group_fields(self) -> list[Field]:
        """The fields for seats of groups, in the order of the groups."""
        return [self[f"group-{key}"] for key in self.group_keys]

    def show(self, by: SeatRules) -> None:
        """Fill the form with what holds."""
        super().show(by)
        for key in self.group_keys:
            self[f"group-{key}"].data = by.groups.get(key)

    def said(self) -> SeatRules:
        """Return what the form says."""
        seats = {key: self[f"group-{key}"].data for key in self.group_keys}
        return replace(super().said(), groups={key: most for key, most in seats.items() if most is not None})


def session_seat_rules_form(groups: Sequence[tuple[str, str]]) -> type[SessionSeatRulesForm]:
    """Return the form for an event with these participant groups, by key and name."""
    bounds = _l("Choose a number from %(least)s to %(most)s.", least=0, most=MOST_OF_A_GROUP)
    fields: dict[str, Any] = {
        f"group-{key}": WholeNumberField(
            name, validators=[Optional(), NumberRange(0, MOST_OF_A_GROUP, bounds)], render_kw={"inputmode": "numeric"}
        )
        for key, name in groups
    }
    fields["group_keys"] = tuple(key for key, _name in groups)
    return type("SessionSeatRulesFormOfEvent", (SessionSeatRulesForm,), fields)
