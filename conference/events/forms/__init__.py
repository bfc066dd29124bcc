"""Forms for events, and for the people who organise them."""

from conference.events.forms.events import AddressForm, EventForm, EventTexts, NewEventForm, SecondZoneField
from conference.events.forms.people import (
    ROLE_NAMES,
    ROLE_WORDS,
    AcceptForm,
    InvitationForm,
    InvitedAccountForm,
    RoleForm,
)

__all__ = [
    "ROLE_NAMES",
    "ROLE_WORDS",
    "AcceptForm",
    "AddressForm",
    "EventForm",
    "EventTexts",
    "InvitationForm",
    "InvitedAccountForm",
    "NewEventForm",
    "RoleForm",
    "SecondZoneField",
]
