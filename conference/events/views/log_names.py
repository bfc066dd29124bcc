"""What kinds, fields and values of the audit log are called."""

from typing import Any

from flask_babel import lazy_gettext as _l

KIND_NAMES: dict[str, Any] = {
    "retention": _l("How long people’s data are kept"),
    "event": _l("Event"),
    "session": _l("Session"),
    "import": _l("Import"),
    "speaker": _l("Speaker"),
    "theme": _l("Theme"),
    "room": _l("Room"),
    "municipality": _l("Municipality"),
    "partnership": _l("Partnership between municipalities"),
    "release": _l("Release"),
    "role": _l("Role"),
    "invitation": _l("Invitation"),
    "hosts": _l("Hosts of a session"),
    "link": _l("Speaker’s link"),
    "contribution": _l("What a speaker sent"),
    "proposal": _l("Proposal"),
    "call": _l("Call for proposals"),
    "question": _l("Question of the call"),
    "registering_question": _l("Question of registration"),
    "registering": _l("How people register"),
    "registration": _l("Registration"),
    "guests": _l("Guest list"),
    "group": _l("Participant group"),
    "delegation": _l("Delegation"),
    "planned_release": _l("Planned release"),
    "clash": _l("Clash"),
    "availability": _l("Availability"),
    "seats": _l("How seats are given"),
    "letter": _l("Letter"),
    "message": _l("Message to a group"),
    "wording": _l("Wording of a letter"),
}
"""Kinds of entries; one that is not here is shown as it is."""

FIELD_NAMES: dict[str, Any] = {
    "kept_days": _l("Days after the event"), "people_gone": _l("Registrations deleted"),
    "title": _l("Title"), "abstract": _l("Abstract"), "label": _l("Label"), "remains": _l("What remains of it"),
    "format": _l("Format"), "passport": _l("Languages"), "seats": _l("Seats"), "starts_at": _l("Start"),
    "minutes": _l("Length in minutes"), "join_url": _l("Address of the meeting"), "state": _l("State"),
    "recording_url": _l("Address of the recording"), "room": _l("Room"), "themes": _l("Themes"),
    "speakers": _l("Speakers"), "partnerships": _l("Partnerships"), "name": _l("Name"), "email": _l("E-mail"),
    "affiliation": _l("Where they work"), "biography": _l("About them"), "short": _l("Short title"),
    "summary": _l("Summary"), "colour": _l("Colour"), "position": _l("Place in the order"), "note": _l("Note"),
    "joining": _l("How to join"), "country": _l("Country"), "latitude": _l("Latitude"), "longitude": _l("Longitude"),
    "zone": _l("Time zone"), "second_zone": _l("Second time zone"),
    "requires_second_factor": _l("Second factor required"), "geonames_id": _l("GeoNames number"),
    "first": _l("First municipality"), "second": _l("Second municipality"), "since": _l("Since"),
    "welcome": _l("Opening statement"), "first_day": _l("First day"), "last_day": _l("Last day"),
    "languages": _l("Languages"), "slug": _l("Address"), "role": _l("Role"), "language": _l("Language"),
    "moderators": _l("Moderators"), "interpreters": _l("Interpreters"), "hosts": _l("Hosts"), "notes": _l("Notes"),
    "availability": _l("Availability"), "reason": _l("Reason"), "answer": _l("Answer"), "words": _l("Words"),
    "url": _l("Address"), "status": _l("State"), "warning": _l("Warning"), "due_at": _l("To be published"),
    "failure": _l("Why it was not published"), "is_public": _l("Switched on"), "opens_at": _l("Opens"),
    "closes_at": _l("Closes"), "introduction": _l("Introduction"), "formats": _l("Formats"),
    "suggests_places": _l("Suggests municipalities"), "question": _l("Question"), "help": _l("Help"),
    "answered_by": _l("Kind of answer"), "choices": _l("Choices"), "is_required": _l("Has to be answered"),
    "is_asked": _l("Is asked"), "sent": _l("What was sent"), "spans": _l("Availability"), "made_at": _l("Made"),
    "cap": _l("Seats in all"), "mode": _l("Who may take part"), "needs_municipality": _l("Must name a municipality"),
    "is_offered": _l("Can be chosen"), "letters": _l("Letters"), "listed": _l("Put on the list"),
    "removed": _l("Taken off the list"), "invited": _l("Written to"), "on_the_list": _l("On the list"),
    "subject": _l("Subject"), "text": _l("Text"), "readers": _l("Readers"),
    "purpose": _l("What it is needed for"), "asked_groups": _l("Whom it is asked"),
    "file_kinds": _l("Kinds of files"), "megabytes": _l("Largest file, in MB"),
    "opening": _l("After the greeting"), "closing": _l("At the end"),
    "sent_at": _l("Sent"), "expires_at": _l("Works until"),
    "margin": _l("Seats given beyond the limit"), "margin_unit": _l("Counted in"), "offers": _l("By offer"),
    "offer_minutes": _l("Minutes an offer is held"), "release_minutes": _l("Released so many minutes before the start"),
    "confirm_hours": _l("Asked so many hours before that"), "delegation_kind": _l("Who comes together"),
    "organisation": _l("Organisation"), "municipality": _l("Municipality"), "group": _l("Participant group"),
    "groups": _l("Seats for each group"), "data_of_person": _l("Data of the person"),
}  # fmt: skip
"""Fields; one that is not here is shown by its own name."""

