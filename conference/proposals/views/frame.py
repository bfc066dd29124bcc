"""What several pages of this part begin with."""

from dataclasses import replace
from typing import Any

from flask import render_template

from conference import clock
from conference.agenda.queries import shared_bookings
from conference.draft.forms.places import countries
from conference.draft.queries import organise_frame, themes_in_order
from conference.events.tables import Event
from conference.proposals.forms.call import language_name
from conference.proposals.forms.proposal import USUAL_MINUTES, ProposalChoices, ProposalFormFrame, proposal_form
from conference.proposals.queries import questions_of, towns_of
from conference.proposals.services import Person
from conference.proposals.tables import Call, Proposal
from conference.translated import pick
from conference.web.guards import account
from conference.web.locale import current_language


def desk(template: str, event: Event, *, status: int = 200, **context: Any) -> tuple[str, int]:
    """Show a page within the organiser's frame."""
    frame = organise_frame(event, account().id, now=clock.now(), shared_bookings=shared_bookings(event.id))
    return render_template(template, **{**frame, "here": "proposals", **context}), status


def choices_of(event: Event, call: Call) -> ProposalChoices:
    """Return what the form of a call offers, in the reader's language."""
    language, languages = current_language(), tuple(event.languages)
    titles = {theme.slug: pick(theme.title, language, languages) for theme in themes_in_order(event.id)}
    return ProposalChoices(
        languages=[(code, language_name(code)) for code in languages],
        themes=[(slug, title) for slug, title in titles.items() if slug in call.themes],
        formats=call.formats,
        countries=countries(language),
        towns=[(town.name, town.country) for town in towns_of(event.id)] if call.suggests_places else (),
        questions=[question for question in questions_of(event.id) if question.is_asked],
        language=language,
    )


def new_form(event: Event, call: Call, *, mark: str) -> ProposalFormFrame:
    """Return the form by which a session is proposed.

    :param mark: tells this form from any other, so that one sent twice is one proposal.
    """
    choices = choices_of(event, call)
    language = current_language()
    form: ProposalFormFrame = proposal_form(choices)(
        data={
            "language": language if language in event.languages else event.languages[0],
            "minutes": USUAL_MINUTES,
            "sent_from": mark,
        }
    )
    return form


def edit_form(event: Event, call: Call, proposal: Proposal) -> ProposalFormFrame:
    """Return the form by which those who proposed something change it.

    What they chose stays to be chosen, also where the call no longer offers it to others.
    """
    choices = choices_of(event, call)
    if proposal.format not in choices.formats:
        choices = replace(choices, formats=[*choices.formats, proposal.format])
    if proposal.theme and proposal.theme not in dict(choices.themes):
        own = [(theme.slug, theme.title) for theme in themes_in_order(event.id) if theme.slug == proposal.theme]
        titles = [(slug, pick(title, current_language(), event.languages)) for slug, title in own]
        choices = replace(choices, themes=[*choices.themes, *titles])
    names = ("title", "abstract", "language", "theme", "format", "minutes", "municipality", "country", "partner")
    known = {name: getattr(proposal, name) for name in (*names, "contact_name")}
    known["theme"] = proposal.theme or ""
    known["speakers"] = [Person(**person) for person in proposal.speakers]
    known |= {f"question_{number}": value for number, value in proposal.answers.items()}
    form: ProposalFormFrame = proposal_form(choices, is_new=False)(data=known)
    return form
