"""Names in the reader's language, for pages of proposals."""

from conference.draft.forms.places import countries
from conference.draft.queries import themes_in_order
from conference.events.tables import Event
from conference.proposals.tables import Proposal
from conference.translated import pick
from conference.web.locale import current_language


def names_in(event: Event, proposal: Proposal) -> dict[str, str]:
    """Return the ``theme_title`` and ``country_name`` of a proposal in the reader's language."""
    language = current_language()
    themes = {theme.slug: pick(theme.title, language, event.languages) for theme in themes_in_order(event.id)}
    return {
        "theme_title": themes.get(proposal.theme or "", ""),
        "country_name": dict(countries(language)).get(proposal.country, proposal.country),
    }