VALUE_NAMES: dict[tuple[str, str], Any] = {
    ("data_of_person", "kept"): _l("kept"), ("data_of_person", "gone"): _l("deleted"),
    ("letter_state", "failed"): _l("given up"), ("letter_state", "waiting"): _l("waiting to be sent"),
    ("margin_unit", "seats"): _l("seats"), ("margin_unit", "percent"): _l("percent"),
    ("format", "talk"): _l("Talk"), ("format", "workshop"): _l("Workshop"), ("format", "panel"): _l("Panel"),
    ("format", "plenary"): _l("Plenary"), ("format", "meeting"): _l("Meeting"),
    ("state", "planned"): _l("Takes place"), ("state", "cancelled"): _l("Cancelled"),
    ("answer", "confirmed"): _l("confirmed"), ("answer", "declined"): _l("declined"),
    ("state", "accepted"): _l("accepted"), ("state", "declined"): _l("declined"), ("state", "new"): _l("new"),
    ("state", "waiting"): _l("on the waiting list"), ("state", "withdrawn"): _l("withdrawn"),
    ("state", "pending"): _l("awaits approval"), ("state", "confirmed"): _l("takes part"),
    ("delegation_kind", "municipality"): _l("A municipality"),
    ("delegation_kind", "partnership"): _l("Two partner cities together"),
    ("delegation_kind", "youth"): _l("A youth group"), ("delegation_kind", "other"): _l("Another group"),
    ("mode", "open"): _l("Everybody"), ("mode", "approval"): _l("Whom organisers let in"),
    ("mode", "invitation"): _l("Whom organisers invite"),
    ("contribution_state", "waiting"): _l("not decided"), ("contribution_state", "accepted"): _l("accepted"),
    ("contribution_state", "declined"): _l("declined"),
    ("plan_state", "planned"): _l("planned"), ("plan_state", "published"): _l("published"),
    ("plan_state", "failed"): _l("not published"), ("plan_state", "withdrawn"): _l("withdrawn"),
    ("sent", "profile"): _l("About themselves"), ("sent", "answer"): _l("Answer to a slot"),
    ("sent", "material"): _l("Material"), ("sent", "availability"): _l("Availability"),
    ("answered_by", "text"): _l("A line"), ("answered_by", "long_text"): _l("A text"),
    ("answered_by", "one"): _l("One of several"), ("answered_by", "several"): _l("Several of several"),
    ("answered_by", "consent"): _l("Consent"), ("answered_by", "link"): _l("A link"),
    ("answered_by", "file"): _l("A file"), ("file_kinds", "pdf"): _l("PDF"), ("file_kinds", "image"): _l("pictures"),
    ("file_kinds", "office"): _l("documents"),
    ("warning", "away"): _l("Somebody who is not free"), ("warning", "no_pause"): _l("Too short a pause"),
    ("warning", "booked_both"): _l("Both booked by many"), ("warning", "night"): _l("At night"),
    ("warning", "holiday"): _l("On a public holiday"), ("warning", "outside_event"): _l("Outside the event’s days"),
    ("warning", "missing_translation"): _l("A translation"), ("warning", "missing_abstract"): _l("An abstract"),
    ("warning", "missing_speaker"): _l("A speaker"), ("warning", "missing_theme"): _l("A theme"),
    ("warning", "missing_slot"): _l("A slot"), ("warning", "missing_passport"): _l("A language"),
}  # fmt: skip
ALIASES = {
    ("planned_release", "state"): "plan_state", ("contribution", "state"): "contribution_state",
    ("contribution", "kind"): "sent", ("question", "kind"): "answered_by", ("question", "label"): "question",
    ("letter", "state"): "letter_state",
    ("registering_question", "kind"): "answered_by", ("registering_question", "label"): "question",
    ("registering_question", "groups"): "asked_groups",
}  # fmt: skip
"""Fields that mean another thing in entries of one kind than elsewhere, and by which name they are told there."""

IMPORTED = {
    "sessions": _l("Sessions"), "speakers": _l("Speakers"), "rooms": _l("Rooms"), "themes": _l("Themes"),
}  # fmt: skip
"""What the figures of an import count: ``sessions added`` …"""

WAYS = {
    "spoken": _l("Spoken"), "interpreted": _l("Interpreted"), "captioned": _l("Captions"),
    "signed": _l("Sign language"), "easy": _l("Easy language"),
}  # fmt: skip
NAMED_BY = {
    "themes": "theme", "speakers": "speaker", "partnerships": "partnership", "partnership": "partnership",
    "room": "room", "rooms": "room",
    "moderators": "speaker", "interpreters": "speaker", "sessions": "session", "session": "session",
}  # fmt: skip
"""Fields that name other things by their keys, and of which kind these are."""

BY_LINK = "by_link"
"""Stands in an entry that a speaker made by their private link."""

UNTOLD = frozenset({BY_LINK, "id"})
"""Fields that say nothing to people."""

NAMED_LIKE = {"plan_state": "state", "contribution_state": "state", "letter_state": "state"}
"""Fields that are called as another one is, and have values of their own."""
