"""What each part of a person's data is called."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

PARTS: dict[str, Any] = {
    "account": _l("Your account"),
    "sign_ins": _l("Devices that are signed in"),
    "sign_in_links": _l("Links by which you signed in"),
    "links_in_letters": _l("Links in letters that prove your address"),
    "changes_of_address": _l("A change of your address"),
    "passkeys": _l("Passkeys"),
    "authenticators": _l("App for one-time codes"),
    "recovery_codes": _l("Recovery codes"),
    "sign_in_providers": _l("Providers by which you sign in"),
    "letters": _l("Letters to you"),
    "registrations": _l("Registrations for events"),
    "letter_wishes": _l("Letters you want from events"),
    "guest_lists": _l("Lists of guests you are on"),
    "messages_to_you": _l("Messages of organisers to you"),
    "reminders": _l("Sessions you were reminded of"),
    "answers": _l("What you answered when you registered"),
    "answered_files": _l("Files you sent when you registered"),
    "consents": _l("What you agreed to when you registered"),
    "day_agendas": _l("Days whose agenda you were sent"),
    "calendar_entries": _l("What letters told your calendar"),
    "calendar_looks": _l("How far letters to your calendar are"),
    "bookings": _l("Sessions you booked, waited for or dropped"),
    "swap_wishes": _l("Sessions you would swap"),
    "kept_clashes": _l("Clashing sessions you keep both"),
    "shared_agendas": _l("Links by which you share your agenda"),
    "subscriptions": _l("Calendar subscriptions"),
    "synchronised": _l("What calendar programs were told"),
    "questions": _l("Questions you asked in sessions"),
    "supported_questions": _l("Questions you support"),
    "notices": _l("Releases you were told of"),
    "delegations": _l("Delegations of which you are the contact"),
    "places_in_delegations": _l("Delegations to which you belong or were asked"),
    "wishes_in_delegations": _l("Sessions that you want your delegation to cover"),
    "proposed_to_you": _l("Sessions that were proposed to you for your delegation"),
    "invitations_sent": _l("How many invitations you sent within the hour"),
    "speaker_entries": _l("Your entries as a speaker"),
    "times_free": _l("Times at which you can speak"),
    "speaker_links": _l("Private links you got as a speaker"),
    "sent_as_speaker": _l("What you sent as a speaker"),
    "proposals": _l("Sessions you proposed"),
    "letters_about_proposals": _l("Letters about what you proposed"),
    "roles": _l("Roles in events"),
    "invitations": _l("Invitations to organise"),
    "audit_log": _l("What you changed as an organiser"),
    "hosting": _l("Sessions you host"),
    "accepted_warnings": _l("Warnings you accepted"),
    "planned_releases": _l("Releases you planned"),
    "releases": _l("Releases you published"),
    "messages_written": _l("Messages you wrote to groups"),
    "scores": _l("Proposals you scored"),
    "comments": _l("Comments you wrote on proposals"),
    "uploads": _l("Files you sent for import"),
}


def parts_of(told: Mapping[str, Any]) -> list[tuple[str, Any, int]]:
    """Return the parts of which there is anything: key, name, and how many entries there are."""
    counted = ((key, name, _count(told.get(key))) for key, name in PARTS.items())
    return [part for part in counted if part[2]]


def _count(value: Any) -> int:
    return len(value) if isinstance(value, list) else int(value is not None)
